package uk.yjx.server.journal;

/** Types of columns that {@link BulkInsert} writes. */
enum ColumnKind {
  INT8("bigint"),
  INT4("integer"),
  INT2("smallint"),
  BOOL("boolean"),
  TEXT("text"),
  BYTEA("bytea"),
  UUID("uuid"),
  TIMESTAMPTZ("timestamptz");

  private final String typeName;

  ColumnKind(String typeName) {
    this.typeName = typeName;
  }

  /** The database's name of the type. */
  String typeName() {
    return typeName;
  }
}
