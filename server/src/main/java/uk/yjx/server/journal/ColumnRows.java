package uk.yjx.server.journal;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Rows column by column, each column an array of the database's. */
final class ColumnRows extends TypedRow {
  private final Object[][] columns;
  private int row = -1;

  ColumnRows(List<ColumnKind> kinds, int rows) {
    super(kinds);
    columns = new Object[kinds.size()][];
    for (int i = 0; i < columns.length; i++) {
      columns[i] =
          switch (kinds.get(i)) {
            case INT8 -> new Long[rows];
            case INT4 -> new Integer[rows];
            case INT2 -> new Short[rows];
            case BOOL -> new Boolean[rows];
            case BYTEA -> new byte[rows][];
            case TEXT, UUID, TIMESTAMPTZ -> new String[rows];
          };
    }
  }

  /** The values of a column, from 0. */
  Object[] column(int index) {
    return columns[index];
  }

  @Override
  void begin() {
    super.begin();
    row++;
  }

  @Override
  void number(ColumnKind kind, int column, long value) {
    columns[column - 1][row] =
        switch (kind) {
          case INT2 -> (Object) (short) value;
          case INT4 -> (Object) (int) value;
          case INT8, BOOL, TEXT, BYTEA, UUID, TIMESTAMPTZ -> (Object) value;
        };
  }

  @Override
  void bool(int column, boolean value) {
    columns[column - 1][row] = value;
  }

  @Override
  void text(int column, @Nullable String value) {
    columns[column - 1][row] = value;
  }

  @Override
  void bytes(int column, byte @Nullable [] value) {
    columns[column - 1][row] = value;
  }

  @Override
  void uuid(int column, @Nullable UUID value) {
    columns[column - 1][row] = value == null ? null : value.toString();
  }

  @Override
  void instant(int column, @Nullable Instant value) {
    // The database rounds to the microsecond, COPY and everything else here cuts off.
    columns[column - 1][row] =
        value == null ? null : value.truncatedTo(ChronoUnit.MICROS).toString();
  }
}
