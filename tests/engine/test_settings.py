"""tieout.toml: what it may say, where it is found, and how every mistake in it is told."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest
from click.testing import CliRunner

from tieout.cli.check import command
from tieout.engine.settings import find_settings_file, read_settings
from tieout.errors import UsageError
from tieout.registry import find_checks

DRAFT = """# Lantern Harbour Holdings

Revenue rose 12% to RMB 110 million from RMB 100 million.

Profit rose 32% to RMB 11.5 million from RMB 9.0 million.
"""


def write(folder: Path, text: str) -> Path:
    """A settings file in the folder."""
    path = folder / "tieout.toml"
    path.write_text(text, encoding="utf-8")
    return path


def test_every_setting_is_read(tmp_path: Path) -> None:
    """One file with every key: values in their types, files relative to it."""
    settings = read_settings(
        write(
            tmp_path,
            """
only = ["F", "g2"]
skip = "P303"
paths = ["*.md"]
exclude = ["old*"]
language = "zh-Hant"
fail-on = "question"
min-coverage = 60
baseline = "accepted.json"
signoffs = "signed.json"
mapping = "accounts.toml"
[severity]
A = "question"
[checks.consistency]
quorum = 3
[checks.L702]
largest = 20
[checks.degree]
slight_limit_percent = 12.5
[marks]
Ft = "F"
[materiality]
amount = "5 million"
currency = "HKD"
[[waiver]]
finding = "G202:x:1"
reason = "agreed with the client"
by = "A. Chan"
until = 2027-03-31
""",
        )
    )
    assert (settings.check.only, settings.check.skip) == (("F", "G2"), ("P303",))
    assert settings.check.thresholds["consistency"] == {"quorum": 3}
    assert settings.check.thresholds["list_count"] == {"largest": 20}
    assert settings.check.thresholds["degree"] == {"slight_limit_percent": Decimal("12.5")}
    assert settings.materiality is not None
    assert (settings.materiality.amount, settings.materiality.currency) == (Decimal(5_000_000), "HKD")
    assert settings.baseline == str(tmp_path / "accepted.json")
    assert (settings.waivers[0].by, str(settings.waivers[0].until)) == ("A. Chan", "2027-03-31")
    assert (settings.marks, settings.severities) == ({"Ft": "F"}, {"A": "question"})


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("onyl = ['F']", "onyl: this name is not known; did you mean 'only'"),
        ("only = ['F9']", "only: no check has the code 'F9'; did you mean"),
        ("only = ['Q']", "no check has the code 'Q'; codes begin with A, F,"),
        ("only = [3]", "only: a list of texts is wanted"),
        ("[severity]\nG = 'error'", "severity.G: 'error' is not allowed; one of differs, question, off is"),
        ("[checks.footin]\nx = 1", "checks.footin: this name is not known; did you mean 'footing'"),
        (
            "[checks.consistency]\nquorom = 1",
            "checks.consistency.quorom: this name is not known; did you mean 'quorum'",
        ),
        (
            "[checks.consistency]\nquorum = 'two'",
            "checks.consistency.quorum: 'two' is not allowed; the usual value is 2",
        ),
        ("[checks.consistency]\nquorum = true", "quorum: True is not allowed"),
        ("[checks.consistency]\nquorum = 1.5", "quorum: 1.5 is not allowed"),
        ("[checks.direction]\nx = 1", "this check has no thresholds"),
        ("language = 'de'", "language: 'de' is not allowed; one of en, zh-Hans, zh-Hant is"),
        ("min-coverage = 101", "min-coverage: a number from 0 to 100 is wanted"),
        ("materiality = 'much'", "materiality: 'much' is no amount"),
        ("[marks]\nFT = 'x'", "marks.FT: this name is not known; did you mean 'Ft'"),
        ("[marks]\nFt = ''", "marks.Ft: a sign of one to six characters"),
        ("[[waiver]]\nfinding = 'x'", "waiver 1: it has no reason"),
        ("[[waiver]]\nfinding = 'x'\nreason = 'y'\nuntil = 'soon'", "until: 'soon' is no date"),
        ("[[waiver]]\nfindig = 'x'", "findig: this name is not known; did you mean 'finding'"),
        ("waiver = 1", "waivers are written as"),
        ("severity = 1", "severity: a table is wanted"),
        ("only = [", "it is not valid TOML"),
        ("paths = ['*.none']", "paths: nothing matches"),
    ],
)
def test_every_mistake_is_one_sentence(tmp_path: Path, text: str, said: str) -> None:
    """File, key and what would be right; through the command exit 2 and no traceback."""
    path = write(tmp_path, text)
    with pytest.raises(UsageError) as caught:
        read_settings(path).find_paths()
    assert str(caught.value).startswith(str(path))
    assert said in str(caught.value)


def test_every_threshold_of_every_check_can_be_set(tmp_path: Path) -> None:
    """Each named threshold takes its usual value from the file, and the check then behaves as before."""
    for room in find_checks():
        usual = room.Settings()
        for name in getattr(usual, "__dataclass_fields__", {}):
            value = getattr(usual, name)
            if not isinstance(value, (int, float, str, Decimal)):
                continue
            shown = f'"{value}"' if isinstance(value, str) else str(value).lower()
            read = read_settings(write(tmp_path, f"[checks.{room.CODE}]\n{name} = {shown}\n")).check.thresholds
            assert room.Settings(**next(iter(read.values()))) == usual


def test_file_is_found_upward_from_the_input(tmp_path: Path) -> None:
    """Beside the input or above it; the nearest one counts."""
    inner = tmp_path / "a" / "b"
    inner.mkdir(parents=True)
    outer = write(tmp_path, "")
    assert find_settings_file([inner / "report.md"]) == outer
    assert find_settings_file([inner]) == outer
    nearer = write(inner, "")
    assert find_settings_file([inner / "report.md"]) == nearer


def test_settings_reach_the_run(tmp_path: Path) -> None:
    """A question instead of a difference, a check switched off, one switched on again by an option, thresholds."""
    draft = tmp_path / "draft.md"
    draft.write_text(DRAFT, encoding="utf-8")
    assert CliRunner().invoke(command, [str(draft)]).exit_code == 1
    write(tmp_path, '[severity]\nG = "question"\n')
    asked = CliRunner().invoke(command, [str(draft)])
    assert (asked.exit_code, asked.output.count("? question")) == (0, 2)
    assert "2 in question" in asked.output
    write(tmp_path, '[severity]\nG = "off"\nG2 = "differs"\nG202 = "off"\n')
    assert "G202" not in CliRunner().invoke(command, [str(draft)]).output
    assert CliRunner().invoke(command, [str(draft), "--only", "G202"]).exit_code == 1
    write(tmp_path, 'fail-on = "never"\npaths = ["*.md"]\n')
    assert CliRunner().invoke(command, [str(draft)]).exit_code == 0
    other = tmp_path / "other.toml"
    other.write_text("", encoding="utf-8")
    assert CliRunner().invoke(command, [str(draft), "--config", str(other)]).exit_code == 1


def test_no_path_at_all_is_wrong_usage(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Neither an argument nor paths in the settings: exit 2. With paths there, those are checked."""
    monkeypatch.chdir(tmp_path)
    assert CliRunner().invoke(command, []).exit_code == 2
    (tmp_path / "draft.md").write_text(DRAFT, encoding="utf-8")
    (tmp_path / "old.md").write_text(DRAFT, encoding="utf-8")
    write(tmp_path, 'paths = ["*.md"]\nexclude = ["old*"]\n')
    told = CliRunner().invoke(command, [])
    assert told.exit_code == 1
    assert "draft.md:3:14" in told.output
    assert "old.md" not in told.output
