-- Where to look for an answer to a question about the log: of each 256 leaves in a row, keyed
-- fingerprints of what they can be found under. No answer comes from here: the leaves themselves
-- are read. Null topics mean that nothing is known and the block has to be read.
CREATE TABLE evidence.leaf_block (
  epoch bigint NOT NULL,
  block bigint NOT NULL CHECK (block >= 0),
  topics bigint[],
  PRIMARY KEY (epoch, block)
);

CREATE INDEX leaf_block_topics ON evidence.leaf_block USING gin (topics);
CREATE INDEX leaf_block_unknown ON evidence.leaf_block (epoch, block) WHERE topics IS NULL;

GRANT SELECT, INSERT, UPDATE ON evidence.leaf_block TO yjx_app;

-- What was erased can no longer be found, not even by which leaves belong together. Whoever
-- describes blocks holds the same lock alone, so that nothing erased meanwhile is written down.
CREATE FUNCTION evidence.forget_topics() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
BEGIN
  PERFORM pg_advisory_xact_lock_shared(190, 1);
  UPDATE evidence.leaf_block b
  SET topics = NULL
  FROM journal.entry e
  WHERE e.position = OLD.position
    AND b.epoch = (
      SELECT max(p.epoch) FROM journal.epoch p WHERE p.first_position <= OLD.position)
    AND b.block BETWEEN e.leaf_index / 256 AND (e.leaf_index + e.leaf_count - 1) / 256;
  RETURN NULL;
END
$$;

REVOKE ALL ON FUNCTION evidence.forget_topics() FROM PUBLIC;

CREATE TRIGGER forget_topics AFTER DELETE ON storage.record_key
  FOR EACH ROW EXECUTE FUNCTION evidence.forget_topics();
ALTER TABLE storage.record_key ENABLE ALWAYS TRIGGER forget_topics;
