package uk.yjx.server.journal;

import java.sql.SQLDataException;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Holds every value of a row to its column, so that both ways of inserting take and refuse the same
 * rows.
 */
abstract class TypedRow implements BulkInsert.Row {
  /** SQLSTATE numeric_value_out_of_range: a data error, as the database would call it. */
  private static final String OUT_OF_RANGE = "22003";

  private final List<ColumnKind> kinds;
  private int column;

  TypedRow(List<ColumnKind> kinds) {
    this.kinds = kinds;
  }

  /** Writes a number that fits its kind of column, which is one of the three integers. */
  abstract void number(ColumnKind kind, int column, long value);

  abstract void bool(int column, boolean value);

  abstract void text(int column, @Nullable String value);

  abstract void bytes(int column, byte @Nullable [] value);

  abstract void uuid(int column, @Nullable UUID value);

  abstract void instant(int column, @Nullable Instant value);

  /** Begins a row. */
  void begin() {
    column = 0;
  }

  /** Ends a row, which has a value for every column. */
  void end() {
    if (column != kinds.size()) {
      throw new IllegalStateException(
          "a row has " + column + " values for " + kinds.size() + " columns");
    }
  }

  @Override
  public final BulkInsert.Row put(long value) {
    ColumnKind kind = next();
    switch (kind) {
      case INT8 -> number(kind, column, value);
      case INT4 -> number(kind, column, inRange(value, Integer.MIN_VALUE, Integer.MAX_VALUE));
      case INT2 -> number(kind, column, inRange(value, Short.MIN_VALUE, Short.MAX_VALUE));
      case BOOL, TEXT, BYTEA, UUID, TIMESTAMPTZ -> throw otherKind(kind, "a number");
    }
    return this;
  }

  @Override
  public final BulkInsert.Row put(int value) {
    return put((long) value);
  }

  @Override
  public final BulkInsert.Row put(boolean value) {
    expect(ColumnKind.BOOL);
    bool(column, value);
    return this;
  }

  @Override
  public final BulkInsert.Row put(@Nullable String value) {
    expect(ColumnKind.TEXT);
    text(column, value);
    return this;
  }

  @Override
  public final BulkInsert.Row put(byte @Nullable [] value) {
    expect(ColumnKind.BYTEA);
    bytes(column, value);
    return this;
  }

  @Override
  public final BulkInsert.Row put(@Nullable UUID value) {
    expect(ColumnKind.UUID);
    uuid(column, value);
    return this;
  }

  @Override
  public final BulkInsert.Row put(@Nullable Instant value) {
    expect(ColumnKind.TIMESTAMPTZ);
    instant(column, value);
    return this;
  }

  private ColumnKind next() {
    if (column == kinds.size()) {
      throw new IllegalStateException("a row has more values than " + column + " columns");
    }
    return kinds.get(column++);
  }

  private void expect(ColumnKind expected) {
    ColumnKind kind = next();
    if (kind != expected) {
      throw otherKind(kind, expected.name());
    }
  }

  private IllegalStateException otherKind(ColumnKind kind, String given) {
    return new IllegalStateException("column " + column + " is " + kind + ", not " + given);
  }

  private long inRange(long value, long min, long max) {
    if (value < min || value > max) {
      String text = "column " + column + " holds " + min + " to " + max;
      throw new IllegalArgumentException(text, new SQLDataException(text, OUT_OF_RANGE));
    }
    return value;
  }
}
