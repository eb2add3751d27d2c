-- Early support: children on no caseload who come to police notice again and again.
CREATE SCHEMA earlysupport;

-- Impact assessments of services, with what raises a prompt; a version is never changed.
CREATE TABLE earlysupport.assessment (
  service text NOT NULL,
  version integer NOT NULL CHECK (version > 0),
  reference text NOT NULL,
  valid_from date NOT NULL,
  review_by date NOT NULL CHECK (review_by >= valid_from),
  occasions smallint NOT NULL CHECK (occasions >= 2),
  within_days smallint NOT NULL CHECK (within_days > 0),
  position bigint NOT NULL,
  PRIMARY KEY (service, version)
);

-- State is a number of the contract (yjx.earlysupport.v1). The reason of a decision is sealed under
-- its entry's key. When a prompt ends nothing stays of it but that there was one.
CREATE TABLE earlysupport.prompt (
  prompt_id uuid PRIMARY KEY,
  service text NOT NULL,
  raised_position bigint NOT NULL,
  raised_at timestamptz NOT NULL,
  state smallint NOT NULL CHECK (state IN (1, 2, 3)),
  decided_at timestamptz,
  decided_by text,
  sealed bytea,
  ended_position bigint,
  CHECK ((state = 1) = (decided_at IS NULL)),
  CHECK (ended_position IS NULL OR sealed IS NULL)
);

CREATE INDEX prompt_service ON earlysupport.prompt (service, raised_position)
  WHERE ended_position IS NULL;

-- Whom in which notice a prompt is about; the key forbids a second prompt of one thing.
CREATE TABLE earlysupport.prompt_notice (
  service text NOT NULL,
  notice_position bigint NOT NULL,
  person smallint NOT NULL,
  prompt_id uuid NOT NULL,
  PRIMARY KEY (service, notice_position, person)
);

CREATE INDEX prompt_notice_prompt ON earlysupport.prompt_notice (prompt_id);

-- Numbers as they are told, and no others: null where one is not told. Area is a GSS code, or empty
-- for the whole service. Never changed.
CREATE TABLE earlysupport.trend (
  service text NOT NULL,
  month date NOT NULL,
  area text NOT NULL,
  children integer CHECK (children % 5 = 0),
  position bigint NOT NULL,
  PRIMARY KEY (service, month, area)
);

-- Results of people nobody knows, by when they came.
CREATE INDEX court_event_unknown ON casepapers.court_event (recorded_at) WHERE child_id IS NULL;

GRANT USAGE ON SCHEMA earlysupport TO yjx_app;
GRANT SELECT, INSERT ON earlysupport.assessment, earlysupport.trend TO yjx_app;
GRANT SELECT, INSERT ON earlysupport.prompt TO yjx_app;
GRANT UPDATE (state, decided_at, decided_by, sealed, ended_position)
  ON earlysupport.prompt TO yjx_app;
GRANT SELECT, INSERT, DELETE ON earlysupport.prompt_notice TO yjx_app;
