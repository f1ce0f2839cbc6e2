"""What people do in the application: review, foot by hand, follow, ask, verify, compare, perform again, take away."""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Callable

import pytest
from starlette.testclient import TestClient

from tests.policies.documents import ENGLISH, NEXT_YEAR
from tests.web.conftest import REPORT, find_form, upload
from tieout.engine.shelf import Library
from tieout.web import WebSettings
from tieout.web.app import PAGES

FIXED = REPORT.replace("| Souvenirs | 800 | 700 |", "| Souvenirs | 1,000 | 700 |")


def document_id(client: TestClient, name: str = "report.md") -> str:
    """The id of the document that came under that name, the newest where there are several."""
    found = [d for d in client.get("/company/7345.json").json()["documents"] if d["name"] == name]
    return str(max(found, key=lambda d: d["added_at"])["id"])


def the_finding(client: TestClient) -> dict[str, object]:
    """The total that does not add up, as the library lists it."""
    return next(dict(f) for f in client.get("/findings.json").json()["findings"] if f["code"] == "F101")


def test_a_finding_is_rejected_with_a_reason_and_a_name(client: TestClient) -> None:
    """The decision is kept with who and when, shows at its mark and in the list, and can be filtered for."""
    name, finding = document_id(client), the_finding(client)
    sent = {
        "finding": finding["id"],
        "verdict": "rejected",
        "reason": "Known typo",
        "reviewer": "Ana",
        "quote": "5,400",
    }
    told = client.post(f"/document/{name}/decisions.json", json=sent).json()
    (decision,) = told["decisions"]
    assert (decision["verdict"], decision["reviewer"], decision["reason"]) == ("rejected", "Ana", "Known typo")
    assert decision["decided_at"]
    assert decision["mark"] is not None
    assert client.get("/findings.json?decided=rejected").json()["found"] == 1
    assert "Known typo" in client.get("/findings").text
    assert client.cookies["tieout_name"] == "Ana"


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"verdict": "maybe"}, "verdict"),
        ({"verdict": "rejected", "reason": ""}, "reason"),
        ({"reviewer": ""}, "reviewer"),
        ({"finding": "F101:none:1"}, "finding"),
        ({"finding": None, "mark": 9999}, "mark"),
        ({"reason": 5}, "reason"),
    ],
)
def test_a_decision_that_says_too_little_is_refused(client: TestClient, change: dict[str, object], field: str) -> None:
    """A 400 names the field that is wrong, and nothing is kept."""
    name, finding = document_id(client), the_finding(client)
    sent = {"finding": finding["id"], "verdict": "confirmed", "reviewer": "Ana", **change}
    reply = client.post(f"/document/{name}/decisions.json", json=sent)
    assert reply.status_code == 400
    assert reply.json()["error"].startswith(field)
    assert client.get(f"/document/{name}/decisions.json").json()["decisions"] == []


def test_a_decision_follows_to_the_next_version(client: TestClient) -> None:
    """A new version of the file keeps the decision where the finding still stands, and says which version was before."""
    old, finding = document_id(client), the_finding(client)
    sent = {"finding": finding["id"], "verdict": "confirmed", "reviewer": "Ana", "quote": "5,400"}
    client.post(f"/document/{old}/decisions.json", json=sent)
    upload(client, "report.md", REPORT + "\nThe pier was painted.\n")
    new = document_id(client)
    assert new != old
    (decision,) = client.get(f"/document/{new}/decisions.json").json()["decisions"]
    assert decision["anchor"] == finding["id"]
    assert decision["mark"] is not None
    assert client.get(f"/document/{new}.json").json()["older"]["address"].endswith(old)


def test_a_decision_of_another_site_is_refused(client: TestClient) -> None:
    """JSON that a page of another origin sends is no decision; neither is a form without its signed value."""
    name, finding = document_id(client), the_finding(client)
    sent = {"finding": finding["id"], "verdict": "confirmed", "reviewer": "Ana"}
    address = f"/document/{name}/decisions.json"
    assert client.post(address, json=sent, headers={"origin": "http://elsewhere.example"}).status_code == 403
    assert client.post(address, data=sent).status_code == 403
    assert client.get(address).json()["decisions"] == []


def places_of(client: TestClient, name: str, *quotes: str) -> list[str]:
    """The places of numbers in the table, as footing by hand names them."""
    rows = client.get(f"/document/{name}/numbers.json").json()["numbers"]
    return [f":{next(r for r in reversed(rows) if r['place']['quote'] == q)['place']['start']}" for q in quotes]


