"""What a command says while it works."""

from __future__ import annotations

import io
import sys

import pytest

from tieout.cli._busy import busy, name_inputs


class Terminal(io.StringIO):
    """A stream that says it is a terminal."""

    def isatty(self) -> bool:
        """Always."""
        return True


@pytest.mark.parametrize(
    ("stream", "quiet", "shown"), [(Terminal, False, True), (Terminal, True, False), (io.StringIO, False, False)]
)
def test_the_line_is_for_people_only(
    monkeypatch: pytest.MonkeyPatch, stream: type[io.StringIO], quiet: bool, shown: bool
) -> None:
    """On a terminal one line says what is being read, names in square brackets as they are; elsewhere and with --quiet nothing."""
    told = stream()
    monkeypatch.setattr(sys, "stderr", told)
    with busy("reading [draft].pdf", quiet) as say:
        say("tying the numbers of [draft].pdf")
    assert ("[draft].pdf" in told.getvalue()) == shown


def test_inputs_are_named_briefly() -> None:
    """One input by its name, several by their count."""
    assert name_inputs(("reports/annual.pdf",)) == "annual.pdf"
    assert name_inputs(("a.pdf", "b.pdf")) == "2 inputs"
