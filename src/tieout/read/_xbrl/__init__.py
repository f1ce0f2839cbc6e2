"""What the readers `ixbrl` and `xbrl` share: safe parsing, names, contexts, transformations, linkbases, packages."""
