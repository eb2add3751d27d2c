package uk.yjx.server.journal;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.function.BiConsumer;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGConnection;
import org.postgresql.copy.CopyIn;

/**
 * Inserts many rows into one table: a prepared batch while there are few, binary COPY (PostgreSQL's
 * own bulk format) from {@link #COPY_ROWS_MIN} rows on. Both write the same values and refuse the
 * same ones. Never updates.
 *
 * @param <R> what a row is made from
 */
public final class BulkInsert<R> {
  /** From this many rows on COPY is faster than arrays, parsing included. */
  static final int COPY_ROWS_MIN = 48;

  private final String insert;
  private final String copy;
  private final List<ColumnKind> kinds;
  private final BiConsumer<R, Row> fill;

  private BulkInsert(Builder builder, BiConsumer<R, Row> fill) {
    String columns = String.join(", ", builder.names);
    this.insert =
        "INSERT INTO "
            + builder.table
            + " ("
            + columns
            + ") SELECT * FROM unnest("
            + builder.kinds.stream()
                .map(kind -> "?::" + kind.typeName() + "[]")
                .collect(Collectors.joining(", "))
            + ")";
    this.copy = "COPY " + builder.table + " (" + columns + ") FROM STDIN WITH (FORMAT binary)";
    this.kinds = List.copyOf(builder.kinds);
    this.fill = fill;
  }

  /** Begins the description of a table, schema-qualified. */
  public static Builder into(String table) {
    return new Builder(table);
  }

  /** Inserts the rows; does nothing when there are none. */
  public void execute(Connection connection, List<? extends R> rows) throws SQLException {
    if (rows.isEmpty()) {
      return;
    }
    Script script = new Script();
    if (append(script, rows)) {
      script.execute(connection);
    } else {
      copy(connection, rows);
    }
  }

  /**
   * Adds the rows to a script; false, and nothing added, when they are so many that {@link
   * #execute} is faster.
   */
  public boolean append(Script script, List<? extends R> rows) {
    if (rows.size() >= COPY_ROWS_MIN) {
      return false;
    }
    if (!rows.isEmpty()) {
      ColumnRows out = new ColumnRows(kinds, rows.size());
      for (R row : rows) {
        out.begin();
        fill.accept(row, out);
        out.end();
      }
      Script.Parameter[] columns = new Script.Parameter[kinds.size()];
      for (int i = 0; i < columns.length; i++) {
        columns[i] = Script.array(kinds.get(i).typeName(), out.column(i));
      }
      script.add(insert, columns);
    }
    return true;
  }

  private void copy(Connection connection, List<? extends R> rows) throws SQLException {
    // Encoded before COPY begins: while the server waits for its rows no timeout reaches it.
    CopyRow out = new CopyRow(kinds, rows.size());
    for (R row : rows) {
      out.begin();
      fill.accept(row, out);
      out.end();
    }
    out.finish();
    CopyIn stream = connection.unwrap(PGConnection.class).getCopyAPI().copyIn(copy);
    try {
      stream.writeToCopy(out.bytes(), 0, out.length());
      stream.endCopy();
    } finally {
      if (stream.isActive()) {
        stream.cancelCopy();
      }
    }
  }

  /**
   * One row being written: a value for each column, in the order of the description. A value of
   * another type than its column's, or outside its column's range, is refused.
   */
  public interface Row {
    /** A value of an int8, int4 or int2 column. */
    Row put(long value);

    /** A value of an int8, int4 or int2 column. */
    Row put(int value);

    /** A boolean value. */
    Row put(boolean value);

    /** A text value or null. */
    Row put(@Nullable String value);

    /** A bytea value or null. */
    Row put(byte @Nullable [] value);

    /** A uuid value or null. */
    Row put(@Nullable UUID value);

    /** A timestamptz value or null; what is finer than a microsecond is cut off. */
    Row put(@Nullable Instant value);
  }

  /** Describes a table's columns. */
  public static final class Builder {
    private final String table;
    private final List<String> names = new ArrayList<>();
    private final List<ColumnKind> kinds = new ArrayList<>();

    private Builder(String table) {
      this.table = table;
    }

    /** Adds a bigint column. */
    public Builder int8(String name) {
      return add(name, ColumnKind.INT8);
    }

    /** Adds an integer column. */
    public Builder int4(String name) {
      return add(name, ColumnKind.INT4);
    }

    /** Adds a smallint column. */
    public Builder int2(String name) {
      return add(name, ColumnKind.INT2);
    }

    /** Adds a boolean column. */
    public Builder bool(String name) {
      return add(name, ColumnKind.BOOL);
    }

    /** Adds a text column. */
    public Builder text(String name) {
      return add(name, ColumnKind.TEXT);
    }

    /** Adds a bytea column. */
    public Builder bytea(String name) {
      return add(name, ColumnKind.BYTEA);
    }

    /** Adds a uuid column. */
    public Builder uuid(String name) {
      return add(name, ColumnKind.UUID);
    }

    /** Adds a timestamptz column. */
    public Builder timestamptz(String name) {
      return add(name, ColumnKind.TIMESTAMPTZ);
    }

    /** Ends the description: how a value becomes a row. */
    public <R> BulkInsert<R> filledBy(BiConsumer<R, Row> fill) {
      return new BulkInsert<>(this, fill);
    }

    private Builder add(String name, ColumnKind kind) {
      names.add(name);
      kinds.add(kind);
      return this;
    }
  }
}
