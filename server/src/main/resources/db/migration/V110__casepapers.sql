-- Prosecution papers: packages, their documents, and where the sealed bytes of each are.
CREATE SCHEMA casepapers;

-- What the sender announced is sealed under the key of the entry that announced it; of a package
-- that was given up or ran out of time nothing of it is kept. relation and state are numbers of the
-- contract.
CREATE TABLE casepapers.package (
  package_id uuid PRIMARY KEY,
  position bigint NOT NULL,
  agency_id text COLLATE "C" NOT NULL,
  series_id uuid NOT NULL,
  version integer NOT NULL CHECK (version > 0),
  relation smallint NOT NULL,
  urn_fingerprint bigint NOT NULL,
  sealed bytea,
  state smallint NOT NULL,
  created_at timestamptz NOT NULL,
  expires_at timestamptz NOT NULL,
  completed_position bigint,
  completed_at timestamptz,
  UNIQUE (series_id, version),
  CHECK ((state = 2) = (completed_position IS NOT NULL)),
  CHECK (state IN (1, 2) OR sealed IS NULL)
);

CREATE INDEX package_open ON casepapers.package (agency_id, expires_at) WHERE state = 1;

-- What was received of a document. writer_epoch counts its openings: only the latest may commit.
CREATE TABLE casepapers.document (
  document_id uuid PRIMARY KEY,
  package_id uuid NOT NULL REFERENCES casepapers.package,
  ordinal smallint NOT NULL,
  size_bytes bigint NOT NULL CHECK (size_bytes > 0),
  state smallint NOT NULL,
  writer_epoch integer NOT NULL DEFAULT 0,
  committed_bytes bigint NOT NULL DEFAULT 0,
  UNIQUE (package_id, ordinal),
  CHECK (committed_bytes BETWEEN 0 AND size_bytes),
  CHECK (state NOT IN (2, 3, 4) OR committed_bytes = size_bytes)
);

-- Each opening writes a blob of its own, from the byte committed then to the one at which the next
-- opening began. A writer that was cut off and does not know it harms nobody: nothing reads there.
CREATE TABLE casepapers.segment (
  document_id uuid NOT NULL REFERENCES casepapers.document,
  writer_epoch integer NOT NULL,
  blob_id uuid NOT NULL UNIQUE,
  first_byte bigint NOT NULL,
  PRIMARY KEY (document_id, writer_epoch)
);

-- Without its row a document is unreadable for ever.
CREATE TABLE casepapers.document_key (
  document_id uuid PRIMARY KEY REFERENCES casepapers.document,
  wrapped bytea NOT NULL CHECK (octet_length(wrapped) BETWEEN 60 AND 200)
);

-- Blobs that nothing names any more; they are deleted more than once, because a writer that was cut
-- off may still make its file.
CREATE TABLE casepapers.discarded_blob (
  blob_id uuid PRIMARY KEY,
  discarded_at timestamptz NOT NULL,
  deleted boolean NOT NULL DEFAULT false
);

CREATE INDEX discarded_blob_order ON casepapers.discarded_blob (discarded_at);

-- The child a package is about (outcome 1), or may be about (2: a person must decide).
CREATE TABLE casepapers.link (
  package_id uuid NOT NULL REFERENCES casepapers.package,
  child_id uuid NOT NULL,
  outcome smallint NOT NULL,
  rule text NOT NULL,
  position bigint NOT NULL,
  PRIMARY KEY (package_id, child_id)
);

CREATE INDEX link_child ON casepapers.link (child_id, position) WHERE outcome = 1;

GRANT USAGE ON SCHEMA casepapers TO yjx_app;
GRANT SELECT, INSERT ON casepapers.package, casepapers.document, casepapers.segment,
  casepapers.document_key, casepapers.discarded_blob, casepapers.link TO yjx_app;
GRANT UPDATE (sealed, state, completed_position, completed_at) ON casepapers.package TO yjx_app;
GRANT UPDATE (state, writer_epoch, committed_bytes) ON casepapers.document TO yjx_app;
GRANT UPDATE (deleted), DELETE ON casepapers.discarded_blob TO yjx_app;

-- The server may not delete keys: this function does, for a document that cannot be read yet, and
-- hands its blobs over to be deleted. Whoever still writes to it is fenced off.
CREATE FUNCTION casepapers.forget(document uuid, at timestamptz) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
BEGIN
  UPDATE casepapers.document d
  SET writer_epoch = d.writer_epoch + 1, committed_bytes = 0, state = 1
  WHERE d.document_id = document AND d.state IN (1, 2, 3);
  IF NOT FOUND THEN
    RAISE EXCEPTION 'a document that can be read is not forgotten so'
      USING ERRCODE = 'check_violation';
  END IF;
  DELETE FROM casepapers.document_key WHERE document_id = document;
  WITH gone AS (
    DELETE FROM casepapers.segment WHERE document_id = document RETURNING blob_id)
  INSERT INTO casepapers.discarded_blob (blob_id, discarded_at)
  SELECT gone.blob_id, at FROM gone;
END
$$;

REVOKE ALL ON FUNCTION casepapers.forget(uuid, timestamptz) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION casepapers.forget(uuid, timestamptz) TO yjx_app;
