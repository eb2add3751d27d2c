-- For how long controllers keep notices, what is held, and erasures that two people agree to.
CREATE SCHEMA retention;

-- The newest row of an agency counts, for everything there is: due times are never stored.
CREATE TABLE retention.schedule (
  agency_id text COLLATE "C" NOT NULL,
  position bigint NOT NULL,
  keep_days integer NOT NULL CHECK (keep_days BETWEEN 1 AND 36500),
  PRIMARY KEY (agency_id, position)
);

-- child_id is null for everything of the agency.
CREATE TABLE retention.hold (
  agency_id text COLLATE "C" NOT NULL,
  position bigint NOT NULL,
  child_id uuid,
  reason_sealed bytea NOT NULL,
  released_position bigint,
  PRIMARY KEY (agency_id, position)
);

CREATE TABLE retention.erasure (
  erasure_id uuid PRIMARY KEY,
  record_position bigint NOT NULL UNIQUE,
  agency_id text COLLATE "C" NOT NULL,
  due_since timestamptz NOT NULL,
  proposed_by text NOT NULL,
  proposed_position bigint NOT NULL,
  approved_by text,
  erased_position bigint,
  CHECK (approved_by <> proposed_by),
  CHECK ((approved_by IS NULL) = (erased_position IS NULL))
);

CREATE INDEX erasure_agency ON retention.erasure (agency_id, proposed_position);

GRANT USAGE ON SCHEMA retention TO yjx_app;
GRANT SELECT, INSERT ON retention.schedule, retention.hold, retention.erasure TO yjx_app;
GRANT UPDATE (released_position) ON retention.hold TO yjx_app;

-- The server may not delete keys: this function does, and only for an erasure that a second person
-- approves and that nothing holds.
CREATE FUNCTION retention.erase(erasure uuid, approver text, at_position bigint) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
DECLARE
  record bigint;
BEGIN
  UPDATE retention.erasure e
  SET approved_by = approver, erased_position = at_position
  WHERE e.erasure_id = erasure AND e.erased_position IS NULL
    AND NOT EXISTS (
      SELECT 1 FROM retention.hold h
      WHERE h.released_position IS NULL
        AND ((h.child_id IS NULL AND h.agency_id = e.agency_id) OR EXISTS (
          SELECT 1 FROM intelligence.link l
          WHERE l.notice_position = e.record_position AND l.child_id = h.child_id)))
  RETURNING e.record_position INTO record;
  IF record IS NULL THEN
    RAISE EXCEPTION 'there is no erasure to approve, or its record is held'
      USING ERRCODE = 'check_violation';
  END IF;
  DELETE FROM storage.record_key WHERE position = record;
  UPDATE intelligence.notice SET sealed = NULL, delete_after = NULL WHERE position = record;
  DELETE FROM intelligence.match_key WHERE notice_position = record;
END
$$;

REVOKE ALL ON FUNCTION retention.erase(uuid, text, bigint) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION retention.erase(uuid, text, bigint) TO yjx_app;
