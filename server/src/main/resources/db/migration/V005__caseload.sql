-- Children's cases, who holds them, and cover. Who the child is and the orders lie sealed under the
-- key of the entry at changed_position; a case whose key is erased is no case any more.
CREATE SCHEMA caseload;

CREATE TABLE caseload.child (
  child_id uuid PRIMARY KEY,
  service text COLLATE "C" NOT NULL,
  service_child_id text COLLATE "C" NOT NULL,
  closed boolean NOT NULL,
  version integer NOT NULL CHECK (version > 0),
  sealed bytea NOT NULL,
  decided_at timestamptz NOT NULL,
  changed_position bigint NOT NULL,
  UNIQUE (service, service_child_id)
);

CREATE INDEX child_changed ON caseload.child (changed_position);

-- The allocations of each version of a case; those of its newest version count.
CREATE TABLE caseload.allocation (
  child_id uuid NOT NULL,
  version integer NOT NULL,
  ordinal integer NOT NULL,
  principal_id text,
  practice_group text NOT NULL,
  role text NOT NULL,
  valid_from timestamptz NOT NULL,
  valid_to timestamptz,
  changed_position bigint NOT NULL,
  PRIMARY KEY (child_id, version, ordinal),
  CHECK ((principal_id IS NULL) = (practice_group <> '')),
  CHECK (valid_from < valid_to)
);

CREATE INDEX allocation_changed ON caseload.allocation (changed_position);

CREATE TABLE caseload.cover (
  changed_position bigint NOT NULL,
  ordinal integer NOT NULL,
  service text COLLATE "C" NOT NULL,
  absent_principal_id text NOT NULL,
  cover_principal_id text NOT NULL,
  valid_from timestamptz NOT NULL,
  valid_to timestamptz NOT NULL,
  decided_at timestamptz NOT NULL,
  PRIMARY KEY (changed_position, ordinal),
  CHECK (valid_from < valid_to)
);

GRANT USAGE ON SCHEMA caseload TO yjx_app;
GRANT SELECT, INSERT, UPDATE ON caseload.child TO yjx_app;
GRANT SELECT, INSERT ON caseload.allocation TO yjx_app;
GRANT SELECT, INSERT ON caseload.cover TO yjx_app;
