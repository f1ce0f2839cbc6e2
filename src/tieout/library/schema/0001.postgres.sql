CREATE SEQUENCE passage_block;
ALTER TABLE passage ADD COLUMN terms tsvector;
CREATE INDEX passage_terms ON passage USING gin (terms);
