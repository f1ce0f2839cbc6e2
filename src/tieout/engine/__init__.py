"""The stages in order: reading, structuring, extracting, proposing, judging; the only part that knows the rooms."""
