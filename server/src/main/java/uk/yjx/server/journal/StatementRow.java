package uk.yjx.server.journal;

import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A row as the parameters of a prepared statement. */
final class StatementRow extends TypedRow {
  private final PreparedStatement statement;

  StatementRow(PreparedStatement statement, List<ColumnKind> kinds) {
    super(kinds);
    this.statement = statement;
  }

  @Override
  void number(ColumnKind kind, int column, long value) {
    set(
        column,
        () -> {
          switch (kind) {
            case INT2 -> statement.setShort(column, (short) value);
            case INT4 -> statement.setInt(column, (int) value);
            case INT8, BOOL, TEXT, BYTEA, UUID, TIMESTAMPTZ -> statement.setLong(column, value);
          }
        });
  }

  @Override
  void bool(int column, boolean value) {
    set(column, () -> statement.setBoolean(column, value));
  }

  @Override
  void text(int column, @Nullable String value) {
    set(column, () -> statement.setString(column, value));
  }

  @Override
  void bytes(int column, byte @Nullable [] value) {
    set(column, () -> statement.setBytes(column, value));
  }

  @Override
  void uuid(int column, @Nullable UUID value) {
    set(column, () -> statement.setObject(column, value, Types.OTHER));
  }

  @Override
  void instant(int column, @Nullable Instant value) {
    set(
        column,
        () -> {
          if (value == null) {
            statement.setNull(column, Types.TIMESTAMP_WITH_TIMEZONE);
          } else {
            // The driver rounds to the microsecond, COPY and everything else here cuts off.
            statement.setObject(
                column, value.truncatedTo(ChronoUnit.MICROS).atOffset(ZoneOffset.UTC));
          }
        });
  }

  private interface Setter {
    void set() throws SQLException;
  }

  private static void set(int column, Setter setter) {
    try {
      setter.set();
    } catch (SQLException e) {
      throw new IllegalStateException("column " + column + " of the statement", e);
    }
  }
}
