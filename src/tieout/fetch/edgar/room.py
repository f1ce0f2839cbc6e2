"""EDGAR: who files there, what they filed, and the files of a filing.

Source: the SEC's "Accessing EDGAR Data" (www.sec.gov/search-filings/edgar-search-assistance/accessing-edgar-data):
company_tickers.json, data.sec.gov/submissions, and the archive's folders with their index.json; at most ten requests
a second, and every one names who asks.
"""

from __future__ import annotations

import json
import re
import zipfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from tieout.errors import FetchError, UsageError
from tieout.fetch.client import Client
from tieout.fetch.edgar.forms import WITH_EXHIBITS, base_of, choose_forms, kind_of
from tieout.fetch.filings import Filer, Filing

NAME = "edgar"
_SHOWN_NAMES = 8
_Row = tuple[int, str, str]
_PLAIN = re.compile(r"[\W_]+")
_ENDING = re.compile(r"\b(?:incorporated|inc|corporation|corp|company|co|limited|ltd|plc|llc|lp|sa|nv|ag|the)\b")
_READABLE = (".htm", ".html", ".pdf", ".txt")
_RENDERED = re.compile(r"R\d+\.html?", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Settings:
    """Where EDGAR answers: `site` keeps the company list and the archive, `api` the submissions."""

    site: str = "https://www.sec.gov"
    api: str = "https://data.sec.gov"


def find_filer(client: Client, company: str, settings: Settings | None = None) -> Filer:
    """The filer that a CIK, a ticker or a name means; raises UsageError when none or several do."""
    settings = settings or Settings()
    wanted = company.strip()
    number = re.fullmatch(r"(?i)(?:cik)?\s*0*(\d{1,10})", wanted)
    if number:
        return _get_filer(client, int(number[1]), settings)
    listed = _get_json(client, f"{settings.site}/files/company_tickers.json")
    with _expecting_shape(f"{settings.site}/files/company_tickers.json"):
        rows = [(int(row["cik_str"]), str(row["ticker"]), str(row["title"])) for row in listed.values()]
    matches = _match_ticker(rows, wanted) or _match_name(rows, wanted)
    if not matches:
        raise UsageError(f"EDGAR lists no company {company!r}; give a ticker, a CIK or a part of its name")
    if len(matches) > 1:
        some = "; ".join(f"{name} (CIK {cik})" for cik, name in sorted(matches.items())[:_SHOWN_NAMES])
        more = f" and {len(matches) - _SHOWN_NAMES} more" if len(matches) > _SHOWN_NAMES else ""
        raise UsageError(f"{company!r} may be {len(matches)} companies: {some}{more}; give the CIK")
    (cik,) = matches
    return _get_filer(client, cik, settings)


def find_filings(
    client: Client,
    filer: Filer,
    kinds: Sequence[str] = (),
    since: date | None = None,
    settings: Settings | None = None,
) -> Iterator[Filing]:
    """The filer's filings of these kinds (forms or our kinds), newest first, filed on or after `since`.

    Older pages are asked for only when they are reached. Raises UsageError for an unknown kind.
    """
    settings = settings or Settings()
    forms = choose_forms(kinds)
    filings = _get_json(client, f"{settings.api}/submissions/CIK{int(filer.number):010}.json").get("filings", {})
    yield from _pick(filer, filings.get("recent", {}), forms, since)
    pages = sorted(filings.get("files", ()), key=lambda page: str(page.get("filingTo", "")), reverse=True)
    for page in pages:
        if since is None or str(page.get("filingTo", "9999")) >= since.isoformat():
            yield from _pick(filer, _get_json(client, f"{settings.api}/submissions/{page['name']}"), forms, since)


def fetch_filing(client: Client, filing: Filing, settings: Settings | None = None) -> tuple[Path, ...]:
    """The files of a filing to read: its zip of tagged documents, else its main document, and exhibits where they matter."""
    settings = settings or Settings()
    folder = f"{settings.site}/Archives/edgar/data/{int(filing.filer.number)}/{filing.number.replace('-', '')}"
    found: list[Path] = []
    if filing.tagged:
        try:
            found.append(client.get_once(f"{folder}/{filing.number}-xbrl.zip", zipfile.is_zipfile))
        except FetchError as error:
            if error.status != 404:
                raise
    packed = {name for path in found for name in zipfile.ZipFile(path).namelist()}
    names = [] if found else [filing.main or f"{filing.number}.txt"]
    if base_of(filing.form) in WITH_EXHIBITS:
        names += [name for name in _list_folder(client, folder) if name not in names]
    found += [client.get_once(f"{folder}/{name}") for name in names if name not in packed]
    return tuple(found)


def _list_folder(client: Client, folder: str) -> list[str]:
    """Names of documents in a filing's folder; pictures, rendered pages and indexes are left out."""
    listing = _get_json(client, f"{folder}/index.json", once=True).get("directory", {}).get("item", ())
    names = [str(item.get("name", "")) for item in listing]
    return [
        name
        for name in names
        if name.lower().endswith(_READABLE)
        and "-index" not in name
        and not _RENDERED.fullmatch(name)
        and not re.fullmatch(r"\d{10}-\d\d-\d{6}\.txt", name)
    ]


def _pick(
    filer: Filer, columns: Mapping[str, Sequence[Any]], forms: frozenset[str], since: date | None
) -> Iterator[Filing]:
    """Filings from a page of columns: one list a field, all of one length."""
    names = ("accessionNumber", "form", "filingDate", "reportDate", "primaryDocument", "isXBRL")
    with _expecting_shape(f"EDGAR's list of {filer.name}"):
        rows = list(zip(*(columns[name] for name in names), strict=True))
        days = [date.fromisoformat(row[2]) for row in rows]
    for (number, form, _, period, main, tagged), day in zip(rows, days, strict=True):
        if form not in forms or (since is not None and day < since):
            continue
        end = date.fromisoformat(period) if period else None
        # An ownership form names the renderer's view of it in a folder of its own; the document lies beside that folder.
        yield Filing(filer, number, form, kind_of(form), day, end, main.rpartition("/")[2], bool(tagged))


@contextmanager
def _expecting_shape(address: str) -> Iterator[None]:
    """What is not as EDGAR documents it is said so, never a crash."""
    try:
        yield
    except (AttributeError, KeyError, TypeError, ValueError) as error:
        raise FetchError(address, f"it is not of the shape EDGAR documents ({error})") from None


def _match_ticker(rows: Sequence[_Row], wanted: str) -> dict[int, str]:
    plain = wanted.upper().removeprefix("US:").replace(".", "-")
    return {cik: title for cik, ticker, title in rows if ticker == plain}


def _match_name(rows: Sequence[_Row], wanted: str) -> dict[int, str]:
    """Companies of that name, else whose name begins with it, else that hold it; forms of company do not count."""
    plain = _to_plain(wanted)
    if not plain:
        return {}
    names = [(cik, title, f" {_to_plain(title)} ") for cik, _, title in rows]
    for fits in (str.__eq__, str.startswith, str.__contains__):
        found = {cik: title for cik, title, name in names if fits(name, f" {plain} ")}
        if found:
            return found
    return {}


def _to_plain(name: str) -> str:
    words = _PLAIN.sub(" ", name.lower())
    return " ".join(_ENDING.sub(" ", words).split()) or " ".join(words.split())


def _get_filer(client: Client, cik: int, settings: Settings) -> Filer:
    """Codes are the tickers, all of them of exchanges in the United States."""
    address = f"{settings.api}/submissions/CIK{cik:010}.json"
    try:
        listed = _get_json(client, address)
    except FetchError as error:
        if error.status == 404:
            raise UsageError(f"EDGAR has no filer with the CIK {cik}") from None
        raise
    with _expecting_shape(address):
        tickers = [str(ticker) for ticker in listed["tickers"] if ticker]
        return Filer(str(int(listed["cik"])), str(listed["name"]), tuple(f"US:{ticker}" for ticker in tickers))


def _get_json(client: Client, address: str, once: bool = False) -> dict[str, Any]:
    path = (client.get_once if once else client.get_fresh)(address, _is_json)
    found: dict[str, Any] = json.loads(path.read_bytes())
    return found


def _is_json(path: Path) -> bool:
    try:
        return isinstance(json.loads(path.read_bytes()), dict)
    except ValueError:
        return False
