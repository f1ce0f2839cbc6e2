"""Blocks to sentences and clauses, and the skeleton of a clause: figures and periods as marks, the words as they stand.

A skeleton is the clause with every figure replaced by a mark such as `⟦A3⟧` (A amount, P per cent, Q points, X times)
and every period by `⟦T1⟧` (absolute) or `⟦R1⟧` (relative); citations and emphasis are left out. Patterns are written
on skeletons, so that they need not know how numbers look.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from tieout.concepts.labels import has_han
from tieout.concepts.phrases import DOWN, UP, VERB
from tieout.facts.subjects import DEALT, LEADS_TO, find_subject
from tieout.model import Block, Figure, YearEnd
from tieout.model.period import CALENDAR
from tieout.numbers.periods import FoundPeriod, find_periods

_END = re.compile(
    r"(?:(?<=[a-z\d%)\]\"”*])|(?<=[A-Z]{4})|(?<=\d\s[MGT]W))[.!?]+(?:\*\*|\[\d+\]|\(index=\d+&type=\w+\))*(?=\s+(?:\*\*)?[\"“]?[A-Z\d\u4e00-\u9fff]|\s*$)|[。！？]|;\s|；|\n\s*\n|(?<=[\])?.])\s(?=(?:Question|Answer)\s?\d*\s?:)"
)
_ABBREVIATION = re.compile(
    r"(?:\b(?:Mr|Mrs|Ms|Dr|Prof|i\.e|e\.g|incl|excl|cf|Inc|Ltd|Co|Corp|No|Nos|approx|vs|St|U\.S|i\.e|e\.g|etc|Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sep|Sept|Oct|Nov|Dec))$"
)
_ASIDE = re.compile(r"\*\*|(?<=\w)[⁰¹²³⁴-⁹]{1,2}(?:,[⁰¹²³⁴-⁹]{1,2})*|\[\d+(?:[,-]\s*\d+)*\]|\(index=\d+&type=\w+\)")
_SUPERSEDED = re.compile(r"[(（](?:previously|formerly|before:|原為|原为)[^()（）]*[)）]", re.I)
_CLAUSE = re.compile(
    rf",?\s(?:while|whereas|although|but|even\s(?:if|as|though))(?!\s(?:also|not|rather))\s|,\s(?:however|though|yet)\s|,\s(?:with|and|as)\s(?=[^,;⟦]{{3,90}}\b(?:{VERB}|up|down)\b)|,\sand\s(?=[^,;⟦]{{3,50}},\s(?:being|i\.e\.|that\sis|namely|defined\sas|which\s(?:is|are))\s[^,;⟦]{{3,90}},\s(?:{VERB}|up|down)\b)|,\swith\s(?=(?!(?:an?\s)?(?:[a-z-]+\s)?(?:increase|decrease|growth|decline|rise|fall|gain|drop|change)s?\b)[^,;⟦]{{3,50}}\sof\s⟦[AX]\d+⟧\s*(?:[,(（]|up|down|compared|against|versus))|(?<=⟧)\sas\s(?!(?:compared|against|at|of|well|an?|part)\b)(?=[^,;⟦]{{3,90}}\b(?:{VERB}|went|gained)\b)|[；;]|[，,](?:而(?!⟦[TR]\d+⟧[则則]?[为為是][约約]?⟦)|但)",
    re.I,
)
_MOVED = (
    r"rose|fell|grew|dropped|receded|increased|decreased|declined|climbed|jumped|surged|narrowed|widened|swung|slipped|eased|edged|came\s+to|was|were|stood"
    r"|amounted|totall?ed|reached"
)
_TOLD_BEFORE = r"(?<=[⟧%)\w])"
_FRESH = re.compile(
    rf"{_TOLD_BEFORE},\s(?=(?:the\s+)?(?!(?:the\s+)?(?:increase|decrease|growth|rise|fall|decline|change|same|which|who|it|they|this|that|there|up|down|and|but|{VERB})\b)"
    rf"(?:net|total|gross|basic|diluted|adjusted|other|[a-z]+)(?:\s[A-Za-z&'’-]+){{1,7}}?\s(?:{_MOVED})\b[^⟦;]{{0,24}}⟦[AP])"
    rf"|{_TOLD_BEFORE},\swith\s(?=⟦[AX]\d+⟧\s[a-z][^⟦,;]{{2,50}}\b(?:compared\s+(?:with|to)|against|versus|up\s+from|down\s+from)\s)"
    rf"|{_TOLD_BEFORE}\sand\s(?=(?:the\s+)?(?!(?:{VERB}|up|down)\b)[A-Za-z]+(?:\s[A-Za-z&'’-]+){{0,6}}?\s(?:up|down|{_MOVED})\b[^⟦;]{{0,24}}⟦[AP])"
    r"|(?<=[⟧)）个個名间間家户戶])\s*[，,、]\s*(?=(?!同比|按年|按季|环比|環比|较|較|比|上年|去年|上期|[净淨][增减減]|增|减(?!值)|減(?!值)|下[降跌滑调調]|上[升涨漲]|升|降|跌|扩|擴|收窄|占|佔|为|為|约|約|达|達|至|到|由|从|從|而"
    r"|但|并|並|全年|平均|幅度|即|折合|相等|相当|相當|主要|共|合[计計]|累[计計]|另|分[别別]|与|與|及|和|或)[\u4e00-\u9fff][\u4e00-\u9fff（）()A-Za-z]{1,20}?⟦[APX])"
)
"""A comma or "and" after a figure, before a new subject with a value of its own."""


@dataclass(frozen=True, slots=True)
class Mark:
    """A figure or period in a skeleton: its class, its offsets in the skeleton, and what it stands for."""

    kind: str
    start: int
    end: int
    figure: Figure | None = None
    period: FoundPeriod | None = None


@dataclass(frozen=True, slots=True)
class Clause:
    """A clause: its skeleton, its marks in order, and for each skeleton offset the offset in the layer's text.

    `sentence` bounds the whole sentence in the layer; `opening` is the subject of the sentence's first clause; `told` says
    that the clause ties its first figure to the subject in words of its own.
    """

    skeleton: str
    marks: tuple[Mark, ...]
    offsets: tuple[int, ...]
    layer: str
    sentence: tuple[int, int]
    subject: str
    first: bool
    year_end: YearEnd = CALENDAR
    opening: str = ""
    told: bool = False

    def place(self, start: int, end: int) -> tuple[int, int]:
        """Layer offsets of a run of the skeleton."""
        return self.offsets[start], self.offsets[end - 1] + 1

    def figures(self, kinds: str = "APQX") -> list[Mark]:
        """The marks that stand for figures of some classes."""
        return [m for m in self.marks if m.figure is not None and m.kind in kinds]


def split_sentences(text: str) -> list[tuple[int, int]]:
    """(start, end) of each sentence of a block's text."""
    sentences, start = [], 0
    for stop in _END.finditer(text):
        before = text[max(0, stop.start() - 8) : stop.start()]
        if stop.group()[0] == "." and _ABBREVIATION.search(before):
            continue
        sentences.append((start, stop.end()))
        start = stop.end()
    if text[start:].strip():
        sentences.append((start, len(text)))
    return sentences


