-- The one ordered write path. Positions count entries from 1 without gaps; the row lock on
-- journal.head orders commits across processes.
CREATE SCHEMA journal;

CREATE TABLE journal.head (
  only_row boolean PRIMARY KEY DEFAULT true CHECK (only_row),
  epoch bigint NOT NULL,
  position bigint NOT NULL CHECK (position >= 0),
  tree_size bigint NOT NULL CHECK (tree_size >= 0),
  frontier bytea NOT NULL,
  batch_id uuid NOT NULL
) WITH (fillfactor = 10, autovacuum_vacuum_threshold = 500, autovacuum_vacuum_scale_factor = 0);

INSERT INTO journal.head (epoch, position, tree_size, frontier, batch_id)
VALUES (1, 0, 0, ''::bytea, '00000000-0000-0000-0000-000000000000');

CREATE TABLE journal.batch (
  batch_id uuid PRIMARY KEY,
  first_position bigint NOT NULL,
  last_position bigint NOT NULL,
  recorded_at timestamptz NOT NULL
);

CREATE INDEX batch_recorded ON journal.batch USING brin (recorded_at);

-- One row an entry. The request id, its digest and the sealed answer are there when the entry
-- answers a request; they are kept 400 days. `touches` holds the 64-bit keys of the facts the entry
-- changed, eight bytes each, for processes that decided upon them.
CREATE TABLE journal.entry (
  position bigint PRIMARY KEY,
  recorded_at timestamptz NOT NULL,
  leaf_index bigint NOT NULL,
  leaf_count smallint NOT NULL CHECK (leaf_count > 0),
  agency_id text,
  request_id text,
  digest bytea,
  sealed_answer bytea,
  touches bytea,
  CHECK ((request_id IS NULL) = (agency_id IS NULL)),
  CHECK ((request_id IS NULL) = (digest IS NULL))
);

CREATE UNIQUE INDEX entry_request ON journal.entry (request_id, agency_id)
  WHERE request_id IS NOT NULL;
CREATE INDEX entry_touching ON journal.entry (position) WHERE touches IS NOT NULL;

GRANT USAGE ON SCHEMA journal TO yjx_app;
GRANT SELECT, UPDATE ON journal.head TO yjx_app;
GRANT SELECT, INSERT ON journal.batch TO yjx_app;
GRANT SELECT, INSERT ON journal.entry TO yjx_app;
