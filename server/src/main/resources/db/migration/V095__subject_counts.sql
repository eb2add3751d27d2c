-- How many events are about each child, counted from the log in windows of leaves. The root over a
-- window's counts stands in a leaf, so that neither an opening nor a count can vanish unseen.

CREATE TABLE audit.summary (
  epoch bigint NOT NULL,
  from_index bigint NOT NULL CHECK (from_index >= 0),
  to_index bigint NOT NULL CHECK (to_index > from_index),
  position bigint NOT NULL,
  PRIMARY KEY (epoch, from_index)
);

-- One row for each child that the window says something about; events counts from leaf 0.
CREATE TABLE audit.subject_count (
  epoch bigint NOT NULL,
  from_index bigint NOT NULL,
  ordinal int NOT NULL CHECK (ordinal >= 0),
  subject text COLLATE "C" NOT NULL,
  salt text NOT NULL,
  events bigint NOT NULL CHECK (events > 0),
  PRIMARY KEY (epoch, from_index, ordinal)
);

CREATE UNIQUE INDEX subject_count_subject ON audit.subject_count (epoch, subject, from_index);

CREATE TRIGGER refuse_change BEFORE UPDATE OR DELETE ON audit.summary
  FOR EACH ROW EXECUTE FUNCTION audit.refuse_change();
CREATE TRIGGER refuse_truncate BEFORE TRUNCATE ON audit.summary
  FOR EACH STATEMENT EXECUTE FUNCTION audit.refuse_change();
CREATE TRIGGER refuse_change BEFORE UPDATE OR DELETE ON audit.subject_count
  FOR EACH ROW EXECUTE FUNCTION audit.refuse_change();
CREATE TRIGGER refuse_truncate BEFORE TRUNCATE ON audit.subject_count
  FOR EACH STATEMENT EXECUTE FUNCTION audit.refuse_change();
ALTER TABLE audit.summary ENABLE ALWAYS TRIGGER refuse_change;
ALTER TABLE audit.summary ENABLE ALWAYS TRIGGER refuse_truncate;
ALTER TABLE audit.subject_count ENABLE ALWAYS TRIGGER refuse_change;
ALTER TABLE audit.subject_count ENABLE ALWAYS TRIGGER refuse_truncate;

GRANT SELECT, INSERT ON audit.summary, audit.subject_count TO yjx_app;
