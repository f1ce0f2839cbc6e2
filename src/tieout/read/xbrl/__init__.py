"""XBRL 2.1 instances and the SEC's companyfacts JSON."""
