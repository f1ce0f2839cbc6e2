"""Renditions of a draft: text, Markdown, HTML, PDF, inline XBRL and the captured page."""
