"""Which accounts make up which statement line: proposed from names, numbers and amounts, kept in a file people edit.

Proposed in this order: an account whose name says the line's concept or its words; one between two neighbours of the
same line; a run of neighbours whose amounts are exactly what a line still lacks. The last proves nothing and says so.
"""

from __future__ import annotations

import json
import re
import tomllib
from collections import Counter, defaultdict
from collections.abc import Sequence
from decimal import Decimal
from itertools import pairwise
from pathlib import Path
from typing import get_args

from tieout.concepts.find import find_concept
from tieout.concepts.labels import label_words
from tieout.concepts.statement_lines import StatementLine, steady_caption
from tieout.errors import UsageError
from tieout.model.ledger import AccountLine, AccountMapping, MappingReason
from tieout.numbers.interval import interval_of
from tieout.relations.accounts import Account

_LEAST_OVERLAP = 0.6
_RUN_LIMIT = 40


def propose_mapping(lines: Sequence[StatementLine], accounts: Sequence[Account]) -> AccountMapping:
    """A mapping of as many accounts as can be placed; totals get none. Not confirmed."""
    firsts: dict[str, StatementLine] = {}
    for line in lines:
        if not line.total:
            firsts.setdefault(line.label.lower(), line)
    open_lines = list(firsts.values())
    found: dict[int, tuple[StatementLine, MappingReason]] = {}
    for k, account in enumerate(accounts):
        home = _by_name(account, open_lines)
        if home is not None:
            found[k] = (home, "name")
    _fill_between(accounts, found)
    _fill_by_amount(accounts, open_lines, found)
    return AccountMapping(tuple(_make_lines(accounts, open_lines, found)))


def _by_name(account: Account, lines: Sequence[StatementLine]) -> StatementLine | None:
    """The one line an account's name speaks of: the same concept, else the largest share of words in common."""
    for name in _heads(account.name):
        concept = find_concept(name)
        same = [x for x in lines if concept and (own := find_concept(x.label)) is not None and own.id == concept.id]
        if len(same) == 1:
            return same[0]
    words = label_words(account.name)
    scored = sorted(((_overlap(words, label_words(x.label)), -k) for k, x in enumerate(lines)), reverse=True)
    if not scored or scored[0][0] < _LEAST_OVERLAP or (len(scored) > 1 and scored[1][0] == scored[0][0]):
        return None
    return lines[-scored[0][1]]


def _heads(name: str) -> tuple[str, ...]:
    """The name, then what stands before a dash or bracket, then before "of" or "for": "Sales of tickets" are sales."""
    first = re.split(r"\s[-–—]\s|(?<=[\u4e00-\u9fff])[-–—_]|[:：(（,，]", name)[0].strip()
    return tuple(dict.fromkeys(part for part in (name, first, re.split(r"\s(?:of|for|from)\s", first)[0]) if part))


def _overlap(name: frozenset[str], label: frozenset[str]) -> float:
    return len(name & label) / len(label) if label else 0.0


def _fill_between(accounts: Sequence[Account], found: dict[int, tuple[StatementLine, MappingReason]]) -> None:
    named = sorted(found)
    for a, b in pairwise(named):
        if found[a][0] is found[b][0]:
            for k in range(a + 1, b):
                found[k] = (found[a][0], "neighbours")


def _fill_by_amount(
    accounts: Sequence[Account], lines: Sequence[StatementLine], found: dict[int, tuple[StatementLine, MappingReason]]
) -> None:
    """Runs of free neighbours for lines that lack them, where exactly one run fits."""
    for line in lines:
        own = sum((a.value for k, a in enumerate(accounts) if k in found and found[k][0] is line), Decimal(0))
        printed = abs(interval_of(line.figure.quantity))
        if printed.contains(abs(own)) and own:
            continue
        fitting = []
        for a in range(len(accounts)):
            total = own
            for b in range(a, min(a + _RUN_LIMIT, len(accounts))):
                if b in found:
                    break
                total += accounts[b].value
                if printed.contains(abs(total)):
                    fitting.append((a, b))
        if len(fitting) == 1:
            found.update(dict.fromkeys(range(fitting[0][0], fitting[0][1] + 1), (line, "amount")))


