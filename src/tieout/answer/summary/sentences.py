"""A document's own sentences, with what tells how much each of them says: place, headings, figures, words."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import lru_cache

from tieout.answer.summary.titles import Title, find_scopes, find_titles, is_item
from tieout.answer.summary.wording import is_chinese
from tieout.concepts.words import fold
from tieout.model import Block, Document, Figure, Span
from tieout.model.summary import Citation, Sentence, SentenceFigure

_END = re.compile(r"[.!?]+[\"”’)\]]*(?=\s+[\"“(]?[A-Z\d]|\s*$)|[。！？][」』”）]*")
_ABBREVIATION = re.compile(
    r"(?:\b(?:Mr|Mrs|Ms|Dr|Prof|Inc|Ltd|Co|Corp|Bros|No|Nos|approx|vs|St|U\.S|etc|i\.e|e\.g|Messrs)|\b[A-Z])$"
)
_WORD = re.compile(r"[a-z][a-z&'-]+")
_BOILERPLATE = re.compile(
    r"stock exchange of hong kong limited take no|makes? no representation|expressly disclaim|in whole or in part|"
    r"shareholders (?:are|should)|annual general meeting will|register of members|forward[- ]looking|"
    r"sincere (?:thanks|gratitude)|would like to (?:thank|express)|website|www\.|http|click|safe harbor|refer to (?:note|the section|exhibit)|"
    r"set out (?:in|on)|defined (?:in|as)|means the|table of contents|incorporated (?:by reference|in)|pursuant to (?:the )?(?:rule|section|item)|"
    r"non-gaap (?:financial )?(?:measures?|information|basis|financial results)|page a-\d|^[A-Z]{4,}[A-Z, .]+ [-–—]|"
    r"see (?:note|\")|details? of .{0,60}(?:are|is) (?:set out|disclosed)|the following table|as follows\s*[:：]?$|"
    r"前瞻性(?:陈述|陳述)|应被视为.{0,40}补充|應被視為.{0,40}補充|概不負責|概不负责|承擔任何責任|承担任何责任|衷心|致以|網站|网站|载于|載於|详见|詳見|参见|參見|請參閱|请参阅|如下[:：。]|释义|釋義|"
    r"(?:ignore|disregard) (?:all |any )?(?:previous|earlier|prior|above)|system prompt|operator instructions|remind (?:everyone|you)|call is being recorded|as an ai|忽略.{0,8}(?:指令|指示)|"
    r"指本公司|「我們」指|「本公司」指|除(?:非)?(?:另|文義|文义|上下文)(?:有|另有)|(?:具有?|所賦予(?:之|的))相同(?:涵義|含義)|(?:涵義|含義)相同|"
    r"non-gaap (?:results|measures?|figures) exclude|\bexcludes the impact of\b|considered representative of|"
    r"保证.{0,20}真实|不存在虚假记载|□|√|适用|"
    r"^we have audited|in our opinion|critical audit matters?|^auditing (?:the|management)|our audits?\b|"
    r"(?:to assist|help(?:s|ing)?) .{0,30}(?:investors|readers)|investors? (?:are|should)|encourages? you|undertakes? no|supplemental (?:measure|information)|"
    r"conference call|unless otherwise (?:noted|stated|indicated)|translation of .{0,20} into|save as (?:disclosed|mentioned)|none of the directors|prior to joining|\bserves? (?:as|on)\b|holds? an? (?:bachelor|master|degree)|to the best (?:of the )?knowledge|publicly available to the company|latest practicable date|code section|"
    r"审议通过|審議通過|本人|承诺人|依法须经批准|经营范围|^主要(?:产品或)?服务[:：]|注册资本[:：]|议案|保荐|招股说明书|"
    r"除(?:上文|本公告|本報告).{0,8}(?:披露|所述)|本附[註注]|(?:定義|定义)[為为]|(?:並非|并非).{0,24}(?:準則|准则)|[我本][們公][認司]?[為认].{0,14}非(?:國際|国际)|非(?:國際|国际).{0,30}(?:適用於|适用于|藉|借助)|(?:補充|补充)(?:資料|资料|信息)(?![：:])|(?:類似|类似)(?:詞彙|词汇|名称)|(?:乃按|系指|是指|指).{4,60}(?:計算|计算|釐定|厘定)。?$|"
    r"(?:獨立)?核數師.{0,24}(?:審核|審計|审计)|审计机构.{0,20}审计|"
    r"(?:may|might|are|is) not (?:be )?comparable|(?:the )?following (?:headings|sections?|discussion|tables?)\b|differ materially|subject to (?:\w+ ){0,3}risks and uncertainties|"
    r"敬请.{0,6}投资者|敬請.{0,6}投資者|注意投资风险|注意投資風險|"
    r"^(?:香港，.{5,16}日)?[於于截至]*本公[告佈布]日期，.{0,30}(?:董事會?|董事会)(?:成[員员])?[為为包由]|^(?:.{2,12}，)?(?:本公司)?(?:(?:獨立)?非)?執行董事[為为包]|本公告(?:乃|是|系)(?:由)?.{0,120}(?:[作刊][出發发]|[發发][出表佈])|"
    r"(?:另行|進一步|进一步)(?:刊[發发]|作出|[發发]表).{0,6}公[告佈布]|(?:內容|资料|資料|內容)?.{0,8}(?:維持|保持|维持)不[變变]|(?:審慎|谨慎|審愼)行事|"
    r"^as (?:at|of) the date (?:of this|hereof).{0,40}(?:board|directors)|this announcement is (?:made|issued|published)|further announcements?.{0,30}(?:will|shall|may) be made|exercise caution|"
    r"code provision .{0,40}(?:requires?|states?|stipulates?|provides?|should)\b|should be (?:appointed|subject|separate)|refers? to the following|exhaustive list|differs? from the .{0,30} disclosed|"
    r"for (?:a )?(?:further|more|additional) (?:discussion|information|details?|description)|see [“\"’']?(?:[A-Z][a-z]+ ){1,4}(?:above|below|summary)|is(?: not)? included in the .{0,30}calculation",
    re.I,
)
_COURTESY = re.compile(r"pleased to (?:announce|present|report)|hereby|欣然|[谨謹]此", re.I)
_TELLS = re.compile(
    r"(?:hereby|pleased to) (?:announces?|informs?|clarif\w+|notif\w+)(?! (?:that )?(?:its|the|our) (?:\w+ ){0,6}(?:results|report))"
    r"|(?:欣然|[谨謹]此)(?:[宣公][佈布告]|知[會会]|通知|澄清|提供|補充|补充|更新)(?!.{0,40}(?:[業业][績绩]|[報报]告))",
    re.I,
)
"""A courtesy that tells of an event: an appointment, a warning, a correction."""
_TREATMENT = re.compile(
    r"(?:is|are|were|was) (?:initially |subsequently )?(?:measured|recogni[sz]ed|classified|stated|amorti[sz]ed|depreciated|derecogni[sz]ed|capitali[sz]ed|assessed|determined|valued) (?:at|in|as|when|on|over|using|initially|if|for|by)\b"
    r"|consists? (?:principally|primarily|mainly) of|represents the difference between|(?:is|are) (?:allocated to|presented net of)|(?:derived|estimated) by|is (?:defined|calculated) as|the (?:company|group) (?:recogni[sz]es|measures|accounts for|classifies)\b|\bwe (?:recogni[sz]e|measure|account for|classify)\b"
    r"|初始确认|初始確認|后续计量|後續計量|计入当期损益|計入損益|账面价值进行|会计处理|會計處理|企业会计准则|资本化|同时满足|划分为以下|分類為以下|终止确认|終止確認|摊余成本计量的",
    re.I,
)
"""How an amount is accounted for: an accounting policy, wherever it stands."""
_NOTES = re.compile(
    r"^(?:item\s*8\W|(?:第.{1,3}[节節]\s*)?(?:财务报告|審計報告|审计报告|獨立核數師報告|财务报表附注|財務報表附註|綜合財務報表附註|合併財務報表附註)|(?:report of )?independent (?:registered|auditor)"
    r"|(?:condensed )?(?:consolidated )?notes to (?:the )?.{0,40}financial (?:statements|information))",
    re.I,
)
_AFTER_NOTES = re.compile(
    r"^(?:item\s*(?:[1-79]|1[0-4])[a-c]?\W|(?:five|ten|two|four)[- ]year|financial summary|(?:五年|四年|十年)|management.{0,3}s discussion|business review|business outlook|"
    r"(?:管理層|管理层)討?讨?論?论?|業務回顧|业务回顾|第.{1,3}[节節])",
    re.I,
)
_POLICY = re.compile(
    r"accounting polic|basis of preparation|notes? to (?:the )?.*financial statements|definitions?$|glossary|independent auditor|"
    r"biographical|corporate information|notice of|会计政策|會計政策|财务报表附注|財務報表附註|附注|附註|释义|釋義|审计报告|核數師報告|備查文件|备查文件",
    re.I,
)
_LEANING = re.compile(
    r"(?:.{0,90}\bsince then\b|these|this|those|such|it(?! is the (?:group|company|board))|they|he|she|further|furthermore|additionally|in addition|however|also|moreover|as a result|accordingly|therefore|thus|there are thus|finally|in particular|for example|for instance|similarly|likewise|the (?:foregoing|above|amount|former|latter|aforesaid))\b"
    r"|the (?:increase|decrease|change|decline|growth|improvement|reduction|rise|fall|drop)s?\b(?! in | of )"
    r"|(?:here|in pursuance of|to achieve|with|under|given|despite|following|for|in light of) (?:this|these|those|such)\b|.{0,60}\b(?:this|these) (?:risk|matter|vision|business|strateg\w+|amount|initiative|measure|commitment)s?\b"
    r"|(?:此外|另外|同时|同時|其中|因此|该等|該等|上述|以上|其后|其後|然而|但是|与此同时|與此同時|故此|基於上文|基于上文|為此|为此|据此|據此|有關|有关|該[^公]|该[^公])",
    re.I,
)
_GOES_ON = re.compile(
    r"(?:the|this|these|such) (?:\w+ ){0,2}(?:increase|decrease|change|decline|growth|improvement|reduction|rise|fall|drop)s? (?:was|were|is|are|mainly|primarily|came|resulted|reflect\w*)\b"
    r"|(?:有關|有关|該|该|上述)?(?:增加|減少|减少|增長|增长|下降|上升|變動|变动)(?:乃|是|主要|系)",
    re.I,
)
"""A sentence that gives the cause of the movement told just before."""
_RUN_IN = re.compile(
    r"(?:[A-Z][\w’'&/-]*|\d{4})(?: (?:[A-Z][\w’'&/-]*|and|of|for|the|to|in|on|from|by|[a-z]{4,12}(?= [A-Z]))){0,7} (?=(?:The|In|We|Our|During|As|At|For|This|These|On|Certain|Net cash|Cash|If|When|Each|All|An?|There|Total) [a-z])"
)
"""A heading that runs into its paragraph: "Operating Activities Net cash provided by ..."."""
_TITLE_LINE = re.compile(r"[^\n，。；：:,.、]{2,25}\n(?=[\u4e00-\u9fff])")
"""A title on a line of its own before a Chinese paragraph."""
_RUN_IN_ZH = re.compile(
    r"[\u4e00-\u9fff]{2,10}风险(?=(?:公司|本公司|国家|目前|由于|随着|近年|报告期|受|如果|若|未来|我国|当前)[\u4e00-\u9fff])|[\u4e00-\u9fff]{2,10}風險(?=(?:本?公司|本集團|國家|目前|由於|隨著|近年|報告期|如果|若|未來|我國|當前)[\u4e00-\u9fff])"
)
"""The name of a risk that runs into what is said of it."""
_GARBLED = re.compile(
    r"[\u4e00-\u9fff][ \t][\u4e00-\u9fff]{2,}|[\u4e00-\u9fff]{2,}[ \t][\u4e00-\u9fff]|^(?:现任|历任|曾任|現任|歷任|曾任)|先生[：:]|女士[：:]"
)
"""Chinese words with a blank between them were printed in different columns; lives of directors are no news."""
_CITED = re.compile(r"(?:\s*\[\d{1,4}\](?:\([^()]*\))?)+\s*$")
_CHECKBOX = re.compile(r"(?:[^√□\n]{0,30}\n)?(?:\s*[√□☑]\s*(?:适用|不适用|是|否))+\s*")
"""The boxes of a form that stand before a paragraph."""
_ENUMERATOR = re.compile(
    r"\s*(?:[•●▪·\-–—*]|[(（]?(?:\d{1,2}|[ivx]{1,4}|[a-h])[)）]|\d{1,2}[、.．](?!\d)|[一二三四五六七八九十]{1,3}、|[（(][一二三四五六七八九十]{1,3}[)）])\s*"
)
_FRONT = re.compile(
    r"management.{0,3}s? discussion|business review|chairman|statement from|letter to|financial review|outlook|prospects|overview|highlights|"
    r"results|管理层讨论|管理層討論|经营情况讨论|業務回顧|业务回顾|主席|致股东|致股東|财务回顾|財務回顧|展望|整體表現|概述",
    re.I,
)
_FULL_STOP = re.compile(r"[。！？.!?:：;；)）]\s*$")
_NO_TITLE = re.compile(r"[，。；]|、.*、")
_QUOTES = (("“", "”"), ("「", "」"), ("『", "』"))
_BULLET = re.compile(r"^[▪•●■◆◼▶➢·*–—-]\s*")
_SUBJECT, _SUBJECT_ZH = 60, 18
_OPENING, _TITLE, _MARK = 3, 40, 3
_SHORTEST, _LONGEST = 40, 420
_SHORTEST_ZH, _LONGEST_ZH = 14, 190


@dataclass(frozen=True, slots=True)
class OwnSentence:
    """A complete sentence of the document; `order` counts in reading order; `position` is 0 at the start, 1 at the end.

    `notes`: it stands among the notes to the financial statements or tells how something is accounted for. `scope`: the item
    above it that says on which basis or for which time it holds ("On a non-GAAP basis:").
    """

    span: Span
    block: int
    order: int
    headings: tuple[str, ...]
    figures: tuple[Figure, ...]
    words: frozenset[str]
    folded: str
    position: float
    front: bool
    speaker: str | None = None
    notes: bool = False
    scope: Span | None = None

    @property
    def text(self) -> str:
        """The sentence with its line breaks joined."""
        return join_lines(self.span.quote)

    @property
    def subject(self) -> str:
        """The words with which it opens, folded: they name what it is about."""
        return self.folded[: _SUBJECT_ZH if is_chinese_text(self.folded) else _SUBJECT]

    @property
    def numbers(self) -> frozenset[Decimal]:
        """The sizes of its figures as printed."""
        return frozenset(abs(f.quantity.number) for f in self.figures)


def join_lines(quote: str) -> str:
    """A quotation on one line; Chinese lines join without a blank."""
    joined = re.sub(r"(?<=[\u3000-\u9fff\uff00-\uffef])\s*\n\s*(?=[\u3000-\u9fff\uff00-\uffef])", "", quote)
    return " ".join(joined.split())


def find_sentences(document: Document, figures: Iterable[Figure], length: int = 1) -> tuple[OwnSentence, ...]:
    """Complete sentences of paragraphs, items and turns that are no boilerplate, in reading order; `length` times as long as usual at most."""
    by_layer: dict[str, list[Figure]] = {}
    for figure in figures:
        by_layer.setdefault(figure.span.layer, []).append(figure)
    found: list[OwnSentence] = []
    titles, scopes = find_titles(document), find_scopes(document)
    for k, block, headings, notes in _prose_blocks(document, titles):
        spans = [*_join_spoken(block.text, split_sentences(block.text), length), *_unstopped_rest(block)]
        for start, end in _with_causes(block.text, spans):
            if start < _OPENING and not _opens_here(document, k, titles):
                continue
            first = _skip_lead(block.text, start, end)
            made = _make(document, block, k, first, end, headings, by_layer, len(found), notes, length)
            if made is not None:
                found.append(replace(made, scope=scopes.get(k)))
    return tuple(found)


def _unstopped_rest(block: Block) -> list[tuple[int, int]]:
    """What stands after the last full stop and is complete: of an item for which a page is cited ("... declined by 19%[6]"), of a
    paragraph that announces what the next one says ("The Company hereby clarifies that the section should read:")."""
    cited = _CITED.search(block.text) if block.kind == "item" else None
    start = max((end for _, end in split_sentences(block.text)), default=0)
    end = cited.start() if cited is not None else len(block.text.rstrip())
    while start < end and block.text[start].isspace():
        start += 1
    announced = block.text[:end].endswith((":", "：")) and _TELLS.search(block.text[start:end]) is not None
    return [(start, end)] if start < end and (cited is not None or announced) else []


def _join_spoken(text: str, spans: list[tuple[int, int]], length: int) -> list[tuple[int, int]]:
    """Sentences, those of one speech joined from its opening to its closing mark; one too long to be joined is left out, or with
    `length` above 1 taken sentence by sentence, without the first and the last, which hold one mark each."""
    joined: list[tuple[int, int]] = []
    opened: list[tuple[int, int]] = []
    for start, end in spans:
        opened.append((start, end))
        first = opened[0][0]
        said = text[first:end]
        if any(said.count(a) > said.count(b) for a, b in _QUOTES):
            continue
        if first == start or end - first <= _LONGEST * length:
            joined.append((first, end))
        elif length > 1:
            joined += opened[1:-1]
        opened = []
    return joined


def _with_causes(text: str, spans: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """Sentences, each joined with the one after it that only tells why its movement came about."""
    joined: list[tuple[int, int]] = []
    for start, end in spans:
        if joined and _GOES_ON.match(text, start) and end - joined[-1][0] <= _LONGEST and joined[-1][1] <= start:
            joined[-1] = (joined[-1][0], end)
        else:
            joined.append((start, end))
    return joined


def _skip_lead(text: str, start: int, end: int) -> int:
    """Where a sentence begins after its number in a list and a heading that runs into it."""
    opens_line = start == 0 or text[start - 1] == "\n"
    for pattern in (_CHECKBOX, _ENUMERATOR, _TITLE_LINE, _RUN_IN, _RUN_IN_ZH):
        if pattern is _TITLE_LINE and not opens_line:
            continue  # the rest of a line after a full stop is wrapped, no title
        lead = pattern.match(text, start, end)
        start = lead.end() if lead is not None else start
    return start


def _opens_here(document: Document, k: int, titles: Mapping[int, Title]) -> bool:
    """False when the text above breaks off, so that the first sentence of the block is the rest of another."""
    above = document.blocks[k - 1] if k else None
    if above is None or above.grid is not None or document.blocks[k].kind == "item":
        return True
    text = above.text.strip()
    if not any("\u4e00" <= c <= "\u9fff" for c in text):
        return True
    if _FULL_STOP.search(text) or (
        (k - 1 in titles or is_item(above)) and len(text) <= _TITLE and not _NO_TITLE.search(text)
    ):
        return True
    return len(text) <= _MARK


def _prose_blocks(
    document: Document, titles: Mapping[int, Title]
) -> Iterator[tuple[int, Block, tuple[str, ...], bool]]:
    """(number, block, headings above, whether among the notes) of every block of prose."""
    stack: list[tuple[int, str]] = []
    notes = False
    for k, block in enumerate(document.blocks):
        title = titles.get(k)
        if title is not None:
            notes = bool(_NOTES.search(title.text)) or (notes and not _AFTER_NOTES.search(title.text))
            while stack and stack[-1][0] >= title.level:
                stack.pop()
            stack.append((title.level, title.text))
        elif block.grid is None:
            yield k, block, tuple(title for _, title in stack), notes


def split_sentences(text: str) -> list[tuple[int, int]]:
    """(start, end) of each sentence of a text; a rest without a full stop is left out."""
    spans, start = [], 0
    for stop in _END.finditer(text):
        before = text[max(0, stop.start() - 9) : stop.start()]
        if stop.group()[0] == "." and _ABBREVIATION.search(before):
            continue
        while start < stop.end() and (text[start].isspace() or text[start] in "•●▪·-–—*"):
            start += 1
        spans.append((start, stop.end()))
        start = stop.end()
    return spans


def _make(
    document: Document,
    block: Block,
    k: int,
    start: int,
    end: int,
    headings: tuple[str, ...],
    by_layer: Mapping[str, list[Figure]],
    order: int,
    notes: bool,
    length: int,
) -> OwnSentence | None:
    text = block.text[start:end]
    chinese = is_chinese_text(text)
    low, high = (_SHORTEST_ZH, _LONGEST_ZH) if chinese else (_SHORTEST, _LONGEST)
    if not low <= len(text) <= high * length or is_boilerplate(join_lines(text)):
        return None
    if not chinese and not (text[0].isupper() or text[0] in '"“'):
        return None
    if chinese and (text[0] in "，、；）」”：" or _GARBLED.search(join_lines(text))):
        return None
    layer = document.layer(block.span.layer)
    span = layer.span(block.span.start + start, block.span.start + end)
    inside = tuple(f for f in by_layer.get(span.layer, ()) if span.start <= f.span.start and f.span.end <= span.end)
    where = " / ".join(headings)
    return OwnSentence(
        span, k, order, headings, inside, content_words(text), fold(text).lower(),
        k / max(1, len(document.blocks)), bool(_FRONT.search(where)) and not _POLICY.search(where), block.speaker,
        notes or _TREATMENT.search(text) is not None,
    )  # fmt: skip


def is_chinese_text(text: str) -> bool:
    """True where a third of the characters are Chinese."""
    return sum("\u4e00" <= c <= "\u9fff" for c in text) * 3 > len(text)


def is_boilerplate(text: str) -> bool:
    """True for what every such document says: disclaimers, courtesies, lists of directors, where to read on."""
    return _BOILERPLATE.search(text) is not None or (_COURTESY.search(text) is not None and _TELLS.search(text) is None)


def is_in_language(sentence: OwnSentence, language: str) -> bool:
    """False for the Chinese half of a report in English, and the reverse."""
    han = sum("\u4e00" <= c <= "\u9fff" for c in sentence.text)
    return (han * 5 >= len(sentence.text)) == is_chinese(language)


def leans_back(sentence: OwnSentence) -> bool:
    """True for a sentence that goes on from the one before ("These were offset ...") and says little alone."""
    return _LEANING.match(sentence.text) is not None


def is_policy_place(sentence: OwnSentence) -> bool:
    """True below headings of accounting policies, notes, definitions and biographies, and for what says how to account."""
    return sentence.notes or _POLICY.search(" / ".join(sentence.headings)) is not None


@lru_cache(maxsize=20_000)
def content_words(text: str) -> frozenset[str]:
    """Words by which sentences are compared: English words, Chinese pairs of characters."""
    lowered = fold(text).lower()
    words = {w for w in _WORD.findall(lowered) if len(w) > 3}
    runs = re.findall(r"[\u4e00-\u9fff]+", lowered)
    return frozenset(words | {run[i : i + 2] for run in runs for i in range(len(run) - 1)})


def is_repeat(words: frozenset[str], others: Iterable[frozenset[str]], share: float = 0.6) -> bool:
    """True when most of the words stand in one of the others."""
    return any(words and len(words & other) / min(len(words), len(other) or 1) >= share for other in others)


def repeats(sentence: OwnSentence, others: Iterable[OwnSentence]) -> bool:
    """True when most of a sentence's words and at least half of its numbers stand in one of the others: the same words with other
    numbers tell of another year or quarter."""
    numbers = sentence.numbers
    alike = (o for o in others if len(numbers & o.numbers) * 2 >= len(numbers))
    return is_repeat(sentence.words, (o.words for o in alike))


def quote_sentence(own: OwnSentence, document: str) -> Sentence:
    """The sentence as a quotation with its place; each figure in it is its own source."""
    text = own.text
    figures: list[SentenceFigure] = []
    at = 0
    for figure in own.figures:
        shown = join_lines(figure.span.quote)
        start = text.find(shown, at)
        if start >= 0:
            at = start + len(shown)
            figures.append(SentenceFigure(start, at, shown, figure.span, document))
    cited = Citation(document, own.span.page, own.span)
    if own.scope is None:
        return Sentence(text, (cited,), tuple(figures), True, None, own.speaker)
    lead = _BULLET.sub("", join_lines(own.scope.quote)) + ("" if is_chinese_text(text) else " ")
    moved = tuple(replace(f, start=f.start + len(lead), end=f.end + len(lead)) for f in figures)
    return Sentence(lead + text, (Citation(document, own.scope.page, own.scope), cited), moved, True, None, own.speaker)
