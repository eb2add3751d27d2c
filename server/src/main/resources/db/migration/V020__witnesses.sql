-- Checkpoints as they are given to the world: with the log's second signature and with enough
-- witnesses' cosignatures. Added and read, never changed.

CREATE TABLE audit.published (
  origin text NOT NULL,
  tree_size bigint NOT NULL CHECK (tree_size >= 0),
  note text NOT NULL,
  published_at timestamptz NOT NULL,
  PRIMARY KEY (origin, tree_size)
);

CREATE TRIGGER refuse_change BEFORE UPDATE OR DELETE ON audit.published
  FOR EACH ROW EXECUTE FUNCTION audit.refuse_change();
CREATE TRIGGER refuse_truncate BEFORE TRUNCATE ON audit.published
  FOR EACH STATEMENT EXECUTE FUNCTION audit.refuse_change();
ALTER TABLE audit.published ENABLE ALWAYS TRIGGER refuse_change;
ALTER TABLE audit.published ENABLE ALWAYS TRIGGER refuse_truncate;

GRANT SELECT, INSERT ON audit.published TO yjx_app;
