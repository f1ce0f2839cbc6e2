"""Markdown as blocks, multi-line or flattened to one line: shared by the readers of text and of captured pages."""
