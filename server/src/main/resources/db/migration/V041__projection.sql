-- What is kept beside an alert to cut it for each reader, and who accepted its conditions.
ALTER TABLE alerts.alert ADD COLUMN material bytea;

-- Who accepted the conditions of an alert before reading its text.
CREATE TABLE alerts.condition_acceptance (
  alert_id uuid NOT NULL,
  principal text NOT NULL,
  position bigint NOT NULL,
  PRIMARY KEY (alert_id, principal)
);

GRANT SELECT, INSERT ON alerts.condition_acceptance TO yjx_app;
