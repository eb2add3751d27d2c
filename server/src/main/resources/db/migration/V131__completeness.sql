-- What of the papers has come, what their senders answered, and what was asked for by name.
ALTER TABLE casepapers.expectation
  ADD COLUMN moved_due_at timestamptz;

GRANT UPDATE (moved_due_at) ON casepapers.expectation TO yjx_app;

-- Documents of a case that became readable for a child's service. Kinds and contents are numbers of
-- the contract. A package that takes the place of those before it in its series replaces them.
CREATE TABLE casepapers.arrival (
  position bigint NOT NULL,
  ordinal integer NOT NULL,
  child_id uuid NOT NULL,
  urn_key bigint NOT NULL,
  series_id uuid NOT NULL,
  document_kind smallint NOT NULL,
  available_at timestamptz NOT NULL,
  replaced boolean NOT NULL DEFAULT false,
  PRIMARY KEY (position, ordinal)
);

CREATE INDEX arrival_child ON casepapers.arrival (child_id, urn_key);
CREATE INDEX arrival_series ON casepapers.arrival (series_id);

-- What a sender answered for one content instead of sending it; the last one counts. The reason in
-- its own words is sealed under the key of the entry.
CREATE TABLE casepapers.answer (
  position bigint NOT NULL,
  ordinal integer NOT NULL,
  expectation_id uuid NOT NULL REFERENCES casepapers.expectation,
  content smallint NOT NULL,
  answer smallint NOT NULL,
  decline_reason smallint NOT NULL,
  expected_by timestamptz,
  answered_at timestamptz NOT NULL,
  sealed bytea,
  PRIMARY KEY (position, ordinal)
);

CREATE INDEX answer_expectation ON casepapers.answer (expectation_id, position, ordinal);

-- Contents that a service asked for by name.
CREATE TABLE casepapers.content_request (
  position bigint NOT NULL,
  ordinal integer NOT NULL,
  expectation_id uuid NOT NULL REFERENCES casepapers.expectation,
  content smallint NOT NULL,
  requested_at timestamptz NOT NULL,
  PRIMARY KEY (position, ordinal)
);

CREATE INDEX content_request_expectation ON casepapers.content_request (expectation_id);

-- What a sender is to be told, in order: a stream is a place in here, nothing else.
CREATE TABLE casepapers.sender_line (
  agency text NOT NULL,
  position bigint NOT NULL,
  ordinal integer NOT NULL,
  expectation_id uuid NOT NULL REFERENCES casepapers.expectation,
  cause smallint NOT NULL,
  PRIMARY KEY (agency, position, ordinal)
);

CREATE INDEX sender_line_expectation ON casepapers.sender_line (expectation_id, cause);

GRANT SELECT, INSERT ON casepapers.arrival, casepapers.answer, casepapers.content_request,
  casepapers.sender_line TO yjx_app;
GRANT UPDATE (replaced) ON casepapers.arrival TO yjx_app;
