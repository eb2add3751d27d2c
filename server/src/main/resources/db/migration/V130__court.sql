-- Court events, and the papers that must come because of them. The packages themselves are in
-- tables of their own in the same schema.

-- Every version of every event as it was recorded; a version is never changed. The event is sealed
-- under the key of its entry. child_id is null while nobody knows whom it is about, or no agreement
-- lets the service know; urn_key is a keyed fingerprint, so that the number itself is not told.
CREATE TABLE casepapers.court_event (
  source_agency text NOT NULL,
  event_ref text NOT NULL,
  version integer NOT NULL CHECK (version > 0),
  position bigint NOT NULL,
  withdrawn boolean NOT NULL,
  source_rank smallint NOT NULL,
  gateway smallint NOT NULL,
  occurred_at timestamptz NOT NULL,
  recorded_at timestamptz NOT NULL,
  urn_key bigint NOT NULL,
  child_id uuid,
  service text,
  sealed bytea NOT NULL,
  PRIMARY KEY (source_agency, event_ref, version),
  CHECK ((child_id IS NULL) = (service IS NULL))
);

CREATE INDEX court_event_child ON casepapers.court_event (child_id, urn_key);

-- Papers expected: one row for each child, case, step and day. stage, state and gateway are numbers
-- of the contract. What is shown of it is sealed under the key of the entry that wrote it last.
CREATE TABLE casepapers.expectation (
  expectation_id uuid PRIMARY KEY,
  child_id uuid NOT NULL,
  service text NOT NULL,
  urn_key bigint NOT NULL,
  expected_from text NOT NULL,
  agreement_id text NOT NULL,
  agreement_version integer NOT NULL,
  gateway smallint NOT NULL,
  stage smallint NOT NULL,
  since timestamptz NOT NULL,
  due_at timestamptz NOT NULL,
  state smallint NOT NULL,
  complete_at timestamptz,
  overdue_alert uuid,
  opened_position bigint NOT NULL,
  sealed_position bigint NOT NULL,
  sealed bytea NOT NULL
) WITH (fillfactor = 80);

CREATE INDEX expectation_child ON casepapers.expectation (child_id, urn_key);
CREATE INDEX expectation_service
  ON casepapers.expectation (service, due_at, expectation_id);
CREATE INDEX expectation_sender
  ON casepapers.expectation (expected_from, due_at, expectation_id) WHERE state = 1;

GRANT USAGE ON SCHEMA casepapers TO yjx_app;
GRANT SELECT, INSERT ON casepapers.court_event TO yjx_app;
GRANT SELECT, INSERT ON casepapers.expectation TO yjx_app;
GRANT UPDATE (due_at, state, complete_at, overdue_alert, sealed_position, sealed)
  ON casepapers.expectation TO yjx_app;
