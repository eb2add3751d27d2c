-- The log: leaves and what opens them, complete tiles, signed checkpoints, who may sign.
-- Rows are added and read, never changed. Only a superuser gets past the triggers below, and only
-- checkpoints kept elsewhere show that; see the threat model.

CREATE SCHEMA audit;

GRANT USAGE ON SCHEMA audit TO yjx_app, yjx_eraser;

-- The canonical bytes of every event, as hashed. The primary key is what stops a fork: two writers
-- with the same tree size cannot both commit.
CREATE TABLE audit.leaf (
  leaf_index bigint PRIMARY KEY CHECK (leaf_index >= 0),
  position bigint NOT NULL CHECK (position >= 0),
  leaf bytea NOT NULL CHECK (octet_length(leaf) BETWEEN 1 AND 65535),
  leaf_hash bytea NOT NULL CHECK (octet_length(leaf_hash) = 32)
);

-- Names, salts and values of a leaf's personal members, sealed with the key of its position.
CREATE TABLE audit.opening (
  leaf_index bigint PRIMARY KEY CHECK (leaf_index >= 0),
  position bigint NOT NULL CHECK (position >= 0),
  sealed bytea NOT NULL
);

-- 256 hashes of one level, once all are known; incomplete tiles follow from audit.leaf.
CREATE TABLE audit.tile (
  level int NOT NULL CHECK (level BETWEEN 0 AND 7),
  tile_index bigint NOT NULL CHECK (tile_index >= 0),
  hashes bytea NOT NULL CHECK (octet_length(hashes) = 8192),
  PRIMARY KEY (level, tile_index)
);

CREATE TABLE audit.checkpoint (
  origin text NOT NULL,
  tree_size bigint NOT NULL CHECK (tree_size >= 0),
  note text NOT NULL,
  signed_at timestamptz NOT NULL,
  PRIMARY KEY (origin, tree_size)
);

-- One signer at a time. A lease that changes hands raises the fence, so that a process that was
-- stopped and woke up is seen to be the older one.
CREATE TABLE audit.signer (
  origin text PRIMARY KEY,
  holder uuid NOT NULL,
  fence bigint NOT NULL CHECK (fence > 0),
  lease_until timestamptz NOT NULL
);

-- Hashes, digests and ciphertext do not compress; trying costs time on every insert.
ALTER TABLE audit.leaf ALTER COLUMN leaf SET STORAGE EXTERNAL;
ALTER TABLE audit.opening ALTER COLUMN sealed SET STORAGE EXTERNAL;
ALTER TABLE audit.tile ALTER COLUMN hashes SET STORAGE EXTERNAL;

CREATE FUNCTION audit.refuse_change() RETURNS trigger
LANGUAGE plpgsql SET search_path = pg_catalog AS $$
BEGIN
  RAISE EXCEPTION 'rows of audit.% are never changed: % refused', TG_TABLE_NAME, TG_OP
    USING ERRCODE = 'insufficient_privilege';
END
$$;

-- Erasing what opens a leaf leaves the leaf, its proof and its plain members as they are.
CREATE FUNCTION audit.allow_eraser() RETURNS trigger
LANGUAGE plpgsql SET search_path = pg_catalog AS $$
BEGIN
  IF current_user = 'yjx_eraser' THEN
    RETURN OLD;
  END IF;
  RAISE EXCEPTION 'rows of audit.% are deleted by yjx_eraser alone', TG_TABLE_NAME
    USING ERRCODE = 'insufficient_privilege';
END
$$;

CREATE FUNCTION audit.guard_fence() RETURNS trigger
LANGUAGE plpgsql SET search_path = pg_catalog AS $$
BEGIN
  IF NEW.origin <> OLD.origin OR NEW.fence < OLD.fence
     OR (NEW.holder <> OLD.holder AND NEW.fence = OLD.fence) THEN
    RAISE EXCEPTION 'a new holder of the signing lease raises the fence above %', OLD.fence
      USING ERRCODE = 'check_violation';
  END IF;
  RETURN NEW;
END
$$;

CREATE TRIGGER refuse_change BEFORE UPDATE OR DELETE ON audit.leaf
  FOR EACH ROW EXECUTE FUNCTION audit.refuse_change();
CREATE TRIGGER refuse_truncate BEFORE TRUNCATE ON audit.leaf
  FOR EACH STATEMENT EXECUTE FUNCTION audit.refuse_change();
CREATE TRIGGER refuse_change BEFORE UPDATE OR DELETE ON audit.tile
  FOR EACH ROW EXECUTE FUNCTION audit.refuse_change();
CREATE TRIGGER refuse_truncate BEFORE TRUNCATE ON audit.tile
  FOR EACH STATEMENT EXECUTE FUNCTION audit.refuse_change();
CREATE TRIGGER refuse_change BEFORE UPDATE OR DELETE ON audit.checkpoint
  FOR EACH ROW EXECUTE FUNCTION audit.refuse_change();
CREATE TRIGGER refuse_truncate BEFORE TRUNCATE ON audit.checkpoint
  FOR EACH STATEMENT EXECUTE FUNCTION audit.refuse_change();
CREATE TRIGGER refuse_change BEFORE UPDATE ON audit.opening
  FOR EACH ROW EXECUTE FUNCTION audit.refuse_change();
CREATE TRIGGER allow_eraser BEFORE DELETE ON audit.opening
  FOR EACH ROW EXECUTE FUNCTION audit.allow_eraser();
CREATE TRIGGER refuse_truncate BEFORE TRUNCATE ON audit.opening
  FOR EACH STATEMENT EXECUTE FUNCTION audit.refuse_change();
CREATE TRIGGER guard_fence BEFORE UPDATE ON audit.signer
  FOR EACH ROW EXECUTE FUNCTION audit.guard_fence();

-- A plain trigger is skipped in a session that says it replicates; these are not.
ALTER TABLE audit.leaf ENABLE ALWAYS TRIGGER refuse_change;
ALTER TABLE audit.leaf ENABLE ALWAYS TRIGGER refuse_truncate;
ALTER TABLE audit.tile ENABLE ALWAYS TRIGGER refuse_change;
ALTER TABLE audit.tile ENABLE ALWAYS TRIGGER refuse_truncate;
ALTER TABLE audit.checkpoint ENABLE ALWAYS TRIGGER refuse_change;
ALTER TABLE audit.checkpoint ENABLE ALWAYS TRIGGER refuse_truncate;
ALTER TABLE audit.opening ENABLE ALWAYS TRIGGER refuse_change;
ALTER TABLE audit.opening ENABLE ALWAYS TRIGGER allow_eraser;
ALTER TABLE audit.opening ENABLE ALWAYS TRIGGER refuse_truncate;
ALTER TABLE audit.signer ENABLE ALWAYS TRIGGER guard_fence;

GRANT SELECT, INSERT ON audit.leaf, audit.opening, audit.tile, audit.checkpoint TO yjx_app;
GRANT SELECT, INSERT ON audit.signer TO yjx_app;
-- The lease is no evidence; it has to move.
GRANT UPDATE (holder, fence, lease_until) ON audit.signer TO yjx_app;
GRANT SELECT, DELETE ON audit.opening TO yjx_eraser;
