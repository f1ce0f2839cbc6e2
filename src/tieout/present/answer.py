"""An answer as JSON and as text."""

from __future__ import annotations

from typing import Any

from tieout.model.summary import Answer
from tieout.present.summary import citation_to_json


def answer_to_json(answer: Answer) -> dict[str, Any]:
    """The public record of `tieout ask`."""
    return {
        "question": answer.question,
        "answer": answer.text,
        "value": answer.value,
        "unit": answer.unit,
        "period": answer.period,
        "verdict": answer.verdict,
        "calculation": answer.calculation or None,
        "citations": [citation_to_json(c) for c in answer.citations],
        "looked_at": list(answer.looked_at),
        **({"remark": answer.remark} if answer.remark else {}),
    }


def answer_to_text(answer: Answer) -> str:
    """The answer, its calculation, and where it stands."""
    lines = [answer.text]
    if answer.calculation and answer.calculation not in answer.text:
        lines.append(f"  = {answer.calculation}")
    for citation in answer.citations:
        page = f"p. {citation.page}" if citation.page else f"at {citation.span.start}"
        quote = " ".join(citation.span.quote.split())
        lines.append(f"  [{citation.document} {page}] {quote[:160]}")
    if answer.verdict != "answered":
        lines.append(f"({answer.verdict})")
        lines += [f"  looked at: {where}" for where in answer.looked_at]
    if answer.remark:
        lines.append(answer.remark)
    return "\n".join(lines)
