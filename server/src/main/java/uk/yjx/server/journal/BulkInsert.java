package uk.yjx.server.journal;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Types;
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
 * Inserts many rows into one table in one round trip: a prepared batch while there are few, binary
 * COPY (PostgreSQL's own bulk format) from {@link #COPY_ROWS_MIN} rows on. Never updates.
 *
 * @param <R> what a row is made from
 */
public final class BulkInsert<R> {
  /** From this many rows on COPY is faster than a prepared batch, parsing included. */
  static final int COPY_ROWS_MIN = 48;

  private static final byte[] COPY_SIGNATURE = {
    'P', 'G', 'C', 'O', 'P', 'Y', '\n', (byte) 0xFF, '\r', '\n', 0
  };
  private static final long POSTGRES_EPOCH_SECONDS = 946_684_800L;

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
            + ") VALUES ("
            + builder.names.stream().map(n -> "?").collect(Collectors.joining(", "))
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
    if (rows.size() < COPY_ROWS_MIN) {
      batch(connection, rows);
    } else {
      copy(connection, rows);
    }
  }

  private void batch(Connection connection, List<? extends R> rows) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(insert)) {
      StatementRow out = new StatementRow(statement, kinds);
      for (R row : rows) {
        out.begin();
        fill.accept(row, out);
        out.end();
        statement.addBatch();
      }
      statement.executeBatch();
    }
  }

  private void copy(Connection connection, List<? extends R> rows) throws SQLException {
    CopyIn stream = connection.unwrap(PGConnection.class).getCopyAPI().copyIn(copy);
    try {
      CopyRow out = new CopyRow(kinds);
      for (R row : rows) {
        out.begin();
        fill.accept(row, out);
        out.end();
      }
      byte[] bytes = out.finish();
      stream.writeToCopy(bytes, 0, bytes.length);
      stream.endCopy();
    } finally {
      if (stream.isActive()) {
        stream.cancelCopy();
      }
    }
  }

  /** One row being written: a value for each column, in the order of the description. */
  public interface Row {
    /** An int8 value. */
    Row put(long value);

    /** An int4, int2 value. */
    Row put(int value);

    /** A boolean value. */
    Row put(boolean value);

    /** A text value or null. */
    Row put(@Nullable String value);

    /** A bytea value or null. */
    Row put(byte @Nullable [] value);

    /** A uuid value or null. */
    Row put(@Nullable UUID value);

    /** A timestamptz value or null, to the microsecond. */
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

  private static final class StatementRow implements Row {
    private final PreparedStatement statement;
    private final List<ColumnKind> kinds;
    private int column;

    StatementRow(PreparedStatement statement, List<ColumnKind> kinds) {
      this.statement = statement;
      this.kinds = kinds;
    }

    void begin() {
      column = 0;
    }

    void end() {
      checkComplete(column, kinds);
    }

    private interface Setter {
      void set(int index) throws SQLException;
    }

    private Row set(Setter setter) {
      try {
        setter.set(++column);
        return this;
      } catch (SQLException e) {
        throw new IllegalStateException("column " + column + " of the statement", e);
      }
    }

    @Override
    public Row put(long value) {
      return set(i -> statement.setLong(i, value));
    }

    @Override
    public Row put(int value) {
      return set(i -> statement.setInt(i, value));
    }

    @Override
    public Row put(boolean value) {
      return set(i -> statement.setBoolean(i, value));
    }

    @Override
    public Row put(@Nullable String value) {
      return set(i -> statement.setString(i, value));
    }

    @Override
    public Row put(byte @Nullable [] value) {
      return set(i -> statement.setBytes(i, value));
    }

    @Override
    public Row put(@Nullable UUID value) {
      return set(i -> statement.setObject(i, value, Types.OTHER));
    }

    @Override
    public Row put(@Nullable Instant value) {
      return set(
          i ->
              statement.setObject(
                  i, value == null ? null : value.atOffset(java.time.ZoneOffset.UTC)));
    }
  }

  private static final class CopyRow implements Row {
    private final List<ColumnKind> kinds;
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream(64 * 1024);
    private final DataOutputStream out = new DataOutputStream(bytes);
    private int column;

    CopyRow(List<ColumnKind> kinds) {
      this.kinds = kinds;
      write(
          () -> {
            out.write(COPY_SIGNATURE);
            out.writeInt(0);
            out.writeInt(0);
          });
    }

    void begin() {
      column = 0;
      write(() -> out.writeShort(kinds.size()));
    }

    void end() {
      checkComplete(column, kinds);
    }

    byte[] finish() {
      write(() -> out.writeShort(-1));
      return bytes.toByteArray();
    }

    private interface Write {
      void run() throws IOException;
    }

    private Row write(Write write) {
      try {
        write.run();
        return this;
      } catch (IOException e) {
        throw new UncheckedIOException(e); // a byte array does not fail
      }
    }

    private Row nothing() {
      column++;
      return write(() -> out.writeInt(-1));
    }

    @Override
    public Row put(long value) {
      column++;
      return write(
          () -> {
            out.writeInt(8);
            out.writeLong(value);
          });
    }

    @Override
    public Row put(int value) {
      ColumnKind kind = kinds.get(column++);
      return write(
          () -> {
            switch (kind) {
              case INT2 -> {
                out.writeInt(2);
                out.writeShort(value);
              }
              case INT4 -> {
                out.writeInt(4);
                out.writeInt(value);
              }
              case INT8 -> {
                out.writeInt(8);
                out.writeLong(value);
              }
              case BOOL, TEXT, BYTEA, UUID, TIMESTAMPTZ ->
                  throw new IllegalStateException("column " + column + " is not a number");
            }
          });
    }

    @Override
    public Row put(boolean value) {
      column++;
      return write(
          () -> {
            out.writeInt(1);
            out.writeByte(value ? 1 : 0);
          });
    }

    @Override
    public Row put(@Nullable String value) {
      return value == null ? nothing() : put(value.getBytes(StandardCharsets.UTF_8));
    }

    @Override
    public Row put(byte @Nullable [] value) {
      if (value == null) {
        return nothing();
      }
      column++;
      return write(
          () -> {
            out.writeInt(value.length);
            out.write(value);
          });
    }

    @Override
    public Row put(@Nullable UUID value) {
      if (value == null) {
        return nothing();
      }
      column++;
      return write(
          () -> {
            out.writeInt(16);
            out.writeLong(value.getMostSignificantBits());
            out.writeLong(value.getLeastSignificantBits());
          });
    }

    @Override
    public Row put(@Nullable Instant value) {
      if (value == null) {
        return nothing();
      }
      column++;
      long micros =
          (value.getEpochSecond() - POSTGRES_EPOCH_SECONDS) * 1_000_000L + value.getNano() / 1_000;
      return write(
          () -> {
            out.writeInt(8);
            out.writeLong(micros);
          });
    }
  }

  private static void checkComplete(int column, List<ColumnKind> kinds) {
    if (column != kinds.size()) {
      throw new IllegalStateException(
          "a row has " + column + " values for " + kinds.size() + " columns");
    }
  }

}
