-- What becomes of a notice and its alerts that are recalled, and what a child or parent disputes.
ALTER TABLE alerts.alert
  ALTER COLUMN sealed DROP NOT NULL,
  ADD COLUMN recalled_at timestamptz,
  ADD COLUMN recall_reason smallint,
  ADD COLUMN disputed boolean NOT NULL DEFAULT false;

CREATE INDEX alert_notice ON alerts.alert (notice_position);

-- Everyone who had received an alert before it was recalled: who has been told, by when they must
-- confirm that they rely on it no more, and when they did.
CREATE TABLE alerts.recall_receipt (
  alert_id uuid NOT NULL,
  principal text NOT NULL,
  service text NOT NULL,
  recalled_position bigint NOT NULL,
  confirm_by timestamptz NOT NULL,
  confirmed_at timestamptz,
  climbed_at timestamptz,
  told_position bigint,
  PRIMARY KEY (alert_id, principal)
);

CREATE INDEX recall_receipt_principal
  ON alerts.recall_receipt (principal, recalled_position);
CREATE INDEX recall_receipt_service
  ON alerts.recall_receipt (service, recalled_position);

-- What a child or parent disputes. Statement and answer are sealed, each under the key of its
-- entry.
CREATE TABLE alerts.dispute (
  dispute_id uuid PRIMARY KEY,
  position bigint NOT NULL,
  alert_id uuid NOT NULL,
  source_agency text NOT NULL,
  notice_position bigint NOT NULL,
  since timestamptz NOT NULL,
  due_at timestamptz NOT NULL,
  sealed bytea NOT NULL,
  answered_at timestamptz,
  upheld boolean,
  answer_sealed bytea,
  answer_position bigint
);

CREATE INDEX dispute_open
  ON alerts.dispute (source_agency, position) WHERE answered_at IS NULL;
-- One at a time: a second opinion belongs into the first dispute.
CREATE UNIQUE INDEX dispute_open_of_alert ON alerts.dispute (alert_id) WHERE answered_at IS NULL;

GRANT SELECT, INSERT, UPDATE ON alerts.recall_receipt TO yjx_app;
GRANT SELECT, INSERT ON alerts.dispute TO yjx_app;
GRANT UPDATE (answered_at, upheld, answer_sealed, answer_position) ON alerts.dispute TO yjx_app;

-- A withdrawn notice keeps its place, its reason and what replaced it, nothing else.
ALTER TABLE intelligence.notice
  ADD COLUMN withdrawn_at timestamptz,
  ADD COLUMN withdrawn_reason smallint,
  ADD COLUMN withdrawn_position bigint,
  ADD COLUMN replaced boolean NOT NULL DEFAULT false;

GRANT UPDATE (withdrawn_at, withdrawn_reason, withdrawn_position, replaced, linked, review,
    unmatched, alerts, notes)
  ON intelligence.notice TO yjx_app;
GRANT DELETE ON intelligence.link TO yjx_app;
