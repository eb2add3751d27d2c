package uk.yjx.chaos;

import java.io.IOException;
import java.io.InputStream;
import java.io.RandomAccessFile;
import java.nio.ByteOrder;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * A small library that is preloaded into processes under test, made here where there is a C
 * compiler: it slows fsync down and steps the wall clock.
 */
record Shim(Path library) {
  private static final String SOURCE = "faults.c";
  private static final long COMPILE_SECONDS_MAX = 60;
  private static final int CONTROL_BYTES = 16;

  /** Compiles it; empty where that is not possible on this machine. */
  static Optional<Shim> compile(Path folder) throws IOException, InterruptedException {
    if (!System.getProperty("os.name").equals("Linux")) {
      return Optional.empty();
    }
    Path source = folder.resolve(SOURCE);
    try (InputStream code = Shim.class.getResourceAsStream(SOURCE)) {
      if (code == null) {
        throw new IllegalStateException(SOURCE + " is not on the class path");
      }
      Files.write(source, code.readAllBytes());
    }
    Path library = folder.resolve("faults.so");
    try {
      Process compiler =
          new ProcessBuilder(
                  List.of(
                      "cc",
                      "-O2",
                      "-shared",
                      "-fPIC",
                      "-o",
                      library.toString(),
                      source.toString(),
                      "-ldl"))
              .redirectErrorStream(true)
              .redirectOutput(folder.resolve("faults.log").toFile())
              .start();
      boolean made =
          compiler.waitFor(COMPILE_SECONDS_MAX, TimeUnit.SECONDS) && compiler.exitValue() == 0;
      return made ? Optional.of(new Shim(library)) : Optional.empty();
    } catch (IOException noCompiler) {
      return Optional.empty();
    }
  }

  /** The environment that preloads it, told what to do by a control. */
  Map<String, String> environment(Control control) {
    return Map.of("LD_PRELOAD", library.toString(), "YJX_FAULTS", control.file().toString());
  }

  /** What one process is told; takes effect at once. */
  record Control(Path file, MappedByteBuffer numbers) {

    static Control in(Path file) throws IOException {
      try (RandomAccessFile made = new RandomAccessFile(file.toFile(), "rw")) {
        made.setLength(CONTROL_BYTES);
        MappedByteBuffer numbers =
            made.getChannel().map(FileChannel.MapMode.READ_WRITE, 0, CONTROL_BYTES);
        numbers.order(ByteOrder.nativeOrder());
        return new Control(file, numbers);
      }
    }

    /** Makes each fsync wait so long first. */
    void slowSync(Duration wait) {
      numbers.putLong(0, wait.toNanos());
    }

    /** Sets the wall clock forward or back by so much from the true time. */
    void stepClock(Duration step) {
      numbers.putLong(Long.BYTES, step.toNanos());
    }
  }
}
