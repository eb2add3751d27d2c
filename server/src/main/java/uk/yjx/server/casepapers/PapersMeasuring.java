package uk.yjx.server.casepapers;

import jakarta.inject.Singleton;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.temporal.IsoFields;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import uk.yjx.casepapers.v1.GetPapersMeasuresRequest;
import uk.yjx.casepapers.v1.GetPapersMeasuresResponse;
import uk.yjx.casepapers.v1.PapersMeasure;
import uk.yjx.server.clocks.DueTimes;
import uk.yjx.server.kernel.Failure;

/** Measures of one quarter that has ended; no other span can be asked for, so none overlap. */
@Singleton
final class PapersMeasuring {
  private static final Pattern QUARTER = Pattern.compile("([0-9]{4})-Q([1-4])");
  private static final int MONTHS = 3;

  /** An assessment begins within a year of the step it is for, or is not counted. */
  private static final int LOOK_BACK_MONTHS = 12;

  private static final Failure NOT_ENDED =
      Failure.field("QUARTER_NOT_ENDED", "quarter", "only quarters that have ended are told");

  private static final String SINCE =
      PapersStore.EXPECTATION_COLUMNS
          + """
          WHERE x.since >= ? AND x.since < ?
          ORDER BY x.expectation_id
          """;

  private final PapersStore store;
  private final InstantSource clock;

  PapersMeasuring(PapersStore store, InstantSource clock) {
    this.store = store;
    this.clock = clock;
  }

  /** The measures of a quarter. */
  GetPapersMeasuresResponse of(GetPapersMeasuresRequest request) {
    Matcher quarter = QUARTER.matcher(request.getQuarter());
    if (!quarter.matches()) {
      throw NOT_ENDED.refused();
    }
    LocalDate first =
        LocalDate.of(Integer.parseInt(quarter.group(1)), 1, 1)
            .with(IsoFields.QUARTER_OF_YEAR, Long.parseLong(quarter.group(2)));
    Instant from = start(first);
    Instant to = start(first.plusMonths(MONTHS));
    if (clock.instant().isBefore(to)) {
      throw NOT_ENDED.refused();
    }
    GetPapersMeasuresResponse.Builder answer =
        GetPapersMeasuresResponse.newBuilder().setQuarter(request.getQuarter());
    for (PapersMeasures.Row row :
        PapersMeasures.of(samples(start(first.minusMonths(LOOK_BACK_MONTHS)), from, to)).rows()) {
      answer.addMeasures(write(row));
    }
    return answer.build();
  }

  private List<PapersMeasures.Sample> samples(Instant earliest, Instant from, Instant to) {
    List<PapersMeasures.Sample> samples = new ArrayList<>();
    List<ExpectationRow> rows =
        store.read(
            SINCE,
            s -> {
              s.setObject(1, earliest.atOffset(ZoneOffset.UTC));
              s.setObject(2, to.atOffset(ZoneOffset.UTC));
            },
            store::expectation);
    for (ExpectationRow row : rows) {
      if (row.facts().hasAssessmentStartedAt()) {
        Instant at = CourtRules.instant(row.facts().getAssessmentStartedAt());
        if (!at.isBefore(from) && at.isBefore(to)) {
          samples.add(
              new PapersMeasures.Sample(
                  row.from(), row.service(), row.since(), row.completeAt(), at));
        }
      }
    }
    return samples;
  }

  private static PapersMeasure write(PapersMeasures.Row row) {
    PapersMeasure.Builder out =
        PapersMeasure.newBuilder()
            .setArea(row.area().value())
            .setService(row.service().value())
            .setSuppressed(row.suppressed())
            .setAssessments(row.assessments())
            .setPercentComplete(row.percentComplete());
    row.medianDelay()
        .ifPresent(delay ->
            out.setMedianDelay(
                com.google.protobuf.Duration.newBuilder().setSeconds(delay.toSeconds())));
    return out.build();
  }

  private static Instant start(LocalDate day) {
    return day.atStartOfDay(DueTimes.LONDON).toInstant();
  }
}
