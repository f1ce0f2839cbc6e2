"""Reader room: a research site's captured page, of a company or of one document."""
