"""Reader room: comma, semicolon and tab separated files."""
