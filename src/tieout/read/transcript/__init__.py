"""Transcripts of earnings calls: speakers' turns, prepared remarks and questions, from text or a JSON of turns."""
