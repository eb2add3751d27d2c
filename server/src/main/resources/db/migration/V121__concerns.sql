-- Concerns about children between two agencies. Nothing is ever deleted from a thread.
CREATE TABLE safeguarding.concern (
  concern_id uuid PRIMARY KEY,
  position bigint NOT NULL,
  child_id uuid NOT NULL,
  from_agency text NOT NULL,
  to_agency text NOT NULL,
  raised_by text NOT NULL,
  risk smallint NOT NULL,
  gateway smallint NOT NULL,
  do_not_contact_family boolean NOT NULL,
  raised_at timestamptz NOT NULL,
  raiser_alert uuid NOT NULL,
  receiver_alert uuid NOT NULL
);

CREATE INDEX concern_from ON safeguarding.concern (from_agency, position);
CREATE INDEX concern_to ON safeguarding.concern (to_agency, position);

-- Kinds and decisions are numbers of the contract (yjx.safeguarding.v1). The side is 0 for who
-- raised it, 1 for the other, null for the exchange itself. Content is sealed under its entry's key.
CREATE TABLE safeguarding.concern_entry (
  concern_id uuid NOT NULL,
  number integer NOT NULL CHECK (number > 0),
  position bigint NOT NULL,
  kind smallint NOT NULL,
  side smallint,
  decision smallint NOT NULL,
  rung integer NOT NULL,
  sealed bytea NOT NULL,
  PRIMARY KEY (concern_id, number)
);

GRANT SELECT, INSERT ON safeguarding.concern TO yjx_app;
GRANT SELECT, INSERT ON safeguarding.concern_entry TO yjx_app;
