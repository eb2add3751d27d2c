package uk.yjx.server.journal;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Rows in the binary format of COPY, made in memory. Source: PostgreSQL documentation, COPY,
 * «Binary Format».
 */
final class CopyRow extends TypedRow {
  private static final byte[] SIGNATURE = {
    'P', 'G', 'C', 'O', 'P', 'Y', '\n', (byte) 0xFF, '\r', '\n', 0
  };

  /** PostgreSQL counts microseconds from 2000-01-01. */
  private static final long EPOCH_SECONDS = 946_684_800L;

  private static final int CAPACITY_MIN = 16 * 1024;
  private static final int CAPACITY_PER_ROW = 192;
  private static final int NULL_LENGTH = -1;
  private static final int END = -1;

  private static final VarHandle INT =
      MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.BIG_ENDIAN);
  private static final VarHandle LONG =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);

  private final int columns;
  private byte[] bytes;
  private int length;

  CopyRow(List<ColumnKind> kinds, int rows) {
    super(kinds);
    this.columns = kinds.size();
    this.bytes = new byte[Math.max(CAPACITY_MIN, rows * CAPACITY_PER_ROW)];
    System.arraycopy(SIGNATURE, 0, bytes, 0, SIGNATURE.length);
    length = SIGNATURE.length;
    int4(0); // no flags
    int4(0); // no header extension
  }

  @Override
  void begin() {
    super.begin();
    int2(columns);
  }

  /** Ends the rows. */
  void finish() {
    int2(END);
  }

  /** What to send, up to {@link #length}. */
  byte[] bytes() {
    return bytes;
  }

  int length() {
    return length;
  }

  @Override
  void number(ColumnKind kind, int column, long value) {
    switch (kind) {
      case INT2 -> {
        int4(Short.BYTES);
        int2((int) value);
      }
      case INT4 -> {
        int4(Integer.BYTES);
        int4((int) value);
      }
      case INT8, BOOL, TEXT, BYTEA, UUID, TIMESTAMPTZ -> {
        int4(Long.BYTES);
        int8(value);
      }
    }
  }

  @Override
  void bool(int column, boolean value) {
    int4(1);
    reserve(1);
    bytes[length++] = (byte) (value ? 1 : 0);
  }

  @Override
  void text(int column, @Nullable String value) {
    bytes(column, value == null ? null : value.getBytes(StandardCharsets.UTF_8));
  }

  @Override
  void bytes(int column, byte @Nullable [] value) {
    if (value == null) {
      int4(NULL_LENGTH);
      return;
    }
    int4(value.length);
    reserve(value.length);
    System.arraycopy(value, 0, bytes, length, value.length);
    length += value.length;
  }

  @Override
  void uuid(int column, @Nullable UUID value) {
    if (value == null) {
      int4(NULL_LENGTH);
      return;
    }
    int4(2 * Long.BYTES);
    int8(value.getMostSignificantBits());
    int8(value.getLeastSignificantBits());
  }

  @Override
  void instant(int column, @Nullable Instant value) {
    if (value == null) {
      int4(NULL_LENGTH);
      return;
    }
    int4(Long.BYTES);
    int8((value.getEpochSecond() - EPOCH_SECONDS) * 1_000_000L + value.getNano() / 1_000);
  }

  private void int2(int value) {
    reserve(Short.BYTES);
    bytes[length++] = (byte) (value >> 8);
    bytes[length++] = (byte) value;
  }

  private void int4(int value) {
    reserve(Integer.BYTES);
    INT.set(bytes, length, value);
    length += Integer.BYTES;
  }

  private void int8(long value) {
    reserve(Long.BYTES);
    LONG.set(bytes, length, value);
    length += Long.BYTES;
  }

  private void reserve(int more) {
    int needed = Math.addExact(length, more);
    if (needed > bytes.length) {
      bytes = Arrays.copyOf(bytes, Math.max(needed, bytes.length * 2));
    }
  }
}
