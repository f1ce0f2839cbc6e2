"""Inline XBRL 1.0 and 1.1: tagged pages, alone or as a set."""
