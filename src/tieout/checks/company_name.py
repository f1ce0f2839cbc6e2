"""The company's name is spelt one way throughout.

What it tests: names of the same number of words that end as the company's name does and differ from it by a letter or two.
Why it matters: a misspelt name in a resolution, a signature page or an auditor's report has to be printed again.
Ties: "Lantern Harbour Holdings Limited" in capitals, with a line break, with Ltd. Does not tie: "Lantern Habour Holdings
Limited" once in a report that prints the right name twenty times.
Names that differ by a whole word, a number or a roman numeral are other companies.
Source: the document itself.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher

from tieout.checks._mistold import mistold
from tieout.model import Block, Document, Paper, Relation, Span

CODE = "L722"
NAME = "spelling of the company's name"


@dataclass(frozen=True)
class Settings:
    """`least_right`: times the right name must stand before another spelling is one. `most_wrong`: times above which
    the other spelling is taken for another company. `letters`: letters that may differ."""

    least_right: int = 3
    most_wrong: int = 2
    letters: int = 2


_ENDING = r"(?:Limited|Ltd\.?|Inc\.?|Incorporated|Corporation|Corp\.?|plc|PLC|LIMITED|INC\.?|CORPORATION|LTD\.?)"
_NAME = re.compile(rf"(?:[A-Z(&][\w’'&().-]*[ \n\t]+(?:(?:of|and|the)[ \n\t]+)?){{1,7}}{_ENDING}(?!\w)")
_HAN = re.compile(r"[\u4e00-\u9fff（）()]{3,24}?有限公司")
_WORD = re.compile(r"[^\W_]+")
_FORMS = frozenset({"limited", "ltd", "inc", "incorporated", "corporation", "corp", "plc"})
_ROMAN = re.compile(r"[ivx]+|\d+")


def propose(paper: Paper, settings: Settings) -> Iterator[Relation]:
    """One failing count for each place with another spelling."""
    for document in paper.documents:
        names = {n for n in (document.company.name, *(n for _, n in document.company.names)) if n}
        for name in sorted(names):
            yield from _of_name(document, name, settings)


def _of_name(document: Document, name: str, settings: Settings) -> Iterator[Relation]:
    own = _words(name)
    if len("".join(own)) < 6:
        return
    right, others = 0, defaultdict[tuple[str, ...], list[Span]](list)
    for block in document.blocks:
        for words, span in _find_names(document, block, len(own)):
            if words == own:
                right += 1
            elif _is_near(own, words, settings.letters):
                others[words].append(span)
    for spans in others.values():
        if right >= settings.least_right and len(spans) <= settings.most_wrong:
            for span in spans:
                yield _relation(document, span, name, right)


def _find_names(document: Document, block: Block, count: int) -> Iterator[tuple[tuple[str, ...], Span]]:
    """Names in a block by their last `count` words before the legal form: others in capitals may stand before them."""
    layer = document.layer(block.span.layer)
    for pattern in (_NAME, _HAN):
        for found in pattern.finditer(block.text):
            parts = list(_WORD.finditer(block.text, found.start(), found.end())) if pattern is _NAME else [found]
            if pattern is _NAME:
                if len(parts) <= count:
                    continue
                parts = parts[-count - 1 :]  # with the legal form
            span = layer.span(block.span.start + parts[0].start(), block.span.start + found.end())
            yield _words(block.text[parts[0].start() : found.end()]), span


def _words(name: str) -> tuple[str, ...]:
    """The name's words in small letters, without its legal form."""
    words = [w.lower() for w in _WORD.findall(name)]
    return tuple(words[:-1] if words and words[-1] in _FORMS else words)


def _is_near(own: tuple[str, ...], other: tuple[str, ...], letters: int) -> bool:
    """True when exactly one word differs, by few letters, and neither reads as a number."""
    different = [(a, b) for a, b in zip(own, other, strict=False) if a != b]
    if len(own) != len(other) or len(different) != 1:
        return False
    a, b = different[0]
    if min(len(a), len(b)) < 4 or _ROMAN.fullmatch(a) or _ROMAN.fullmatch(b) or b in (a + "s", a[:-1]):
        return False
    if a[0] > "\u3000":
        return len(a) == len(b) and sum(x != y for x, y in zip(a, b, strict=True)) == 1 and len(a) >= 8
    same = sum(block.size for block in SequenceMatcher(None, a, b, autojunk=False).get_matching_blocks())
    return max(len(a), len(b)) - same <= letters and same >= max(len(a), len(b)) - letters >= 3


def _relation(document: Document, span: Span, name: str, right: int) -> Relation:
    quote = " ".join(span.quote.split()).replace("{", "(").replace("}", ")")
    return mistold(
        CODE,
        document.id,
        span,
        f"{quote} is printed here; the company is called {name} in {right} other places.",
        why="the name stands elsewhere with other letters",
        firmness="suggested",
        expected=right,
    )
