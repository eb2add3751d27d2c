-- Police notices: what became of each, and the content of those that may be kept.
CREATE SCHEMA intelligence;

-- The counts are persons of the notice by outcome of matching, and alerts raised. The content is
-- sealed under the key of the notice's entry; it is null where it may not be kept.
CREATE TABLE intelligence.notice (
  position bigint PRIMARY KEY,
  notice_id uuid NOT NULL,
  agency_id text NOT NULL,
  kind smallint NOT NULL,
  linked smallint NOT NULL,
  review smallint NOT NULL,
  unmatched smallint NOT NULL,
  alerts smallint NOT NULL,
  notes smallint NOT NULL,
  sealed bytea,
  delete_after timestamptz
);

CREATE INDEX notice_delete_after ON intelligence.notice (delete_after)
  WHERE delete_after IS NOT NULL;

-- Outcome 1: linked to the child; 2: waits for a person's decision, the child a candidate.
CREATE TABLE intelligence.link (
  notice_position bigint NOT NULL,
  person smallint NOT NULL,
  outcome smallint NOT NULL CHECK (outcome IN (1, 2)),
  child_id uuid NOT NULL,
  rule text NOT NULL,
  position bigint NOT NULL,
  PRIMARY KEY (notice_position, person, outcome, child_id)
);

CREATE INDEX link_child ON intelligence.link (child_id);

-- Keyed fingerprints under which a kept notice could match a child added later.
CREATE TABLE intelligence.match_key (
  fingerprint bigint NOT NULL,
  notice_position bigint NOT NULL,
  person smallint NOT NULL,
  PRIMARY KEY (fingerprint, notice_position, person)
);

CREATE INDEX match_key_notice ON intelligence.match_key (notice_position);

-- Children whose earlier notices have still to be looked through.
CREATE TABLE intelligence.look_back (
  child_id uuid NOT NULL,
  position bigint NOT NULL,
  done_position bigint,
  PRIMARY KEY (child_id, position)
);

CREATE INDEX look_back_pending ON intelligence.look_back (position) WHERE done_position IS NULL;

GRANT USAGE ON SCHEMA intelligence TO yjx_app;
GRANT SELECT, INSERT ON intelligence.notice TO yjx_app;
GRANT UPDATE (sealed, delete_after) ON intelligence.notice TO yjx_app;
GRANT SELECT, INSERT ON intelligence.link TO yjx_app;
GRANT SELECT, INSERT, DELETE ON intelligence.match_key TO yjx_app;
GRANT SELECT, INSERT ON intelligence.look_back TO yjx_app;
GRANT UPDATE (done_position) ON intelligence.look_back TO yjx_app;
