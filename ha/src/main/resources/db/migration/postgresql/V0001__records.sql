-- Values are sealed; namespaces and keys are in the clear, ordered by their bytes. `version` is the
-- number of the commit that wrote the record, `changed` its time in milliseconds.
CREATE TABLE record (
  namespace text COLLATE "C" NOT NULL,
  key text COLLATE "C" NOT NULL,
  version bigint NOT NULL,
  changed bigint NOT NULL,
  sealed bytea NOT NULL,
  PRIMARY KEY (namespace, key)
);

-- Sealed values do not get smaller.
ALTER TABLE record ALTER COLUMN sealed SET STORAGE EXTERNAL;

-- What is swept by age is found without reading the rest.
CREATE INDEX record_by_age ON record (namespace, changed);

-- The last commit that touched each namespace.
CREATE TABLE generation (
  namespace text COLLATE "C" PRIMARY KEY,
  value bigint NOT NULL
) WITH (fillfactor = 50);

-- The last commit of all, in one row that whoever commits holds locked to the end: commits of all
-- replicas are made one after the other, and a number is never used twice.
CREATE TABLE last_commit (
  id smallint PRIMARY KEY CHECK (id = 1),
  value bigint NOT NULL
) WITH (fillfactor = 50);

INSERT INTO last_commit (id, value) VALUES (1, 0);

-- The last transaction of each process that writes. One that lost its connection while it committed
-- finds here what became of it.
CREATE TABLE writer (
  id text COLLATE "C" PRIMARY KEY,
  last bigint NOT NULL,
  seen timestamptz NOT NULL
) WITH (fillfactor = 50);
