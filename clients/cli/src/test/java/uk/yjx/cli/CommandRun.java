package uk.yjx.cli;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * One command as a test runs it.
 *
 * @param exitCode its exit status
 * @param out what it printed
 * @param err what it remarked
 */
record CommandRun(int exitCode, String out, String err) {

  private static final AtomicInteger IDS = new AtomicInteger();
  static final InstantSource CLOCK = InstantSource.system();

  static CommandRun of(String... args) {
    return with(Map.of("XDG_CONFIG_HOME", "/nonexistent"), "", args);
  }

  static CommandRun with(Map<String, String> environment, String input, String... args) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ByteArrayOutputStream err = new ByteArrayOutputStream();

    int exitCode =
        new Yjx(
                new Surroundings(
                    environment,
                    new ByteArrayInputStream(input.getBytes(StandardCharsets.UTF_8)),
                    new PrintStream(out, true, StandardCharsets.UTF_8),
                    new PrintStream(err, true, StandardCharsets.UTF_8),
                    false,
                    CLOCK,
                    () -> "test-" + IDS.incrementAndGet()))
            .run(args);
    return new CommandRun(
        exitCode, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
  }
}
