package uk.yjx.server.quarter;

import java.io.IOException;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;

/** The time of several processes, which one of them serves to the others in shared memory. */
final class ServedTime implements InstantSource {
  private static final VarHandle MICROS =
      MethodHandles.byteBufferViewVarHandle(long[].class, ByteOrder.nativeOrder());

  private final ByteBuffer memory;

  private ServedTime(ByteBuffer memory) {
    this.memory = memory;
  }

  /** Serves a time that stands still until it is moved. */
  static ServedTime serve(Path file, Instant start) throws IOException {
    try (FileChannel channel =
        FileChannel.open(
            file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
      ServedTime time = new ServedTime(channel.map(FileChannel.MapMode.READ_WRITE, 0, Long.BYTES));
      time.set(start);
      return time;
    }
  }

  /** Follows the time that another process serves. */
  static ServedTime follow(Path file) throws IOException {
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
      return new ServedTime(channel.map(FileChannel.MapMode.READ_ONLY, 0, Long.BYTES));
    }
  }

  @Override
  public Instant instant() {
    return Instant.EPOCH.plus((long) MICROS.getVolatile(memory, 0), ChronoUnit.MICROS);
  }

  /** Moves it on, for everyone at once. */
  void pass(Duration time) {
    set(instant().plus(time));
  }

  private void set(Instant at) {
    MICROS.setVolatile(memory, 0, ChronoUnit.MICROS.between(Instant.EPOCH, at));
  }
}
