package uk.yjx.server.journal;

/** Types of columns that {@link BulkInsert} writes. */
enum ColumnKind {
  INT8,
  INT4,
  INT2,
  BOOL,
  TEXT,
  BYTEA,
  UUID,
  TIMESTAMPTZ
}
