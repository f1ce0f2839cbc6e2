"""The agents' door: read-only tools over a set of documents, on standard input and output."""