def test_a_column_is_footed_by_hand(client: TestClient) -> None:
    """The parts add up on the printed digits; a part taken away counts with its sign."""
    name = document_id(client)
    total, a, b, c = places_of(client, name, "5,400", "3,000", "1,400", "800")
    told = client.get(f"/document/{name}/footing.json", params={"total": total, "part": [a, b, c]}).json()
    assert (told["verdict"], told["computed"], told["difference"]) == ("differs", "5200", "200")
    told = client.get(f"/document/{name}/footing.json", params={"total": a, "part": [total], "minus": [b, c]}).json()
    assert told["computed"] == "3200"


@pytest.mark.parametrize("query", ["", "total=:1", "total=x&part=y", "total=:999999&part=:1"])
def test_a_sum_of_nothing_is_a_400(client: TestClient, query: str) -> None:
    """A place without a number, or no part at all, is said in one sentence."""
    reply = client.get(f"/document/{document_id(client)}/footing.json?{query}")
    assert reply.status_code == 400
    assert reply.json()["error"]


def test_what_is_new_of_a_followed_company(client: TestClient, library: Library) -> None:
    """A followed company stands first; what came since the last visit counts as new."""
    client.post("/company/7345", data={"form": find_form(client.get("/company/7345").text), "follow": "yes"})
    assert client.get("/company/7345.json").json()["followed"]
    client.get("/")
    library.store.dialect.execute("UPDATE visit SET seen_at = '2020-01-01T00:00:00+00:00'")
    followed = client.get("/index.json").json()["followed"]
    assert [(c["codes"], c["new_count"]) for c in followed] == [(["HK:07345"], 2)]
    assert "Followed" in client.get("/").text
    client.post("/company/7345", data={"form": find_form(client.get("/company/7345").text), "follow": "no"})
    assert client.get("/index.json").json()["followed"] == []


def test_a_question_is_answered_with_its_place(client: TestClient) -> None:
    """An answer opens its source; what the documents do not say is said so."""
    told = client.get("/ask.json", params={"q": "What was total revenue in 2024?"}).json()
    assert told["answer"]["verdict"] == "answered"
    assert "5,400" in told["answer"]["answer"]
    assert client.get(told["answer"]["citations"][0]["address"]).status_code == 200
    assert "5,400" in client.get("/ask?q=What was total revenue in 2024?").text


def test_a_text_is_verified_against_the_library(client: TestClient) -> None:
    """Each number of a pasted text is marked; one that no source prints is unsupported."""
    form = find_form(client.get("/verify").text)
    text = "Ferry tickets were RMB 3,000 thousand in 2024. Parking fees were RMB 7,777 thousand in 2024."
    reply = client.post("/verify", data={"form": form, "text": text, "company": "7345"})
    assert reply.status_code == 303
    paper = client.get(reply.headers["location"] + ".json").json()
    assert any("7,777" in f["message"] for f in paper["findings"]), paper["findings"]
    (drawing,) = client.get(paper["drawing"]).json()
    assert len(drawing["documents"]) > 1
    assert client.get(reply.headers["location"]).status_code == 200
    assert client.post("/verify.json", json={"text": ""}).status_code == 400
    assert client.get("/paper/verify-none").status_code == 404


def test_two_versions_are_compared(client: TestClient) -> None:
    """The changed figure is told with both prints, and the finding that went away."""
    old = document_id(client)
    upload(client, "fixed.md", FIXED)
    new = document_id(client, "fixed.md")
    told = client.get("/compare.json", params={"old": old, "new": new}).json()["comparison"]
    changed = [
        (p["old"]["place"]["quote"], p["new"]["place"]["quote"]) for p in told["figures"] if p["change"] == "changed"
    ]
    assert changed == [("800", "1,000")]
    assert told["counts"]["findings"]["gone"] >= 1
    assert "1,000" in client.get("/compare", params={"old": old, "new": new}).text
    together = client.get("/together.json", params={"document": new, "prior": old}).json()
    assert len(client.get(together["drawing"]).json()[0]["documents"]) == 2


def test_a_measurement_is_performed_from_its_form(client: TestClient) -> None:
    """The example as a form gives the totals, the schedule and a chart; a wrong field is named beside the form."""
    page = client.get("/reperform/lease").text
    sent = {"form": find_form(page), "commencement": "2024-01-01", "payment": "50,000", "number_of_payments": "10"}
    sent |= {"timing": "advance", "annual_rate_percent": "5"}
    told = client.post("/reperform/lease.json", data=sent).json()
    assert told["result"]["totals"][0]["value"] == "355391.08"
    assert told["result"]["charts"][0]["lines"]
    assert "355,391.08" in client.post("/reperform/lease", data=sent).text
    book = client.post("/reperform/lease/working.xlsx", data=sent)
    assert zipfile.is_zipfile(io.BytesIO(book.content))
    wrong = client.post("/reperform/lease.json", data={**sent, "annual_rate_percent": "five"}).json()
    assert "annual_rate_percent" in wrong["error"]
    assert wrong["result"] is None
    assert client.get("/reperform/alchemy").status_code == 404


