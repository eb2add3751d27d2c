-- Children whom a court event may be about, by the position of the event's version. Outcome 1: it
-- is this child; 2: a person must decide; 3: somebody decided that it is not.
CREATE TABLE casepapers.court_candidate (
  position bigint NOT NULL,
  child_id uuid NOT NULL,
  outcome smallint NOT NULL CHECK (outcome IN (1, 2, 3)),
  rule text NOT NULL,
  PRIMARY KEY (position, child_id)
);

CREATE INDEX court_candidate_waiting ON casepapers.court_candidate (position) WHERE outcome = 2;
CREATE INDEX court_event_position ON casepapers.court_event (position);

GRANT SELECT, INSERT ON casepapers.court_candidate TO yjx_app;
GRANT UPDATE (outcome) ON casepapers.court_candidate TO yjx_app;
GRANT UPDATE (child_id, service) ON casepapers.court_event TO yjx_app;
