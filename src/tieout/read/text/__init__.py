"""Reader room: plain text and Markdown."""
