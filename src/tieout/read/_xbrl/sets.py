"""Which inline pages of a filing belong together as one document set.

The pages of a set share contexts and units: a context stands in one of them. Pages that give the same context id anew
belong to sets of their own (a report and its amendment, two languages). Source: Inline XBRL 1.1, document sets.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from tieout.read._xbrl.sniff import searchable

_CONTEXT = re.compile(rb"<(?:[\w.-]+:)?context\b[^>]*?\sid\s*=\s*[\"']\s*([^\"'\s]+)", re.IGNORECASE)
_CONTEXT_REF = re.compile(rb"\scontextRef\s*=\s*[\"']\s*([^\"'\s]+)", re.IGNORECASE)


def split_sets(pages: Mapping[str, bytes], stated: Sequence[tuple[str, ...]]) -> list[tuple[str, ...]]:
    """The sets among pages of one folder: as MetaLinks states them by file name, else as their contexts tell."""
    left = dict(pages)
    sets: list[tuple[str, ...]] = []
    for documents in stated:
        members = tuple(n for n in left if n.rpartition("/")[2] in documents)
        if members:
            sets.append(members)
            for name in members:
                del left[name]
    return sets + _split_by_contexts(left)


def split_by_folder(pages: Mapping[str, bytes], top: str) -> list[tuple[str, ...]]:
    """The sets of a report package: each page at the top alone, the pages of each folder below together."""
    folders: dict[str, list[str]] = {}
    for name in pages:
        folder = name.rpartition("/")[0]
        folders.setdefault(name if folder == top else folder, []).append(name)
    return [tuple(names) for names in folders.values()]


def is_torn(pages: Mapping[str, bytes]) -> bool:
    """True when some of the pages have no context of their own and others do: they need each other."""
    with_contexts = [bool(_CONTEXT.search(searchable(content))) for content in pages.values()]
    return any(with_contexts) and not all(with_contexts)


def _split_by_contexts(pages: Mapping[str, bytes]) -> list[tuple[str, ...]]:
    """Pages in groups that share no context id; one without contexts joins the group that knows most of its own."""
    if len(pages) < 2:
        return [tuple(pages)] if pages else []
    groups: list[tuple[list[str], set[bytes]]] = []
    headless = []
    for name, content in pages.items():
        given = set(_CONTEXT.findall(searchable(content)))
        if not given:
            headless.append(name)
            continue
        group = next((g for g in groups if not g[1] & given), None)
        if group is None:
            groups.append(([name], given))
        else:
            group[0].append(name)
            group[1].update(given)
    if not groups:
        return [tuple(pages)]
    for name in headless:
        used = set(_CONTEXT_REF.findall(searchable(pages[name])))
        max(groups, key=lambda g: len(g[1] & used))[0].append(name)
    order = list(pages)
    return [tuple(sorted(names, key=order.index)) for names, _ in groups]
