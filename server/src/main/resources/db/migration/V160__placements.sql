-- Children of one service who live in another's area, and what is owed to who looks after them
-- there. home_child_id is null where the home service knows no child by the number given. Parties
-- and kinds are numbers of the contract (yjx.safeguarding.v1). Nothing is ever deleted.
CREATE TABLE safeguarding.placement (
  placement_id uuid PRIMARY KEY,
  position bigint NOT NULL,
  host text NOT NULL,
  host_child_id uuid NOT NULL,
  home text NOT NULL,
  home_child_id uuid,
  placing_agency text,
  gateway smallint NOT NULL,
  recorded_by text NOT NULL,
  valid_from timestamptz NOT NULL,
  valid_until timestamptz,
  host_alert uuid NOT NULL,
  home_alert uuid NOT NULL,
  placing_alert uuid NOT NULL,
  ended_at timestamptz,
  CHECK (valid_from < valid_until)
);

CREATE INDEX placement_host ON safeguarding.placement (host, position);
CREATE INDEX placement_home ON safeguarding.placement (home, position);
CREATE INDEX placement_placing ON safeguarding.placement (placing_agency, position);

CREATE TABLE safeguarding.owed_item (
  item_id uuid PRIMARY KEY,
  placement_id uuid NOT NULL,
  kind smallint NOT NULL,
  owed_by smallint NOT NULL,
  authority text NOT NULL,
  due_at timestamptz NOT NULL,
  received_at timestamptz,
  climbs integer NOT NULL DEFAULT 0,
  defaulted_at timestamptz,
  not_waited_since timestamptz,
  UNIQUE (placement_id, kind)
);

CREATE INDEX owed_item_due ON safeguarding.owed_item (due_at, authority);

GRANT SELECT, INSERT ON safeguarding.placement TO yjx_app;
GRANT UPDATE (ended_at) ON safeguarding.placement TO yjx_app;
GRANT SELECT, INSERT ON safeguarding.owed_item TO yjx_app;
GRANT UPDATE (received_at, climbs, defaulted_at, not_waited_since)
  ON safeguarding.owed_item TO yjx_app;