def test_rows_of_a_form_become_entries(client: TestClient) -> None:
    """Entries of a list are written as field.row.cell; empty rows are left out; JSON from a program does the same."""
    sent = {"form": find_form(client.get("/reperform/credit_loss").text), "opening_allowance": "0"}
    for row, (name, gross, rate) in enumerate([("Current", "12000", "0.5"), ("Late", "600", "95"), ("", "", "")]):
        sent |= {f"bands.{row}.name": name, f"bands.{row}.gross": gross, f"bands.{row}.loss_rate_percent": rate}
    by_form = client.post("/reperform/credit_loss.json", data=sent).json()
    bands = [
        {"name": "Current", "gross": 12000, "loss_rate_percent": 0.5},
        {"name": "Late", "gross": 600, "loss_rate_percent": 95},
    ]
    inputs = {"opening_allowance": 0, "bands": bands}
    by_json = client.post("/reperform/credit_loss.json", json={"inputs": inputs}).json()
    assert by_form["result"]["totals"] == by_json["result"]["totals"]


@pytest.mark.parametrize("name", ["workpaper.xlsx", "workpaper.json", "evidence.zip", "workpaper.html", "original"])
def test_downloads(client: TestClient, name: str) -> None:
    """Each download comes as a file with a name made from the title, never to be opened as a page of ours."""
    reply = client.get(f"/document/{document_id(client)}/download/{name}")
    assert reply.status_code == 200
    assert reply.headers["content-disposition"].startswith("attachment; filename*=UTF-8''")
    assert reply.headers["content-security-policy"] == "sandbox"
    if name == "workpaper.json":
        assert json.loads(reply.content)["schema"] == "tieout/workpaper/1"
    if name == "original":
        assert reply.content == REPORT.encode()


def test_no_such_download(client: TestClient) -> None:
    """A kind that is not made of this document is a 404 that names those that are."""
    reply = client.get(f"/document/{document_id(client)}/download/marked.pdf")
    assert reply.status_code == 404
    assert "workpaper.xlsx" in reply.text


def test_a_zip_brings_its_files(client: TestClient) -> None:
    """Files of an uploaded zip become documents of their own, and their originals are kept."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("one.md", "# Kite Works\n\nSales were USD 12 million.")
        archive.writestr("two.md", "# Kite Works\n\nSales were USD 13 million.")
    outcome = upload(client, "kite.zip", packed.getvalue())
    assert outcome["outcome"] == "added", outcome
    documents = outcome["documents"]
    assert isinstance(documents, list)
    assert len(documents) == 2
    assert client.get(f"{documents[0]['address']}/download/original").content.startswith(b"# Kite Works")


def test_parts_are_listed_and_searched(client: TestClient) -> None:
    """Facts, ticks, policies, tables and numbers come in runs, and only rows with the words asked for."""
    base = f"/document/{document_id(client)}"
    everything = client.get(f"{base}/facts.json").json()
    some = client.get(f"{base}/facts.json?q=souvenirs").json()
    assert 0 < some["found"] < everything["found"]
    assert client.get(f"{base}/facts.json?from=100000").json()["facts"] == []
    assert client.get(f"{base}/facts.json?from=-1").status_code == 400


def test_the_summary_cites_its_places(client: TestClient) -> None:
    """The summary is a page of its own and each citation opens the document at its place."""
    base = f"/document/{document_id(client)}"
    assert 'id="summary"' in client.get(f"{base}/summary").text
    sections = client.get(f"{base}/summary.json").json()["sections"]
    cited = [c for s in sections for b in s["bullets"] for c in b["citations"]]
    assert all(client.get(c["address"]).status_code == 200 for c in cited)


def test_two_years_are_compared_by_theme(client: TestClient) -> None:
    """A company's page leads to what changed since the year before; restatements are marked, places open."""
    for year, prior, revenue, before in ((2022, 2021, "431,200", "402,900"), (2023, 2022, "512,340", "429,700")):
        report = (
            f"# Plover Looms Limited\n\n(Stock code: 7346)\n\n## Annual report {year}\n\nFor the year ended 31 December {year}."
            f"\n\n## Financial highlights\n\n| RMB'000 | {year} | {prior} |\n|---|---|---|\n| Revenue | {revenue} | {before} |\n"
            "| Cost of sales | (260,050) | (251,310) |\n"
        )
        upload(client, f"plover-{year}.md", report)
    company = next(c for c in client.get("/index.json").json()["companies"] if "Plover" in c["name"])
    address = f"{company['address']}/changes"
    assert address in client.get(company["address"]).text
    told = client.get(f"{address}.json").json()
    bullets = [b for s in told["changes"]["sections"] for b in s["bullets"]]
    assert any(b.get("change") == "restated" and "431,200" in b["text"] for b in bullets)
    assert all(client.get(c["address"]).status_code == 200 for b in bullets for c in b["citations"])
    assert "told-restated" in client.get(address).text
    assert "人民币431,200千元" in client.get(f"{address}?lang=zh").text
    assert client.get(f"{address}?old=none&new=none").status_code == 404


