-- What owners of records are told: that something of a record left towards a reader, under an
-- agreement that lets its senders know. No person, no child; when is when its entry was recorded.
CREATE SCHEMA evidence;

CREATE TABLE evidence.told_read (
  owner text NOT NULL,
  position bigint NOT NULL,
  ordinal integer NOT NULL,
  record_position bigint NOT NULL,
  agreement_id text NOT NULL,
  reader_agency text NOT NULL,
  reader_role smallint NOT NULL,
  PRIMARY KEY (owner, position, ordinal)
);

GRANT USAGE ON SCHEMA evidence TO yjx_app;
GRANT SELECT, INSERT ON evidence.told_read TO yjx_app;
