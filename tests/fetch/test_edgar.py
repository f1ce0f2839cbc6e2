"""EDGAR: companies by ticker, number and name; filings by kind and date; into a library once, and on after a fault."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import pytest
from click.testing import CliRunner

from tests.fetch.mirror import CIK, Mirror
from tieout.cli.fetch import command
from tieout.engine.fetching import Conversation, fetch_into
from tieout.engine.shelf import Library
from tieout.engine.shelf_add import AddSettings
from tieout.errors import FetchError, UsageError

QUICK = AddSettings(checked=False, embedded=False)
FOLDER = f"/Archives/edgar/data/{CIK}"
ZIP = f"{FOLDER}/000199900131000012/0001999001-31-000012-xbrl.zip"


@pytest.mark.parametrize(
    "company", ["LWK", "us:lwk", "1999001", "CIK0001999001", "lantern works", "Lantern Works, Inc"]
)
def test_a_company_is_found_by_ticker_number_and_name(edgar: Conversation, company: str) -> None:
    """Case, the form of company and leading zeros do not matter."""
    filer = edgar.find_filer(company)
    assert (filer.number, filer.codes) == ("1999001", ("US:LWK",))


def test_a_company_that_may_be_several_is_asked_about(edgar: Conversation) -> None:
    """The sentence names them with their numbers; one that is nowhere is said so."""
    with pytest.raises(UsageError, match=r"2 companies: Lantern W.*CIK 77"):
        edgar.find_filer("Lantern")
    for nobody in ("Nobody plc", "424242", "!!"):
        with pytest.raises(UsageError, match="EDGAR"):
            edgar.find_filer(nobody)


def test_filings_are_chosen_by_kind_and_date(edgar: Conversation, mirror: Mirror) -> None:
    """Periodic reports unless asked; forms or our kinds; older pages only when the date reaches them."""
    filer = edgar.find_filer("LWK")
    found = {
        kinds: [filing.form for filing in edgar.find_filings(filer, (kinds,), date(2030, 1, 1))]
        for kinds in ("", "8-k", "annual_report", "quarterly_report")
    }
    assert found == {"": ["10-K", "10-Q"], "8-k": ["8-K"], "annual_report": ["10-K"], "quarterly_report": ["10-Q"]}
    assert not [path for path in mirror.paths() if "submissions-001" in path]
    old = edgar.find_filings(filer, ("10-K",), date(1999, 6, 1))
    assert [filing.filed.year for filing in old] == [2031, 2001]
    with pytest.raises(UsageError, match="annual_report"):
        edgar.find_filings(filer, ("yearly_book",), None)


def test_a_list_of_another_shape_is_said_so(edgar: Conversation, mirror: Mirror) -> None:
    """Columns of unequal length, or no columns: one sentence."""
    filer = edgar.find_filer("LWK")
    name = f"/submissions/CIK{CIK:010}.json"
    broken = json.loads(mirror.files[name])
    broken["filings"]["recent"]["form"].pop()
    mirror.files[name] = json.dumps(broken).encode()
    with pytest.raises(FetchError, match="shape"):
        edgar.find_filings(filer, (), None)
    mirror.files["/files/company_tickers.json"] = b'{"0": 5}'
    with pytest.raises(FetchError, match="shape"):
        edgar.find_filer("LWK")


def test_filings_come_into_the_library_with_what_edgar_says(edgar: Conversation) -> None:
    """The zip of tagged documents, a page without tags where there is no zip, the announcement beside a current report."""
    filer = edgar.find_filer("LWK")
    with Library.memory() as library:
        filings = edgar.find_filings(filer, ("10-K", "10-Q", "8-K"), date(2000, 1, 1))
        done = list(fetch_into(library, edgar, filings, QUICK))
        assert [len(item.added) for item in done] == [1, 2, 1, 1]
        rows = library.documents()
        assert {(row.company is not None, row.published is not None) for row in rows} == {(True, True)}
        assert next(row.published.isoformat() for row in rows if row.published) == "2031-02-20"
        assert [hit.document for hit in library.search('"812.5 million"')] == [done[1].added[1].documents[0]]


def test_a_run_cut_short_goes_on_where_it_stopped(edgar: Conversation, mirror: Mirror) -> None:
    """What was there before the fault is neither asked for nor read again."""
    filer = edgar.find_filer("LWK")
    filings = edgar.find_filings(filer, ("10-K", "10-Q"), date(2030, 1, 1))
    quarter = f"{FOLDER}/000199900130000040/lw-10q.htm"
    mirror.faults[quarter] = ["403"]
    with Library.memory() as library:
        with pytest.raises(FetchError, match="403"):
            list(fetch_into(library, edgar, filings, QUICK))
        assert len(library.documents()) == 1
        again = list(fetch_into(library, edgar, filings, QUICK))
        assert [item.added[0].outcome for item in again] == ["unchanged", "added"]
    assert mirror.paths().count(ZIP) == 1


def test_a_zip_cut_short_is_asked_for_again(edgar: Conversation, mirror: Mirror) -> None:
    """Also one whose announced length is what was sent: its directory is missing."""
    whole = mirror.files[ZIP]
    filing = edgar.find_filings(edgar.find_filer("LWK"), ("10-K",), date(2030, 1, 1))[0]
    mirror.faults[ZIP] = ["garbage", "truncated"]
    (path,) = edgar.fetch(filing)
    assert path.read_bytes() == whole


def test_a_filing_that_is_gone_is_passed_over(edgar: Conversation, mirror: Mirror) -> None:
    """The others still come."""
    del mirror.files[f"{FOLDER}/000199900130000040/lw-10q.htm"]
    filings = edgar.find_filings(edgar.find_filer("LWK"), (), date(2030, 1, 1))
    with Library.memory() as library:
        done = list(fetch_into(library, edgar, filings, QUICK))
    assert ["404" in item.reason for item in done] == [False, True]


def test_what_was_corrected_by_hand_stays(edgar: Conversation) -> None:
    """Fetching again does not undo a person."""
    filings = edgar.find_filings(edgar.find_filer("LWK"), ("10-Q",), date(2030, 1, 1))
    with Library.memory() as library:
        (item,) = fetch_into(library, edgar, filings, QUICK)
        (name,) = item.added[0].documents
        library.correct(name, "kind", "interim_report", "ana")
        list(fetch_into(library, edgar, filings, QUICK))
        assert library.document(name).kind == "interim_report"


def test_the_command_lists_and_fetches(mirror: Mirror, tmp_path: Path) -> None:
    """JSON on standard output, messages on standard error, the library filled; a fault is one sentence."""
    where = ["--site", mirror.address, "--cache", str(tmp_path / "cache"), "--contact", "Ana ana@example.com"]
    library = ["--library", str(tmp_path / "library"), "--no-check", "--no-embeddings"]
    listed = CliRunner().invoke(command, ["edgar", "LWK", "--list", "--format", "json", *where, *library])
    assert [row["form"] for row in json.loads(listed.stdout)] == ["10-K", "10-Q", "10-K"]
    assert not (tmp_path / "library").exists()
    call = ["edgar", "LWK", "--since", "2030-01-01", *where, *library]
    first = CliRunner().invoke(command, call)
    assert first.stdout == "2 filings: 2 added, 0 already there, 0 refused\n", first.stdout
    again = CliRunner().invoke(command, [*call, "--format", "json"])
    assert [file["outcome"] for row in json.loads(again.stdout) for file in row["files"]] == ["unchanged"] * 2
    nowhere = CliRunner().invoke(command, ["cninfo", "LWK", *where])
    assert "known: edgar" in str(nowhere.exception)
