CREATE VIRTUAL TABLE passage_terms USING fts5 (
  head, body, numbers,
  content='', contentless_delete=1, detail=full,
  tokenize="unicode61 remove_diacritics 0 tokenchars '_&.'"
);
CREATE VIRTUAL TABLE passage_vocabulary USING fts5vocab ('passage_terms', 'row');
