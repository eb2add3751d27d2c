-- Who is kept apart from which child. Who and why stand in clear, as allocations do; nothing is ever
-- deleted. valid_to and lifted_at end it, whichever comes first.
CREATE TABLE caseload.separation (
  separation_id uuid PRIMARY KEY,
  service text COLLATE "C" NOT NULL,
  principal_id text NOT NULL,
  child_id uuid NOT NULL,
  reason smallint NOT NULL,
  denied boolean NOT NULL,
  valid_from timestamptz NOT NULL,
  valid_to timestamptz,
  declared_by text NOT NULL,
  declared_position bigint NOT NULL,
  decided_at timestamptz NOT NULL,
  lifted_at timestamptz,
  changed_position bigint NOT NULL,
  CHECK (valid_from < valid_to)
);

CREATE INDEX separation_changed ON caseload.separation (changed_position);
CREATE INDEX separation_service
  ON caseload.separation (service, declared_position, separation_id);

GRANT SELECT, INSERT ON caseload.separation TO yjx_app;
GRANT UPDATE (decided_at, lifted_at, changed_position) ON caseload.separation TO yjx_app;

-- Of which worker the managers have been warned for which alert: once.
CREATE TABLE alerts.separation_warning (
  alert_id uuid NOT NULL,
  principal text NOT NULL,
  denied boolean NOT NULL,
  position bigint NOT NULL,
  PRIMARY KEY (alert_id, principal)
);

GRANT SELECT, INSERT ON alerts.separation_warning TO yjx_app;
