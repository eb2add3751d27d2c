-- Details that somebody gave as their own and that are another child's: they no longer link to that
-- child by themselves. Keyed fingerprints; the words are nowhere.
CREATE SCHEMA matching;

CREATE TABLE matching.contested_detail (
  child_id uuid NOT NULL,
  fingerprint bigint NOT NULL,
  position bigint NOT NULL,
  PRIMARY KEY (child_id, fingerprint)
);

CREATE INDEX contested_detail_position ON matching.contested_detail (position);

GRANT USAGE ON SCHEMA matching TO yjx_app;
GRANT SELECT, INSERT ON matching.contested_detail TO yjx_app;

-- Verdict 5: a link was undone because the person had given the child's details.
ALTER TABLE linkage.decision DROP CONSTRAINT decision_verdict_check;
ALTER TABLE linkage.decision ADD CONSTRAINT decision_verdict_check CHECK (verdict BETWEEN 1 AND 5);
