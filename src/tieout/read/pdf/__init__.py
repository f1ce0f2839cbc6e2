"""PDF: characters to words, lines, reading order, tables and outline. `room.py` is the way in."""