def test_every_page_is_described(client: TestClient) -> None:
    """The OpenAPI description names every page that is also JSON, and no other address."""
    described = set(client.get("/api/openapi.json").json()["paths"])
    served = {page.twin or f"{page.path.replace(':path', '')}.json" for page in PAGES}
    served |= {"/document/{id}/drawing.json"}
    assert described == served


def test_a_token_is_asked_of_programs_too(serve: Callable[..., TestClient]) -> None:
    """With a token set nothing answers without it, and a program that sends it may post."""
    guarded = serve(WebSettings(token="a-long-enough-token"))
    assert guarded.get("/index.json").status_code == 401
    assert guarded.post("/verify.json", json={"text": "x"}).status_code == 401
    headers = {"authorization": "Bearer a-long-enough-token"}
    assert guarded.post("/verify.json", json={"text": ""}, headers=headers).status_code == 400


def test_what_was_read_wrong_is_corrected_by_hand(client: TestClient) -> None:
    """A corrected kind and date show at once; a date that is none, or no name, is refused."""
    base = f"/document/{document_id(client)}"
    form = find_form(client.get(f"{base}/correct").text)
    sent = {"form": form, "kind": "interim_results", "period_end": "2024-06-30", "reviewer": "Ana"}
    assert client.post(f"{base}/correct", data=sent).status_code == 303
    document = client.get(f"{base}.json").json()["document"]
    assert (document["kind"], document["period_end"]) == ("interim_results", "2024-06-30")
    for field, value in (("period_end", "soon"), ("kind", "poem"), ("sha256", "0")):
        wrong = client.post(f"{base}/correct.json", json={"field": field, "value": value, "reviewer": "Ana"})
        assert wrong.status_code == 400, field


def test_search_is_narrowed(client: TestClient) -> None:
    """Kind, language and year narrow a search; what none has finds nothing."""
    assert client.get("/search.json?q=pier&language=en").json()["found"] > 0
    assert client.get("/search.json?q=pier&language=de").json()["found"] == 0
    assert client.get("/search.json?q=pier&year=1999").json()["found"] == 0


def test_policies_of_a_document_without_any(client: TestClient) -> None:
    """The page says which document holds none instead of failing."""
    name = document_id(client)
    told = client.get("/policies.json", params={"document": [name, document_id(client, "notice.md")]}).json()
    assert told["comparison"] is None
    assert len(told["lacking"]) == 2


def test_policies_of_two_years_on_a_page(client: TestClient) -> None:
    """The page tells what was added, reworded and given another parameter, and lines the two up by topic."""
    told = [upload(client, name, text)["documents"] for name, text in (("new.txt", NEXT_YEAR), ("old.txt", ENGLISH))]
    names = [str(documents[0]["id"]) for documents in told if isinstance(documents, list)]
    page = client.get("/policies", params={"document": names}, headers={"accept": "text/html"})
    assert page.status_code == 200
    for words in ("Credit losses from charterers", "Parameter changed", "45 days → 30 days", "Borrowing costs"):
        assert words in " ".join(page.text.split()), words
    alone = client.get("/policies.json", params={"document": names[:1] * 2}).json()
    assert not alone["comparison"]


@pytest.mark.slow
def test_an_upload_is_ended_after_its_time(serve: Callable[..., TestClient]) -> None:
    """A reading apart that takes too long is refused in one sentence; with time enough it is added."""
    hasty = serve(WebSettings(upload_limit_seconds=0.01))
    outcome = upload(hasty, "report.md", REPORT)
    assert outcome["outcome"] == "refused"
    assert "longer than 0.01 seconds" in str(outcome["reason"])
    assert upload(serve(WebSettings(upload_limit_seconds=90)), "report.md", REPORT)["outcome"] == "added"