_FIGURE_LIMIT = 40
_LENGTH_LIMIT = 4000
"""A run with more figures or characters than these is a table or a listing that was read as text, not a sentence."""


def read_clauses(block: Block, figures: Sequence[Figure], year_end: YearEnd = CALENDAR) -> list[Clause]:
    """The clauses of a block's sentences that hold at least one figure; figures must lie in the block, in order."""
    clauses: list[Clause] = []
    base = block.span.start
    for start, end in split_sentences(block.text):
        inside = [f for f in figures if base + start <= f.span.start < base + end]
        if not inside or len(inside) > _FIGURE_LIMIT or end - start > _LENGTH_LIMIT:
            continue
        clauses.extend(_clauses_of(block, base, start, end, inside, year_end))
    return clauses


def _clauses_of(
    block: Block, base: int, start: int, end: int, figures: list[Figure], year_end: YearEnd
) -> list[Clause]:
    text = block.text[start:end]
    skeleton, marks, offsets = _build_skeleton(text, base + start, figures, year_end)
    cuts = [0]
    for cut in sorted((*_CLAUSE.finditer(skeleton), *_fresh_subjects(skeleton)), key=re.Match.start):
        if cut.end() - cuts[-1] > 3:
            cuts.append(cut.start() + 1)
    cuts.append(len(skeleton))
    clauses: list[Clause] = []
    subject = opening = ""
    for k in range(len(cuts) - 1):
        a, b = cuts[k], cuts[k + 1]
        own = tuple(
            Mark(m.kind, m.start - a, m.end - a, m.figure, m.period) for m in marks if a <= m.start and m.end <= b
        )
        piece = skeleton[a:b]
        found, said = find_subject(piece)
        figures_here = [m for m in own if m.figure is not None]
        if figures_here and _RELATIVE.search(piece[len(found) : figures_here[0].start]):
            found = subject = ""
        opening = opening if k else found
        named = len(found) > (1 if has_han(found) else 2)
        subject = found if named else subject
        clauses.append(
            Clause(
                piece,
                own,
                tuple(offsets[a:b]),
                block.span.layer,
                (base + start, base + end),
                subject,
                k == 0,
                year_end,
                opening,
                said and named,
            )
        )
    return [c for c in clauses if c.figures()]


