-- Values are sealed; namespaces and keys are in the clear. `version` is the number of the commit
-- that wrote the record, `changed` its time in milliseconds.
CREATE TABLE record (
  namespace TEXT NOT NULL,
  key TEXT NOT NULL,
  version INTEGER NOT NULL,
  changed INTEGER NOT NULL,
  sealed BLOB NOT NULL,
  PRIMARY KEY (namespace, key)
) STRICT;

-- What is swept by age is found without reading the rest.
CREATE INDEX record_by_age ON record (namespace, changed);

-- The last commit that touched each namespace. The greatest of them is the last commit of all;
-- rows are never deleted, so numbers are never used twice.
CREATE TABLE generation (
  namespace TEXT NOT NULL PRIMARY KEY,
  value INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
