"""A reperformance written out: JSON, Markdown and a workbook, all from the same cells."""
