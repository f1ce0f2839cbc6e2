"""Summaries composed from facts and from the document's own sentences; no model, nothing that is not cited."""
