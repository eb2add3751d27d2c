package uk.yjx.server.casepapers;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import uk.yjx.casepapers.v1.GetPapersMeasuresRequest;
import uk.yjx.server.agreements.SmallNumbers;
import uk.yjx.server.kernel.AgencyId;

/** Measures say how papers come, and nothing of any one child. */
final class PapersMeasuresTest {
  private static final Instant BEGAN = Instant.parse("2026-07-01T09:00:00Z");
  private static final AgencyId AREA = new AgencyId("cps-area");

  @Test
  void countsPapersThatWereCompleteWhenTheAssessmentBegan() {
    List<PapersMeasures.Sample> samples = new ArrayList<>();
    for (int i = 0; i < 15; i++) {
      samples.add(sample("one", 20));
    }
    for (int i = 0; i < 5; i++) {
      samples.add(sample("one", 100));
    }
    PapersMeasures.Row row = PapersMeasures.of(samples).rows().getFirst();
    assertEquals(20, row.assessments());
    assertEquals(75, row.percentComplete());
    assertEquals(Optional.of(Duration.ofHours(20)), row.medianDelay());
  }

  @Test
  void suppressesSmallNumbersAndASecondOneBesideASingleOne() {
    List<PapersMeasures.Sample> samples = new ArrayList<>(many("small", 4));
    samples.addAll(many("middle", 8));
    samples.addAll(many("large", 30));
    List<PapersMeasures.Row> rows = PapersMeasures.of(samples).rows();
    assertEquals(
        List.of("large:false", "middle:true", "small:true"),
        rows.stream().map(r -> r.service() + ":" + r.suppressed()).toList());
    assertTrue(
        rows.stream()
            .filter(PapersMeasures.Row::suppressed)
            .allMatch(r -> r.assessments() == 0 && r.medianDelay().isEmpty()));
  }

  /**
   * One child more or less, or one package sooner, changes a table by a whole step or not at all.
   */
  @Test
  void differenceOfTwoTablesTellsOfNoOneChild() {
    for (long seed = 1; seed <= 200; seed++) {
      Random random = new Random(seed);
      List<PapersMeasures.Sample> samples = new ArrayList<>();
      for (String service : List.of("a1", "b2", "c3")) {
        samples.addAll(many(service, 1 + random.nextInt(25)));
      }
      for (PapersMeasures table :
          List.of(
              PapersMeasures.of(samples), PapersMeasures.of(samples.subList(1, samples.size())))) {
        for (PapersMeasures.Row row : table.rows()) {
          String shown = "seed " + seed + " " + row;
          assertEquals(0, row.assessments() % SmallNumbers.ROUNDED_TO, shown);
          assertEquals(0, row.percentComplete() % SmallNumbers.ROUNDED_TO, shown);
        }
        long hidden = table.rows().stream().filter(PapersMeasures.Row::suppressed).count();
        assertFalse(hidden == 1 && table.rows().size() > 1, "seed " + seed + ", one is hidden");
      }
    }
  }

  @Test
  void tellsOnlyOfQuartersThatHaveEnded() {
    CourtArea court = new CourtArea();
    for (String quarter : List.of("2099-Q1", "2026", "2026-Q5")) {
      CourtArea.assertRefused(
          "QUARTER_NOT_ENDED",
          () ->
              court
                  .as(court.area.max)
                  .getPapersMeasures(
                      GetPapersMeasuresRequest.newBuilder().setQuarter(quarter).build()));
    }
    assertEquals(
        0,
        court
            .as(court.area.max)
            .getPapersMeasures(GetPapersMeasuresRequest.newBuilder().setQuarter("2020-Q1").build())
            .getMeasuresCount());
  }

  private static List<PapersMeasures.Sample> many(String service, int count) {
    List<PapersMeasures.Sample> samples = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      samples.add(sample(service, 10 + i));
    }
    return samples;
  }

  /** Papers that took so many hours, for an assessment that began after 50. */
  private static PapersMeasures.Sample sample(String service, int hours) {
    return new PapersMeasures.Sample(
        AREA,
        new AgencyId(service),
        BEGAN,
        BEGAN.plus(Duration.ofHours(hours)),
        BEGAN.plus(Duration.ofHours(50)));
  }
}
