-- Agreements as documents that one person proposes and another approves. Versions of before have
-- no document and stay in force as they were recorded.
ALTER TABLE agreements.agreement_version
  ADD COLUMN proposed_by text,
  ADD COLUMN document bytea;

-- What became of a version. Only added to: the newest row of a version counts.
CREATE TABLE agreements.version_state (
  agreement_id text COLLATE "C" NOT NULL,
  version integer NOT NULL,
  state text NOT NULL CHECK (state IN ('IN_FORCE', 'SUSPENDED', 'ENDED')),
  changed_by text NOT NULL,
  changed_position bigint NOT NULL,
  PRIMARY KEY (agreement_id, version, changed_position)
);

CREATE INDEX version_state_changed ON agreements.version_state (changed_position);

GRANT SELECT, INSERT ON agreements.version_state TO yjx_app;
