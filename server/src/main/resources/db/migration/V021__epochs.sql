-- Epochs of the log. After a restore the old origin is frozen as it is and a new one begins; an
-- origin is never used again.

CREATE TABLE journal.epoch (
  epoch bigint PRIMARY KEY CHECK (epoch > 0),
  first_position bigint NOT NULL CHECK (first_position > 0)
);

INSERT INTO journal.epoch (epoch, first_position)
SELECT epoch, 1 FROM journal.head;

GRANT SELECT ON journal.epoch TO yjx_app;

-- Leaves of former epochs: requests of then keep their first answers.
CREATE VIEW audit.former_leaf AS
SELECT 0::bigint AS epoch, leaf_index, position, leaf, leaf_hash FROM audit.leaf WHERE false;

GRANT SELECT ON audit.former_leaf TO yjx_app;

-- Run by the owner alone, while no server runs, in the transaction that writes leaf 0. The tables
-- of the log move aside with all their guards; new ones like them take their names.
CREATE FUNCTION audit.begin_epoch() RETURNS bigint
LANGUAGE plpgsql SET search_path = pg_catalog AS $$
DECLARE
  old bigint;
  last_position bigint;
  tbl text;
  former text := '';
  one bigint;
BEGIN
  SELECT h.epoch, h.position INTO STRICT old, last_position FROM journal.head h FOR UPDATE;
  FOREACH tbl IN ARRAY ARRAY['leaf', 'opening', 'tile'] LOOP
    EXECUTE format('ALTER TABLE audit.%I RENAME TO %I', tbl, tbl || '_epoch_' || old);
    EXECUTE format(
      'CREATE TABLE audit.%I (LIKE audit.%I INCLUDING ALL)', tbl, tbl || '_epoch_' || old);
    EXECUTE format(
      'CREATE TRIGGER refuse_truncate BEFORE TRUNCATE ON audit.%I
         FOR EACH STATEMENT EXECUTE FUNCTION audit.refuse_change()', tbl);
    EXECUTE format(
      'CREATE TRIGGER refuse_change BEFORE UPDATE %s ON audit.%I
         FOR EACH ROW EXECUTE FUNCTION audit.refuse_change()',
      CASE tbl WHEN 'opening' THEN '' ELSE 'OR DELETE' END, tbl);
    EXECUTE format('ALTER TABLE audit.%I ENABLE ALWAYS TRIGGER refuse_change', tbl);
    EXECUTE format('ALTER TABLE audit.%I ENABLE ALWAYS TRIGGER refuse_truncate', tbl);
    EXECUTE format('GRANT SELECT, INSERT ON audit.%I TO yjx_app', tbl);
    EXECUTE format('REVOKE INSERT ON audit.%I FROM yjx_app', tbl || '_epoch_' || old);
  END LOOP;
  CREATE TRIGGER allow_eraser BEFORE DELETE ON audit.opening
    FOR EACH ROW EXECUTE FUNCTION audit.allow_eraser();
  ALTER TABLE audit.opening ENABLE ALWAYS TRIGGER allow_eraser;
  GRANT SELECT, DELETE ON audit.opening TO yjx_eraser;
  INSERT INTO journal.epoch (epoch, first_position) VALUES (old + 1, last_position + 1);
  FOR one IN SELECT e.epoch FROM journal.epoch e WHERE e.epoch <= old ORDER BY e.epoch LOOP
    former := former || CASE former WHEN '' THEN '' ELSE ' UNION ALL ' END || format(
      'SELECT %s::bigint AS epoch, leaf_index, position, leaf, leaf_hash FROM audit.%I',
      one, 'leaf_epoch_' || one);
  END LOOP;
  EXECUTE 'CREATE OR REPLACE VIEW audit.former_leaf AS ' || former;
  UPDATE journal.head SET epoch = old + 1, tree_size = 0, frontier = ''::bytea;
  RETURN old + 1;
END
$$;

REVOKE EXECUTE ON FUNCTION audit.begin_epoch() FROM PUBLIC;