def _make_lines(
    accounts: Sequence[Account], lines: Sequence[StatementLine], found: dict[int, tuple[StatementLine, MappingReason]]
) -> list[AccountLine]:
    made = []
    for line in lines:
        own = [k for k in sorted(found) if found[k][0] is line]
        reasons = Counter(found[k][1] for k in own)
        why: MappingReason = "amount" if reasons["amount"] else "neighbours" if reasons["neighbours"] else "name"
        if own:
            made.append(AccountLine(line.label, _write_accounts(accounts, own), steady_caption(line.caption), why))
    return made


def _write_accounts(accounts: Sequence[Account], own: Sequence[int]) -> tuple[str, ...]:
    """Numbers, or names where there is none; neighbours with plain numbers as a range."""
    runs: dict[int, list[int]] = defaultdict(list)
    for position, k in enumerate(own):
        runs[k - position].append(k)
    words = []
    for run in runs.values():
        first, last = accounts[run[0]], accounts[run[-1]]
        if len(run) > 2 and first.number.isdigit() and last.number.isdigit() and len(first.number) == len(last.number):
            words.append(f"{first.number}-{last.number}")
        else:
            words += [accounts[k].number or accounts[k].name for k in run]
    return tuple(words)


def read_mapping(path: str) -> AccountMapping:
    """A mapping from its file; raises UsageError that names what is wrong."""
    try:
        content = tomllib.loads(Path(path).read_text(encoding="utf-8"))
    except OSError as error:
        raise UsageError(f"{path}: {error.strerror or 'it cannot be read'}") from None
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise UsageError(f"{path}: it is not valid TOML: {error}") from None
    for key in content:
        if key not in ("confirmed", "line"):
            raise UsageError(f"{path}: {key}: this name is not known; known are confirmed, line")
    confirmed = content.get("confirmed", False)
    rows = content.get("line", [])
    if not isinstance(confirmed, bool) or not isinstance(rows, list):
        raise UsageError(f"{path}: confirmed is true or false, and lines are written as [[line]]")
    return AccountMapping(tuple(_read_line(path, k, row) for k, row in enumerate(rows, 1)), confirmed)


def _read_line(path: str, number: int, row: object) -> AccountLine:
    if not isinstance(row, dict) or not isinstance(row.get("label"), str) or not isinstance(row.get("accounts"), list):
        raise UsageError(f'{path}: line {number}: label = "..." and accounts = ["...", ...] are wanted')
    for key in row:
        if key not in ("label", "table", "accounts", "why"):
            raise UsageError(
                f"{path}: line {number}: {key}: this name is not known; known are label, table, accounts, why"
            )
    why = row.get("why", "person")
    if why not in get_args(MappingReason):
        raise UsageError(f"{path}: line {number}: why: {why!r} is not one of {', '.join(get_args(MappingReason))}")
    return AccountLine(row["label"], tuple(str(a) for a in row["accounts"]), str(row.get("table", "")), why)


def write_mapping(mapping: AccountMapping, path: str) -> None:
    """The mapping as a file that people go through; TOML strings are written as JSON writes them."""
    lines = [
        "# Which accounts of the trial balance make up which line of the statements.",
        '# accounts: numbers, ranges "4000-4999", beginnings "40*", names. why: what proposed them.',
        "# Set confirmed = true when somebody has gone through it: until then a failing line is a question.",
        f"confirmed = {'true' if mapping.confirmed else 'false'}",
    ]
    for line in mapping.lines:
        accounts = ", ".join(_quote(a) for a in line.accounts)
        lines += ["", "[[line]]", f"label = {_quote(line.label)}", f"table = {_quote(line.table)}"]
        lines += [f"accounts = [{accounts}]", f"why = {_quote(line.why)}"]
    try:
        Path(path).write_text("\n".join(lines) + "\n", encoding="utf-8", newline="")
    except OSError as error:
        raise UsageError(f"{path}: {error.strerror or 'it cannot be written'}") from None


def _quote(text: str) -> str:
    return json.dumps("".join(c for c in text if c.isprintable()), ensure_ascii=False)
