-- What youth justice services submitted to police agencies. Content sealed under its entry's key.
CREATE TABLE safeguarding.information (
  position bigint PRIMARY KEY,
  information_id uuid NOT NULL UNIQUE,
  service text NOT NULL,
  to_agency text NOT NULL,
  submitted_by text NOT NULL,
  gateway smallint NOT NULL,
  regime smallint NOT NULL,
  in_session boolean NOT NULL,
  submitted_at timestamptz NOT NULL,
  sealed bytea NOT NULL
);

CREATE INDEX information_to ON safeguarding.information (to_agency, position);

GRANT SELECT, INSERT ON safeguarding.information TO yjx_app;
