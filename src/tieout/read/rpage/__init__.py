"""R pages of the SEC's XBRL viewer: the HTML pages R1.htm ... and the flattened text of such a page."""
