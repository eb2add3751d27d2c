-- Retention reaches every record a controller sends about a child: police notices (kind 1 of the
-- contract), notices of social care, health and custody (2), and packages of case papers (3).

-- What is kept, with the last thing its sender did to it and the entry whose alerts tell of it.
CREATE VIEW retention.record AS
SELECT n.position, n.agency_id COLLATE "C" AS agency_id, 1::smallint AS kind,
       n.notice_id AS record_id, greatest(e.recorded_at, n.withdrawn_at) AS last_at,
       n.position AS told_position
FROM intelligence.notice n
JOIN journal.entry e ON e.position = n.position
UNION ALL
SELECT n.position, n.agency_id COLLATE "C", 2::smallint, n.notice_id,
       greatest(e.recorded_at, n.withdrawn_at), n.position
FROM safeguarding.notice n
JOIN journal.entry e ON e.position = n.position
UNION ALL
SELECT p.position, p.agency_id COLLATE "C", 3::smallint, p.package_id, p.completed_at,
       p.completed_position
FROM casepapers.package p
WHERE p.completed_position IS NOT NULL;

-- Whom a record is, or may be, about: a hold for one of them keeps it.
CREATE VIEW retention.subject AS
SELECT l.notice_position AS position, l.child_id FROM intelligence.link l
UNION ALL
SELECT l.notice_position, l.child_id FROM safeguarding.link l
UNION ALL
SELECT p.position, l.child_id
FROM casepapers.link l
JOIN casepapers.package p ON p.package_id = l.package_id;

GRANT SELECT ON retention.record, retention.subject TO yjx_app;

-- As retention.erase, for every kind; that function stays for servers of the version before.
-- Blobs of papers are handed over to be deleted: without their keys they say nothing.
CREATE FUNCTION retention.erase_record(
  erasure uuid, approver text, at_position bigint, at timestamptz) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
DECLARE
  target bigint;
BEGIN
  UPDATE retention.erasure e
  SET approved_by = approver, erased_position = at_position
  WHERE e.erasure_id = erasure AND e.erased_position IS NULL
    AND NOT EXISTS (
      SELECT 1 FROM retention.hold h
      WHERE h.released_position IS NULL
        AND ((h.child_id IS NULL AND h.agency_id = e.agency_id) OR EXISTS (
          SELECT 1 FROM retention.subject s
          WHERE s.position = e.record_position AND s.child_id = h.child_id)))
  RETURNING e.record_position INTO target;
  IF target IS NULL THEN
    RAISE EXCEPTION 'there is no erasure to approve, or its record is held'
      USING ERRCODE = 'check_violation';
  END IF;
  DELETE FROM storage.record_key k
  USING retention.record r
  WHERE r.position = target AND k.position IN (r.position, r.told_position);
  UPDATE intelligence.notice SET sealed = NULL, delete_after = NULL WHERE position = target;
  DELETE FROM intelligence.match_key WHERE notice_position = target;
  UPDATE safeguarding.notice SET sealed = NULL, delete_after = NULL WHERE position = target;
  WITH gone AS (
    UPDATE casepapers.document d
    SET state = 5, committed_bytes = 0
    FROM casepapers.package p
    WHERE p.position = target AND d.package_id = p.package_id
    RETURNING d.document_id),
  unreadable AS (
    DELETE FROM casepapers.document_key k USING gone WHERE k.document_id = gone.document_id),
  blobs AS (
    DELETE FROM casepapers.segment s USING gone WHERE s.document_id = gone.document_id
    RETURNING s.blob_id)
  INSERT INTO casepapers.discarded_blob (blob_id, discarded_at)
  SELECT blobs.blob_id, at FROM blobs;
  UPDATE casepapers.package SET sealed = NULL WHERE position = target;
END
$$;

REVOKE ALL ON FUNCTION retention.erase_record(uuid, text, bigint, timestamptz) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION retention.erase_record(uuid, text, bigint, timestamptz) TO yjx_app;
