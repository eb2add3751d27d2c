package uk.yjx.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.HdrHistogram.Histogram;
import org.junit.jupiter.api.Test;

class ReportTest {

  private static final Machine MACHINE =
      new Machine(2, "a processor", 23, "Linux 6", "ext4", "a JVM", "18.6");

  @Test
  void dividesProductByRigWithinEachRepetition() {
    Report.Level level =
        new Report.Level(
            1_000, List.of(sample(400), sample(900)), List.of(sample(1_000), sample(1_500)));

    assertEquals(List.of(0.4, 0.6), level.ratios(Sample::acceptedPerSecond));
  }

  @Test
  void showsLeastMedianAndMostToPeople() {
    String table = report("ingest").table();

    assertTrue(table.contains("400 / 500 / 900"), table);
    assertTrue(table.contains("one by one: 0.40, 0.90, 0.50"), table);
    assertTrue(table.contains("PROBLEM: something"), table);
  }

  @Test
  void givesProgramsOneObjectWithEveryRepetition() {
    JsonObject object = JsonParser.parseString(report("ingest").json()).getAsJsonObject();

    assertEquals("ingest", object.get("bench").getAsString());
    assertEquals(2, object.getAsJsonObject("machine").get("cores").getAsInt());
    JsonObject level = object.getAsJsonArray("levels").get(0).getAsJsonObject();
    assertEquals(3, level.getAsJsonArray("product").size());
    assertEquals(0.4, level.getAsJsonArray("ratio").get(0).getAsDouble());
  }

  @Test
  void comparesDeliveryByItsMedian() {
    JsonObject object = JsonParser.parseString(report("deliver").json()).getAsJsonObject();

    JsonObject level = object.getAsJsonArray("levels").get(0).getAsJsonObject();
    assertEquals(1.0, level.getAsJsonArray("deliver_p50_ratio").get(0).getAsDouble());
  }

  private static Report report(String kind) {
    return new Report(
        BenchOptions.parse(new String[] {kind}),
        Instant.EPOCH,
        MACHINE,
        List.of(
            new Report.Level(
                1_000,
                List.of(sample(400), sample(900), sample(500)),
                List.of(sample(1_000), sample(1_000), sample(1_000)))),
        List.of("something"));
  }

  private static Sample sample(double perSecond) {
    Histogram histogram = new Histogram(3);
    histogram.recordValue(2_000_000);
    return new Sample(
        perSecond, histogram, histogram, 1, Duration.ofSeconds(1), Duration.ofSeconds(2));
  }
}
