CREATE TABLE follow (
  visitor TEXT NOT NULL,
  company TEXT NOT NULL,
  followed_at TEXT NOT NULL,
  PRIMARY KEY (visitor, company)
);

CREATE TABLE visit (
  visitor TEXT PRIMARY KEY,
  seen_at TEXT NOT NULL,
  before_at TEXT
);
