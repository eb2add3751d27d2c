package uk.yjx.server.casepapers;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import uk.yjx.server.agreements.SmallNumbers;
import uk.yjx.server.kernel.AgencyId;

/**
 * How often papers were complete when an assessment began, and how long they took, by area and
 * service. Pure. Small numbers are suppressed, in each area a second one beside a single one, and
 * what is told is rounded, so that neither one table nor the difference of two tells of one child.
 *
 * @param rows areas in order, in each the services in order
 */
record PapersMeasures(List<Row> rows) {
  private static final int PERCENT = 100;

  /**
   * An assessment for which papers were expected.
   *
   * @param area the agency that owed them
   * @param since when they were called for
   * @param completeAt when all was there; null if that never was
   * @param assessedAt when the assessment began
   */
  record Sample(
      AgencyId area,
      AgencyId service,
      Instant since,
      @Nullable Instant completeAt,
      Instant assessedAt) {

    private boolean wasComplete() {
      Instant complete = completeAt;
      return complete != null && !complete.isAfter(assessedAt);
    }

    private Optional<Duration> delay() {
      Instant complete = completeAt;
      return complete == null ? Optional.empty() : Optional.of(Duration.between(since, complete));
    }
  }

  /**
   * One service in one area.
   *
   * @param assessments how many, rounded; 0 when suppressed
   * @param percentComplete share with complete papers, rounded; 0 when suppressed
   * @param medianDelay in whole hours, of those that were ever complete; empty when suppressed or
   *     when fewer than {@link SmallNumbers#CELL_MIN} were
   */
  record Row(
      AgencyId area,
      AgencyId service,
      boolean suppressed,
      int assessments,
      int percentComplete,
      Optional<Duration> medianDelay) {}

  PapersMeasures {
    rows = List.copyOf(rows);
  }

  /** The measures of these assessments. */
  static PapersMeasures of(List<Sample> samples) {
    Map<AgencyId, Map<AgencyId, List<Sample>>> byArea = new TreeMap<>();
    for (Sample sample : samples) {
      byArea
          .computeIfAbsent(sample.area(), k -> new TreeMap<>())
          .computeIfAbsent(sample.service(), k -> new ArrayList<>())
          .add(sample);
    }
    List<Row> rows = new ArrayList<>();
    byArea.forEach((area, services) -> {
      Map<AgencyId, Integer> counts = new TreeMap<>();
      services.forEach((service, ones) -> counts.put(service, ones.size()));
      Set<AgencyId> hidden = SmallNumbers.hidden(counts);
      services.forEach((service, ones) ->
          rows.add(
              hidden.contains(service)
                  ? new Row(area, service, true, 0, 0, Optional.empty())
                  : row(area, service, ones)));
    });
    return new PapersMeasures(rows);
  }

  private static Row row(AgencyId area, AgencyId service, List<Sample> ones) {
    long complete = ones.stream().filter(Sample::wasComplete).count();
    List<Duration> delays =
        ones.stream().map(Sample::delay).flatMap(Optional::stream).sorted().toList();
    return new Row(
        area,
        service,
        false,
        SmallNumbers.rounded(ones.size()),
        SmallNumbers.rounded((double) complete * PERCENT / ones.size()),
        SmallNumbers.isSmall(delays.size())
            ? Optional.empty()
            : Optional.of(Duration.ofHours(delays.get(delays.size() / 2).toHours())));
  }
}
