-- Deadlines that act by themselves, and by which calendars and ladders.
CREATE SCHEMA clocks;

-- One clock for each kind and record it is about. kind, next_posts and state are numbers of the
-- contract (yjx.clocks.v1). state 1 is running, 2 paused, 3 fired to its end, 4 stopped.
CREATE TABLE clocks.clock (
  kind smallint NOT NULL,
  subject uuid NOT NULL,
  agency text NOT NULL,
  run integer NOT NULL CHECK (run > 0),
  step integer NOT NULL CHECK (step >= 0),
  started_at timestamptz NOT NULL,
  due_at timestamptz NOT NULL,
  next_posts smallint[] NOT NULL,
  state smallint NOT NULL,
  paused_at timestamptz,
  ended_why text,
  changed_position bigint NOT NULL,
  PRIMARY KEY (kind, subject),
  CHECK (due_at >= started_at),
  CHECK ((state = 2) = (paused_at IS NOT NULL))
) WITH (fillfactor = 80);

-- What is due is found here, whatever has long been done.
CREATE INDEX clock_due ON clocks.clock (due_at, kind, subject) WHERE state = 1;
CREATE INDEX clock_agency ON clocks.clock (agency, due_at, kind, subject) WHERE state IN (1, 2);

-- Every time a deadline acted. The key forbids that one acts twice, whatever a process believes.
CREATE TABLE clocks.firing (
  kind smallint NOT NULL,
  subject uuid NOT NULL,
  run integer NOT NULL,
  step integer NOT NULL,
  due_at timestamptz NOT NULL,
  fired_at timestamptz NOT NULL,
  outcome text NOT NULL,
  position bigint NOT NULL,
  PRIMARY KEY (kind, subject, run, step),
  CHECK (fired_at >= due_at)
);

CREATE INDEX firing_order ON clocks.firing (position);

-- Dated versions of calendars and ladders; a version is never changed. The definition is the
-- message of the contract; there is nothing personal in it.
CREATE TABLE clocks.calendar_version (
  agency text NOT NULL,
  version integer NOT NULL CHECK (version > 0),
  valid_from date NOT NULL,
  definition bytea NOT NULL,
  changed_position bigint NOT NULL,
  PRIMARY KEY (agency, version)
);

CREATE INDEX calendar_version_changed ON clocks.calendar_version (changed_position);

CREATE TABLE clocks.ladder_version (
  agency text NOT NULL,
  kind smallint NOT NULL,
  version integer NOT NULL CHECK (version > 0),
  valid_from date NOT NULL,
  definition bytea NOT NULL,
  changed_position bigint NOT NULL,
  PRIMARY KEY (agency, kind, version)
);

CREATE INDEX ladder_version_changed ON clocks.ladder_version (changed_position);

GRANT USAGE ON SCHEMA clocks TO yjx_app;
GRANT SELECT, INSERT, UPDATE ON clocks.clock TO yjx_app;
GRANT SELECT, INSERT ON clocks.firing TO yjx_app;
GRANT SELECT, INSERT ON clocks.calendar_version TO yjx_app;
GRANT SELECT, INSERT ON clocks.ladder_version TO yjx_app;
