-- What people decide about doubtful matches, and about links that were wrong.

-- Outcome 3: somebody decided that the person is not this child.
ALTER TABLE intelligence.link DROP CONSTRAINT link_outcome_check;
ALTER TABLE intelligence.link ADD CONSTRAINT link_outcome_check CHECK (outcome IN (1, 2, 3));

CREATE INDEX link_waiting ON intelligence.link (notice_position, person) WHERE outcome = 2;

CREATE SCHEMA linkage;

-- Every decision of a person, in order; none is changed. The reason is sealed under the key of its
-- entry. Verdict 1: the same; 2: different; 3: cannot tell; 4: a link was undone.
CREATE TABLE linkage.decision (
  position bigint NOT NULL,
  notice_position bigint NOT NULL,
  person smallint NOT NULL,
  child_id uuid NOT NULL,
  verdict smallint NOT NULL CHECK (verdict BETWEEN 1 AND 4),
  principal text NOT NULL,
  decided_at timestamptz NOT NULL,
  sealed_reason bytea NOT NULL,
  PRIMARY KEY (position, notice_position, person, child_id)
);

CREATE INDEX decision_notice ON linkage.decision (notice_position, person);

GRANT USAGE ON SCHEMA linkage TO yjx_app;
GRANT SELECT, INSERT ON linkage.decision TO yjx_app;