def _fresh_subjects(skeleton: str) -> Iterator[re.Match[str]]:
    """Where a new subject with a value of its own opens after a value, outside brackets."""
    for cut in _FRESH.finditer(skeleton):
        before = skeleton[: cut.start()]
        if (
            _VALUE.search(before)
            and not _EARLIER_FIRST.match(before)
            and sum(map(before.count, "(（")) == sum(map(before.count, ")）"))
        ):
            yield cut


_VALUE = re.compile(r"⟦[APQX]")
_EARLIER_FIRST = re.compile(
    r"^\W*(?:as\s+)?(?:compared|comparing|against|versus|from)\b|^\W*[由从從较較與与和比]", re.I
)
"""A sentence that opens with the earlier value: the subject follows it."""


def _kind_of(figure: Figure) -> str:
    unit = figure.quantity.unit
    return {"%": "P", "pp": "Q", "bp": "Q", "x": "X"}.get(unit or "", "A")


def _build_skeleton(
    text: str, base: int, figures: list[Figure], year_end: YearEnd
) -> tuple[str, list[Mark], list[int]]:
    pieces: list[tuple[int, int, str, Figure | None, FoundPeriod | None]] = []
    asides = [(m.start(), m.end()) for m in _SUPERSEDED.finditer(text)]
    pieces.extend((a, b, "", None, None) for a, b in asides)
    for figure in figures:
        if any(a <= figure.span.start - base < b for a, b in asides):
            continue
        pieces.append((figure.span.start - base, figure.span.end - base, _kind_of(figure), figure, None))
    taken = [(p[0], p[1]) for p in pieces]
    for found in find_periods(text, year_end):
        if all(found.end <= a or found.start >= b for a, b in taken):
            pieces.append((found.start, found.end, "T" if found.period else "R", None, found))
    for aside in _ASIDE.finditer(text):
        if all(aside.end() <= a or aside.start() >= b for a, b, *_ in pieces):
            pieces.append((aside.start(), aside.end(), "", None, None))
    pieces.sort(key=lambda p: p[0])
    out: list[str] = []
    offsets: list[int] = []
    marks: list[Mark] = []
    position = 0
    for start, end, kind, printed, period in pieces:
        if start < position:
            continue
        out.append(text[position:start])
        offsets.extend(range(base + position, base + start))
        if kind:
            mark = f"⟦{kind}{len(marks)}⟧"
            at = len(offsets)
            out.append(mark)
            offsets.extend(base + min(start + i, end - 1) for i in range(len(mark) - 1))
            offsets.append(base + end - 1)
            marks.append(Mark(kind, at, at + len(mark), printed, period))
        position = end
    out.append(text[position:])
    offsets.extend(range(base + position, base + len(text)))
    return "".join(out), marks, offsets


_CURRENCY = 3
_RELATIVE = re.compile(r"\b(?:which|whose|who|where)\b", re.I)


_LINKS_ONLY = re.compile(r"[\s,，、]*(?:and\s+)?(?:⟦[TR]\d+⟧)[\s,，]*(?:为|為|是|达|達|was|were|at)?\s*")
"""A second value of the same subject: nothing but its period stands before it."""


_PARTS = re.compile(
    rf"\b(?:{LEADS_TO}|includ(?:ing|es|ed)|compris(?:ing|es|ed)|consist(?:ing|s|ed)\s+of|made\s+up\s+of|composed\s+of|namely|being)\s+(?:mainly\s+|primarily\s+|both\s+)?"
    r"(?=(?:an?\s+|the\s+)?(?:[\w&'’-]+\s+){1,7}of\s+(?:approximately\s+|about\s+|around\s+)?(?:⟦|$))",
    re.I,
)
"""Words that open a list of parts, the first of them told as "X of 5"."""

_WITH = re.compile(
    r"^(?:per\s+(?:ordinary\s+)?share)?,?\s*(?:which,?\s+)?(?:together\s+|combined\s+|along\s+)?with\s+", re.I
)
"""After a value, what it is added to: "5 cents per share, which together with the interim dividend of 4"."""


