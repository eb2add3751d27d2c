package uk.yjx.cli.demo;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.util.List;
import org.junit.jupiter.api.Test;
import uk.yjx.world.Replay;

class SummaryTest {

  private static final Replay.Totals TRUTH = new Replay.Totals(10, 5, 2, 3, 4, 2, 1);

  @Test
  void hasExactlyTheDocumentedKeysInTheirOrder() {
    JsonObject json = JsonParser.parseString(summary(4, 0, 0, true).json()).getAsJsonObject();
    assertEquals(
        List.of(
            "submitted",
            "accepted",
            "refused",
            "linked",
            "review",
            "unmatched",
            "alerts",
            "notes",
            "delivered",
            "acknowledged",
            "lost",
            "duplicates",
            "latency_ms",
            "audit",
            "elapsed_s"),
        List.copyOf(json.keySet()));
    assertEquals(
        List.of("p50", "p95", "p99", "max"),
        List.copyOf(json.getAsJsonObject("latency_ms").keySet()));
    assertEquals(
        List.of("size", "root", "verified"), List.copyOf(json.getAsJsonObject("audit").keySet()));
    assertEquals(1.235, json.get("elapsed_s").getAsDouble());
  }

  @Test
  void findsNoProblemWhereEverythingEqualsTheTruth() {
    assertEquals(List.of(), summary(4, 0, 0, true).problems(TRUTH));
  }

  @Test
  void findsWhatIsLostDoubledUnacknowledgedOrUnverified() {
    List<String> problems = summary(3, 1, 2, false).problems(TRUTH);
    assertEquals(4, problems.size(), problems.toString());
    assertTrue(problems.contains("lost is 1 and must be 0"));
    assertTrue(problems.contains("duplicates is 2 and must be 0"));
    assertTrue(problems.contains("acknowledged is 3 and must be 4"));
    assertTrue(problems.contains("the log does not verify"));
  }

  private static Summary summary(long acknowledged, long lost, long duplicates, boolean verified) {
    return new Summary(
        10,
        10,
        0,
        5,
        2,
        3,
        4,
        2,
        6,
        acknowledged,
        lost,
        duplicates,
        new Summary.Latency(1.5, 2.5, 3.5, 4.5),
        new Summary.Audit(99, "cm9vdA==", verified),
        1.23456);
  }
}
