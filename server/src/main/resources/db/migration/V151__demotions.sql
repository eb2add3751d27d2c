-- What people decided about kinds of alerts that were mostly closed without review. The reason is
-- sealed under its entry's key. The first decision stands.
CREATE TABLE oversight.demotion (
  service text NOT NULL,
  month date NOT NULL,
  kind smallint NOT NULL,
  accepted boolean NOT NULL,
  decided_by text NOT NULL,
  decided_at timestamptz NOT NULL,
  position bigint NOT NULL,
  sealed bytea NOT NULL,
  PRIMARY KEY (service, month, kind)
);

GRANT SELECT, INSERT ON oversight.demotion TO yjx_app;
