-- Alerts, the mailboxes they stand in, who received them, and what nobody owns.
CREATE SCHEMA alerts;

-- One row an alert. The facts of the event are sealed under the key of the entry that raised it.
-- child_id is null for a notice that went to a social-care front door unmatched.
CREATE TABLE alerts.alert (
  alert_id uuid PRIMARY KEY,
  child_id uuid,
  service text,
  source_agency text NOT NULL,
  kind smallint NOT NULL,
  urgency smallint NOT NULL,
  category smallint NOT NULL,
  gateway smallint NOT NULL,
  agreement_id text NOT NULL,
  agreement_version int NOT NULL,
  raised_position bigint NOT NULL,
  raised_at timestamptz NOT NULL,
  due_at timestamptz,
  notice_position bigint NOT NULL,
  sealed bytea NOT NULL,
  state smallint NOT NULL,
  assigned_to text,
  acknowledged_by text,
  acknowledged_at timestamptz,
  outcome smallint NOT NULL,
  outcome_sealed bytea,
  outcome_position bigint
) WITH (fillfactor = 80);

CREATE INDEX alert_child ON alerts.alert (child_id, raised_position);
CREATE INDEX alert_service ON alerts.alert (service, raised_position);
CREATE INDEX alert_raised ON alerts.alert (raised_position);

-- Append-only lists, one for each responsible person or desk. Cursors run over them.
CREATE TABLE alerts.mailbox_entry (
  mailbox text NOT NULL,
  position bigint NOT NULL,
  ordinal int NOT NULL,
  service text NOT NULL,
  alert_id uuid NOT NULL,
  cause smallint NOT NULL,
  PRIMARY KEY (mailbox, position, ordinal)
);

CREATE INDEX mailbox_entry_order ON alerts.mailbox_entry (position, ordinal);
CREATE INDEX mailbox_entry_service ON alerts.mailbox_entry (service, position, ordinal);
CREATE INDEX mailbox_entry_alert ON alerts.mailbox_entry (alert_id);

-- Towards whom an alert was ever released: everyone who must hear of a withdrawal.
CREATE TABLE alerts.disclosure (
  alert_id uuid NOT NULL,
  principal text NOT NULL,
  position bigint NOT NULL,
  PRIMARY KEY (alert_id, principal)
);

-- Urgent notices that reached nobody: no content, no child, no sender.
CREATE TABLE alerts.unowned (
  item_id uuid PRIMARY KEY,
  position bigint NOT NULL,
  reason smallint NOT NULL,
  urgency smallint NOT NULL,
  service text,
  since timestamptz NOT NULL,
  due_at timestamptz NOT NULL,
  closed boolean NOT NULL DEFAULT false
);

CREATE INDEX unowned_order ON alerts.unowned (position, item_id);

-- The live stream of each installation; a higher epoch fences the lower ones.
CREATE TABLE alerts.stream_session (
  principal text NOT NULL,
  instance_id text NOT NULL,
  epoch bigint NOT NULL,
  PRIMARY KEY (principal, instance_id)
);

-- Up to when changes that fall due by date have been put into mailboxes, and up to which position
-- mailboxes have been pruned.
CREATE TABLE alerts.watermark (
  only_row boolean PRIMARY KEY DEFAULT true CHECK (only_row),
  dated_changes_until timestamptz NOT NULL,
  pruned_below bigint NOT NULL
);

INSERT INTO alerts.watermark (dated_changes_until, pruned_below) VALUES ('epoch', 0);

GRANT USAGE ON SCHEMA alerts TO yjx_app;
GRANT SELECT, INSERT, UPDATE ON alerts.alert TO yjx_app;
GRANT SELECT, INSERT, DELETE ON alerts.mailbox_entry TO yjx_app;
GRANT SELECT, INSERT ON alerts.disclosure TO yjx_app;
GRANT SELECT, INSERT, UPDATE ON alerts.unowned TO yjx_app;
GRANT SELECT, INSERT, UPDATE ON alerts.stream_session TO yjx_app;
GRANT SELECT, UPDATE ON alerts.watermark TO yjx_app;
