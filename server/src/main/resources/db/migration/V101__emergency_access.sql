-- Who opened a child's record in an emergency, and what became of the review. child_id and owner
-- are null when the number named no child whom the reader may know of: nothing else differs then.
CREATE TABLE alerts.emergency_access (
  access_id uuid PRIMARY KEY,
  position bigint NOT NULL,
  principal text NOT NULL,
  agency text COLLATE "C" NOT NULL,
  service text COLLATE "C" NOT NULL,
  child_id uuid,
  owner text COLLATE "C",
  reason smallint NOT NULL,
  sealed bytea NOT NULL,
  opened_at timestamptz NOT NULL,
  until timestamptz NOT NULL,
  review_due_at timestamptz NOT NULL,
  closed_at timestamptz,
  decision smallint NOT NULL DEFAULT 0,
  reviewed_by text,
  reviewed_at timestamptz,
  review_sealed bytea,
  review_position bigint,
  CHECK (opened_at < until AND until <= opened_at + interval '24 hours'),
  CHECK ((decision = 0) = (reviewed_by IS NULL)),
  CHECK ((child_id IS NULL) = (owner IS NULL))
);

CREATE INDEX emergency_access_principal ON alerts.emergency_access (principal, position);
CREATE INDEX emergency_access_agency ON alerts.emergency_access (agency, position);
CREATE INDEX emergency_access_owner ON alerts.emergency_access (owner, position);

GRANT SELECT, INSERT ON alerts.emergency_access TO yjx_app;
GRANT UPDATE (closed_at, decision, reviewed_by, reviewed_at, review_sealed, review_position)
  ON alerts.emergency_access TO yjx_app;
