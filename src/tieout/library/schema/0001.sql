CREATE TABLE document (
  id TEXT PRIMARY KEY,
  name TEXT NOT NULL,
  sha256 TEXT NOT NULL,
  title TEXT NOT NULL,
  kind TEXT NOT NULL,
  company TEXT,
  codes TEXT NOT NULL,
  cik TEXT,
  language TEXT,
  publisher TEXT,
  published TEXT,
  period_end TEXT,
  currency TEXT,
  page_count INTEGER NOT NULL,
  byte_count BIGINT NOT NULL,
  predecessor TEXT,
  added_at TEXT NOT NULL
);
CREATE INDEX document_name ON document (name);
CREATE INDEX document_hash ON document (sha256);
CREATE INDEX document_company ON document (company, period_end);

CREATE TABLE page (
  document TEXT NOT NULL REFERENCES document (id) ON DELETE CASCADE,
  number INTEGER NOT NULL,
  text TEXT NOT NULL,
  layer TEXT NOT NULL,
  label TEXT,
  printed INTEGER,
  "offset" INTEGER NOT NULL,
  features TEXT NOT NULL,
  PRIMARY KEY (document, number)
);

CREATE TABLE passage (
  id {serial},
  document TEXT NOT NULL REFERENCES document (id) ON DELETE CASCADE,
  page INTEGER NOT NULL,
  first INTEGER NOT NULL,
  last INTEGER NOT NULL,
  heading TEXT NOT NULL,
  kind TEXT NOT NULL
);
CREATE INDEX passage_document ON passage (document, id);

CREATE TABLE tokens (
  document TEXT PRIMARY KEY REFERENCES document (id) ON DELETE CASCADE,
  vocabulary {blob} NOT NULL,
  tokens {blob} NOT NULL,
  starts {blob} NOT NULL
);

CREATE TABLE vectors (
  document TEXT PRIMARY KEY REFERENCES document (id) ON DELETE CASCADE,
  model TEXT NOT NULL,
  first_passage BIGINT NOT NULL,
  passage_count INTEGER NOT NULL,
  codes {blob} NOT NULL,
  vectors {blob} NOT NULL
);

CREATE TABLE reading (
  id {serial},
  document TEXT NOT NULL REFERENCES document (id) ON DELETE CASCADE,
  reader TEXT NOT NULL,
  version TEXT NOT NULL,
  settings TEXT NOT NULL,
  UNIQUE (document, reader, version, settings)
);

CREATE TABLE derived (
  reading BIGINT NOT NULL REFERENCES reading (id) ON DELETE CASCADE,
  kind TEXT NOT NULL,
  row_count INTEGER NOT NULL,
  body {blob} NOT NULL,
  PRIMARY KEY (reading, kind)
);

CREATE TABLE fact (
  reading BIGINT NOT NULL REFERENCES reading (id) ON DELETE CASCADE,
  document TEXT NOT NULL,
  ordinal INTEGER NOT NULL,
  concept TEXT,
  label TEXT NOT NULL,
  value TEXT,
  decimals INTEGER,
  unit TEXT,
  period_start TEXT,
  period_end TEXT,
  entity TEXT,
  dimensions TEXT NOT NULL,
  origin TEXT NOT NULL,
  PRIMARY KEY (reading, ordinal)
);
CREATE INDEX fact_concept ON fact (concept, period_end);
CREATE INDEX fact_document ON fact (document);

CREATE TABLE decision (
  id {serial},
  document TEXT NOT NULL,
  anchor TEXT NOT NULL,
  verdict TEXT NOT NULL,
  reason TEXT NOT NULL,
  reviewer TEXT NOT NULL,
  decided_at TEXT NOT NULL,
  page INTEGER,
  quote TEXT NOT NULL,
  follows INTEGER NOT NULL
);
CREATE INDEX decision_document ON decision (document);

CREATE TABLE correction (
  document TEXT NOT NULL,
  field TEXT NOT NULL,
  value TEXT,
  reviewer TEXT NOT NULL,
  corrected_at TEXT NOT NULL,
  PRIMARY KEY (document, field)
);

CREATE TABLE refusal (
  path TEXT PRIMARY KEY,
  sha256 TEXT,
  reason TEXT NOT NULL,
  refused_at TEXT NOT NULL
);

CREATE TABLE original (
  sha256 TEXT PRIMARY KEY,
  byte_count BIGINT NOT NULL,
  content {blob}
);
