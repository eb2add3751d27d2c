package uk.yjx.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class BenchOptionsTest {

  @Test
  void measuresAThousandInFlightOverThirtyThousandChildrenUnlessToldOtherwise() {
    BenchOptions options = BenchOptions.parse(new String[] {"ingest"});

    assertEquals(List.of(1_000), options.inFlight());
    assertEquals(30_000, options.children());
    assertEquals(3, options.repetitions());
    assertEquals(500, BenchOptions.parse(new String[] {"deliver"}).rate());
  }

  @Test
  void readsEveryOption() {
    BenchOptions options =
        BenchOptions.parse(
            new String[] {
              "ingest",
              "--seconds",
              "5",
              "--warmup",
              "0",
              "--in-flight",
              "1,64,1000",
              "--children",
              "2000",
              "--reps",
              "7",
              "--json",
              "--keep",
              "--work-dir",
              "here",
              "--server-flag",
              "-Xint"
            });

    assertEquals(Duration.ofSeconds(5), options.measured());
    assertEquals(Duration.ZERO, options.warmup());
    assertEquals(List.of(1, 64, 1_000), options.inFlight());
    assertEquals(2_000, options.children());
    assertEquals(7, options.repetitions());
    assertTrue(options.json());
    assertTrue(options.keep());
    assertEquals("here", options.workFolder().orElseThrow().toString());
    assertEquals(List.of("-Xint"), options.serverFlags());
  }

  @Test
  void saysWhatIsWrongWithACommandLine() {
    for (String[] wrong :
        new String[][] {
          {},
          {"swim"},
          {"ingest", "--seconds"},
          {"ingest", "--seconds", "none"},
          {"ingest", "--seconds", "0"},
          {"ingest", "--in-flight", "1,"},
          {"deliver", "--rate", "1000000"},
          {"deliver", "--speed", "9"}
        }) {
      assertThrows(IllegalArgumentException.class, () -> BenchOptions.parse(wrong));
    }
  }

  @Test
  void endsWithTwoAndTheUsageForAWrongCommandLine() {
    ByteArrayOutputStream err = new ByteArrayOutputStream();

    int status =
        BenchCommand.run(
            new String[] {"swim"},
            new PrintStream(new ByteArrayOutputStream(), true, StandardCharsets.UTF_8),
            new PrintStream(err, true, StandardCharsets.UTF_8));

    assertEquals(2, status);
    assertTrue(err.toString(StandardCharsets.UTF_8).contains("Usage: yjx bench"));
  }
}
