"""The same filing read by Arelle, the reference processor, and held against our facts one by one (extra `arelle`).

Arelle needs the taxonomy of a fact to type it, and to find the facts of a plain instance at all. Offline and without
packages it knows few concepts: how many is always said. Values are compared for every fact it loads.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from decimal import Decimal, InvalidOperation
from html import unescape
from typing import Any

from tieout.errors import MissingExtraError
from tieout.model import Document, Fact, Problem

_DIFFERENCES_SHOWN = 20
_NO_VALUE = "(ixTransform"
_MARKUP = re.compile(r"<[^<>]*>")


def cross_check(path: str, document: Document, taxonomies: tuple[str, ...] = ()) -> tuple[Problem, ...]:
    """What Arelle reads otherwise than we do, after a sentence with "N of M facts"; works offline only.

    `path` is the input as given (a page, an instance, a folder or an archive with one). Raises MissingExtraError.
    """
    filing = document.filing
    if filing is None:
        return ()
    pages = [f for f in filing.files if f in {t.file for t in filing.tags}]
    if len(pages) != 1:
        return (_say(document, f"Arelle was not asked: the filing is a set of {len(pages)} documents"),)
    model, close = _load(path if path.rpartition("/")[2] == pages[0] else f"{path.rstrip('/')}/{pages[0]}", taxonomies)
    try:
        if model is None or getattr(model, "modelDocument", None) is None:
            return (_say(document, "Arelle cannot load the filing; nothing was compared with it"),)
        return _compare(document, {f.id: f for f in model.facts if f.id}, len(model.facts))
    finally:
        close()


def _load(path: str, taxonomies: tuple[str, ...]) -> tuple[Any, Any]:
    try:
        from arelle import Cntlr, FileSource, PackageManager
    except ImportError:
        raise MissingExtraError("Arelle", "arelle") from None
    controller = Cntlr.Cntlr(logFileName="logToBuffer", disable_persistent_config=True)
    controller.webCache.workOffline = True
    PackageManager.init(controller, loadPackagesConfig=False)
    for taxonomy in taxonomies:
        PackageManager.addPackage(controller, taxonomy)
    PackageManager.rebuildRemappings(controller)
    model = controller.modelManager.load(FileSource.openFileSource(path, controller))
    return model, controller.close


def _compare(document: Document, theirs: Mapping[str, Any], loaded: int) -> tuple[Problem, ...]:
    known = sum(1 for f in theirs.values() if f.concept is not None)
    differing = []
    compared = unvalued = 0
    for fact in document.facts:
        other = theirs.get(fact.id)
        if other is None:
            continue
        if str(other.value).startswith(_NO_VALUE):
            unvalued += 1
            continue
        compared += 1
        if not _is_same(fact, other):
            differing.append(
                f"{fact.concept} ({fact.id}): ours {_shown(fact.value)}, Arelle's {str(other.value)[:60]!r}"
            )
    own = {f.id for f in document.facts}
    extra = [i for i in theirs if i not in own]
    said = f"Arelle loaded {loaded} of {len(document.facts)} facts and knows the concepts of {known}"
    if compared:
        said += f"; {compared} were compared, {f'{len(differing)} differ' if differing else 'all of them agree'}"
    else:
        said += "; none could be compared"
    if unvalued:
        said += f"; {unvalued} have a format that Arelle does not know"
    problems = [_say(document, said)]
    problems += [_say(document, f"Arelle differs: {d}") for d in differing[:_DIFFERENCES_SHOWN]]
    if extra:
        problems.append(_say(document, f"Arelle reads {len(extra)} facts that we do not (first: {extra[0]})"))
    return tuple(problems)


def _is_same(fact: Fact, other: Any) -> bool:
    if other.isNil or fact.value is None:
        return bool(other.isNil) and fact.value is None
    if isinstance(fact.value, Decimal):
        try:
            return Decimal(str(other.value).strip()) == fact.value
        except InvalidOperation:
            return False
    return _fold(str(other.value)) == _fold(fact.value)


def _fold(text: str) -> str:
    """The text without markup and white space: processors write the same XHTML in many ways."""
    return "".join(unescape(_MARKUP.sub("", text)).split())


def _shown(value: Decimal | str | None) -> str:
    return "nil" if value is None else f"{value:f}" if isinstance(value, Decimal) else repr(value[:60])


def _say(document: Document, message: str) -> Problem:
    return Problem(document.input, message, document.id)
