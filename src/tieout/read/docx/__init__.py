"""Word documents: paragraphs, headings, lists, tables and footnotes."""
