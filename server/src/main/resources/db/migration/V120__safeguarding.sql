-- What social care, health, custody and public protection told of children.
CREATE SCHEMA safeguarding;

-- One notice. What it tells of something that begins and ends stands beside it without content:
-- the episode under a keyed name, edge 0 start, 1 end, 2 interview, -1 none. The content is sealed under the
-- key of the notice's entry and is kept only for a child who is known, or who may be.
CREATE TABLE safeguarding.notice (
  position bigint PRIMARY KEY,
  notice_id uuid NOT NULL UNIQUE,
  agency_id text NOT NULL,
  request_id text NOT NULL,
  kind smallint NOT NULL,
  episode uuid,
  edge smallint NOT NULL CHECK (edge IN (-1, 0, 1, 2)),
  happened_at timestamptz NOT NULL,
  sealed bytea,
  delete_after timestamptz,
  withdrawn_at timestamptz,
  withdrawn_reason smallint,
  withdrawn_position bigint,
  CHECK ((episode IS NULL) = (edge = -1)),
  UNIQUE (agency_id, request_id)
);

CREATE INDEX notice_episode ON safeguarding.notice (episode)
  WHERE episode IS NOT NULL AND withdrawn_at IS NULL;
CREATE INDEX notice_delete_after ON safeguarding.notice (delete_after)
  WHERE delete_after IS NOT NULL;

-- Outcome 1: linked to the child; 2: waits for a person's decision, the child a candidate. The
-- position is that of the entry in which something was said upon the notice: its own, or a later
-- one that said again what stands.
CREATE TABLE safeguarding.link (
  notice_position bigint NOT NULL,
  position bigint NOT NULL,
  outcome smallint NOT NULL CHECK (outcome IN (1, 2)),
  child_id uuid NOT NULL,
  rule text NOT NULL,
  PRIMARY KEY (notice_position, position, outcome, child_id)
);

CREATE INDEX link_child ON safeguarding.link (child_id);

-- Notices that were withdrawn, by the sender's own request id: one may be withdrawn before it comes.
CREATE TABLE safeguarding.withdrawal (
  agency_id text NOT NULL,
  notice_request_id text NOT NULL,
  reason smallint NOT NULL,
  position bigint NOT NULL,
  withdrawn_at timestamptz NOT NULL,
  PRIMARY KEY (agency_id, notice_request_id)
);

GRANT USAGE ON SCHEMA safeguarding TO yjx_app;
GRANT SELECT, INSERT ON safeguarding.notice TO yjx_app;
GRANT UPDATE (sealed, delete_after, withdrawn_at, withdrawn_reason, withdrawn_position)
  ON safeguarding.notice TO yjx_app;
GRANT SELECT, INSERT, DELETE ON safeguarding.link TO yjx_app;
GRANT SELECT, INSERT ON safeguarding.withdrawal TO yjx_app;