def first_subject(clause: Clause, mark: Mark) -> str:
    """What the first figure of a clause speaks of: its subject, or the first of the parts that the subject is said to have."""
    parts = _PARTS.search(clause.skeleton, 0, mark.end)
    if parts is None or clause.subject not in clause.skeleton[: parts.start()]:
        return clause.subject
    return find_subject(clause.skeleton[parts.end() : mark.start]).text or clause.subject


def local_subject(clause: Clause, mark: Mark) -> str:
    """What a later figure of a clause speaks of: the words between the figure before it and itself."""
    before = [m.end for m in clause.marks if m.end <= mark.start and m.figure is not None]
    words = clause.skeleton[before[-1] if before else 0 : mark.start]
    if before and _LINKS_ONLY.fullmatch(words):
        return clause.subject
    words = re.sub(r"^[^A-Za-z\u4e00-\u9fff]+", "", re.sub(r"⟦\w+⟧", " ", words))
    words = _WITH.sub("", words)
    parts = _PARTS.search(words)
    return find_subject(words[parts.end() :] if parts is not None else words).text


_FILLER = r"(?:\s|,|\(|\)|⟦[TR]\d+⟧|\b(?:for|in|as|of|at|during|on|the|year|period|ended|both)\b)*"
_LINK = re.compile(
    rf"^(?:,\s*(?:net\s+of|after|before|less)\s+[^,⟦⟧]{{2,40}},)?{_FILLER}(?:(?:was|were|is|are|numbered|amounted\s+to|totall?ed|reached|stood\s+at|came\s+in\s+at|(?:(?:up|down|higher|lower)\s+)?(?:by\s+)?⟦P\d+⟧,\s+at|(?:came|moved|went|got)(?:\s+(?:down|up))?\s+to|recorded(?:\s+at)?|remained(?:\s+\w+)?\s+at)"
    rf"|(?:\w+ly\s+)?(?:{UP}|{DOWN}|went\s+up|went\s+down)(?:\s+\w+ly)?{_FILLER}(?:\s*(?:by\s+)?(?:approximately\s+|about\s+)?⟦[PAX]\d+⟧)?"
    rf"{_FILLER}(?:year[\s-]o(?:n|ver)[\s-]year|yoy)?,?\s*(?:from\s+[^⟦⟧]{{0,12}}⟦[AP]\d+⟧{_FILLER})?(?:and\s+reached|to))"
    r"\s*(?:approximately|about|around|some|nearly|over|a\s+total\s+of)?\s*$"
    r"|^(?:\s|[，,（()）]|⟦[TRPA]\d+⟧|[於于在由的約约年度同比較较增加長长上升下降減少减少跌至為为達达是錄得录得共計计]){0,60}[為为達达至得計计是](?:約|约)?\s*$",
    re.I,
)

_ADJACENT = re.compile(r"(?:\s|[，,]|⟦[TR]\d+⟧|每股|[约約共則则合計计])*")
"""Between a Chinese subject and its value nothing need stand."""


_OF_PART = re.compile(r"\s+of\s+(?:approximately\s+|about\s+|around\s+|some\s+)?")
_ENDS_PART = re.compile(
    r"\s*(?:$|[.;)]|,\s*(?!(?:which|of\s+which|being|that|representing)\b)|\(|(?:,\s*)?and\b|⟦[TR]|(?:in|for|during)\s+⟦[TR])"
)
"""Between a part's name and its value, and after it: nothing that narrows the part ("grants of 5 for the pier")."""


_DEALT = re.compile(rf"\s+{DEALT}\s+(?:about\s+|approximately\s+|around\s+|some\s+|a\s+total\s+of\s+)?", re.I)


def is_linked(clause: Clause, subject: str, mark: Mark) -> bool:
    """True when nothing but linking words and periods stand between a subject and a figure."""
    if clause.told and subject == clause.subject and mark is clause.figures()[0]:
        return True
    at = clause.skeleton.rfind(subject, 0, mark.start) if subject else -1
    between = clause.skeleton[at + len(subject) : mark.start]
    if at > 0 and _OF_PART.fullmatch(between) and _ENDS_PART.match(clause.skeleton, mark.end):
        return _PARTS.search(clause.skeleton, 0, mark.start) is not None
    if at >= 0 and _DEALT.fullmatch(between):
        return mark.figure is not None and len(mark.figure.quantity.unit or "") != _CURRENCY
    touches = has_han(subject) and subject[-1] not in ":：" and _ADJACENT.fullmatch(between) is not None
    return at >= 0 and (touches or _LINK.match(between) is not None)
