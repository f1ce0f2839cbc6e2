"""Findings across a company's documents, and findings told in Chinese."""

from __future__ import annotations

import json
from importlib.resources import files

import pytest
from starlette.testclient import TestClient

from tests.checks.test_cases import _load as load_cases
from tests.checks.test_cases import check_texts
from tests.library.test_together import NEXT, REPORT
from tests.web.conftest import upload
from tieout.engine.shelf import Library
from tieout.web.say_zh import say_finding


def test_an_upload_is_checked_with_the_companys_other_documents(client: TestClient) -> None:
    """Last year's report, sent after this year's, gives this year's page a finding that opens last year's place."""
    this = upload(client, "second.md", NEXT)["documents"][0]  # type: ignore[index]
    assert client.get(f"{this['address']}.json").json()["findings"] == []
    upload(client, "first.md", REPORT)
    page = client.get(f"{this['address']}.json").json()
    (finding,) = page["findings"]
    ((other,),) = page["elsewhere"].values()
    assert finding["printed"] == "998.1"
    assert other["quote"] == "988.1"
    assert client.get(other["address"]).status_code == 200
    assert [row["title"] for row in page["together"]] == [other["title"]]


def test_downloads_say_what_the_page_says(client: TestClient) -> None:
    """The workpaper of a document that was checked with another holds the finding; its bundle can be replayed."""
    this = upload(client, "second.md", NEXT)["documents"][0]  # type: ignore[index]
    upload(client, "first.md", REPORT)
    paper = client.get(f"{this['address']}/download/workpaper.json").json()
    assert [finding["printed"] for finding in paper["findings"]] == ["998.1"]
    for name in ("workpaper.html", "workpaper.xlsx", "evidence.zip"):
        assert client.get(f"{this['address']}/download/{name}").status_code == 200


def test_findings_are_told_in_chinese(client: TestClient) -> None:
    """The Chinese interface tells a finding in Chinese, with the printed figures as they are; its JSON stays as it is."""
    upload(client, "first.md", REPORT)
    upload(client, "second.md", NEXT)
    page = client.get("/findings", headers={"accept-language": "zh-CN"}).text
    assert "同一张表在别处印为 988.1，此处印为 998.1" in page
    assert "the same table elsewhere" not in page
    assert "the same table elsewhere" in client.get("/findings.json").text


def test_every_sentence_in_chinese_keeps_its_figures() -> None:
    """No pattern loses a figure, label or quote, and what no pattern fits stays as it is."""
    told = json.loads((files("tieout.web") / "messages_zh.json").read_text("utf-8"))
    for english, chinese in told.items():
        names = {part.split("}")[0] for part in english.split("{")[1:]}
        assert names == {part.split("}")[0] for part in chinese.split("{")[1:]}, english
        filled = english.format(**{name: f"«{name}»" for name in names})
        said = say_finding(filled)
        assert said != filled
        assert all(f"«{name}»" in said for name in names)
    assert say_finding("A sentence of its own.") == "A sentence of its own."


def test_a_document_given_to_another_company_is_checked_anew(client: TestClient) -> None:
    """A company corrected by hand takes the document out of the findings across, and back into them."""
    this = upload(client, "second.md", NEXT)["documents"][0]  # type: ignore[index]
    upload(client, "first.md", REPORT)
    address = f"{this['address']}/correct.json"
    told = {"field": "company", "reviewer": "ana"}
    assert client.post(address, json=told | {"value": "Bracken Mills Limited"}).status_code == 200
    page = client.get(f"{this['address']}.json").json()
    assert (page["together"], page["findings"]) == ([], [])
    client.post(address, json=told | {"value": "Larkspur Ferries Limited"})
    assert len(client.get(f"{this['address']}.json").json()["findings"]) == 1


def test_a_correction_holds_for_the_next_version(client: TestClient, library: Library) -> None:
    """A company corrected by hand is the company of the version that comes after."""
    first = upload(client, "first.md", REPORT)["documents"][0]  # type: ignore[index]
    library.correct_all(first["id"], {"company": "Larkspur Lines", "kind": "circular"}, "ana")
    second = upload(client, "first.md", REPORT.replace("988.1", "989.1"))["documents"][0]  # type: ignore[index]
    row = library.document(second["id"])
    assert (row.company, row.kind) == ("Larkspur Lines", "circular")


@pytest.mark.slow
def test_what_the_checks_say_is_said_in_chinese() -> None:
    """Of the findings in the checks' own cases most are told in Chinese: a new check may be a day ahead of its words."""
    messages = [
        finding.message
        for _, case, body in load_cases()
        if case.startswith("fail") and "text" in body
        for finding in check_texts(*([body["text"]] if isinstance(body["text"], str) else body["text"])).findings
    ]
    unsaid = [message for message in messages if say_finding(message) == message]
    assert len(unsaid) < 0.25 * len(messages), unsaid
