-- Documents that a check holds back: state 6, and why (numbers of the contract).
ALTER TABLE casepapers.document
  ADD COLUMN quarantine_reason smallint NOT NULL DEFAULT 0,
  ADD CHECK (state NOT IN (3, 4) OR quarantine_reason = 0),
  ADD CHECK (state <> 6 OR (quarantine_reason <> 0 AND committed_bytes = size_bytes));

GRANT UPDATE (quarantine_reason) ON casepapers.document TO yjx_app;

-- Of a document that is held back nothing is kept once its package is complete, but that it was.
CREATE FUNCTION casepapers.discard(document uuid, at timestamptz) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
BEGIN
  PERFORM 1 FROM casepapers.document d WHERE d.document_id = document AND d.state = 6;
  IF NOT FOUND THEN
    RAISE EXCEPTION 'only a document that is held back is discarded so'
      USING ERRCODE = 'check_violation';
  END IF;
  DELETE FROM casepapers.document_key k WHERE k.document_id = document;
  WITH gone AS (
    DELETE FROM casepapers.segment s WHERE s.document_id = document RETURNING s.blob_id)
  INSERT INTO casepapers.discarded_blob (blob_id, discarded_at)
  SELECT gone.blob_id, at FROM gone;
END
$$;

REVOKE ALL ON FUNCTION casepapers.discard(uuid, timestamptz) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION casepapers.discard(uuid, timestamptz) TO yjx_app;

-- A document that was held back can be begun again like one that was not.
CREATE OR REPLACE FUNCTION casepapers.forget(document uuid, at timestamptz) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
BEGIN
  UPDATE casepapers.document d
  SET writer_epoch = d.writer_epoch + 1, committed_bytes = 0, state = 1, quarantine_reason = 0
  WHERE d.document_id = document AND d.state IN (1, 2, 3, 6);
  IF NOT FOUND THEN
    RAISE EXCEPTION 'a document that can be read is not forgotten so'
      USING ERRCODE = 'check_violation';
  END IF;
  DELETE FROM casepapers.document_key k WHERE k.document_id = document;
  WITH gone AS (
    DELETE FROM casepapers.segment s WHERE s.document_id = document RETURNING s.blob_id)
  INSERT INTO casepapers.discarded_blob (blob_id, discarded_at)
  SELECT gone.blob_id, at FROM gone;
END
$$;
