package uk.yjx.server.safeguarding;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import uk.yjx.safeguarding.v1.DefaulterRow;
import uk.yjx.safeguarding.v1.OwedKind;
import uk.yjx.server.clocks.AgencyCalendar;
import uk.yjx.server.clocks.WorkingDays;
import uk.yjx.server.kernel.AgencyId;
import uk.yjx.server.kernel.PartialDate;
import uk.yjx.server.kernel.PersonDescription;

/** Due times, full age and the report of defaulters: the pure core of placements. */
final class OwedTermsTest {
  private static final AgencyCalendar CALENDAR = new AgencyCalendar(new WorkingDays(), List.of());

  @ParameterizedTest
  @CsvSource({
    "RISK_INFORMATION, 2026-11-20T10:00:00Z, 2026-11-20T17:00:00Z",
    "RISK_INFORMATION, 2026-11-21T10:00:00Z, 2026-11-23T17:00:00Z",
    "ASSESSMENT, 2026-11-20T10:00:00Z, 2026-11-27T10:00:00Z",
    "PLACEMENT_INFORMATION, 2026-12-23T10:00:00Z, 2027-01-04T10:00:00Z",
    "CARE_PLAN, 2026-11-20T10:00:00Z, 2026-12-04T10:00:00Z",
    "RESPONSIBILITY_DECISION, 2026-01-15T10:00:00Z, 2026-04-15T09:00:00Z"
  })
  void areOwedByTheHostsCalendar(String kind, Instant from, Instant due) {
    assertEquals(due, OwedTerms.due(OwedKind.valueOf("OWED_KIND_" + kind), from, CALENDAR));
  }

  @ParameterizedTest
  @CsvSource({
    "2010-05-06, 2028-05-05T23:00:00Z",
    "2008-12-01, 2026-12-01T00:00:00Z",
    "2008-02-29, 2026-03-01T00:00:00Z"
  })
  void aChildIsEighteenAtLocalMidnightOfTheBirthday(String born, Instant at) {
    assertEquals(Optional.of(at), OwedTerms.fullAge(child(born)));
  }

  @Test
  void nobodyIsEighteenByADateThatIsNotKnownOrDisputed() {
    assertEquals(Optional.empty(), OwedTerms.fullAge(child("2010-05")));
    assertEquals(Optional.empty(), OwedTerms.fullAge(child("2010-05-06", "2011-05-06")));
    assertTrue(OwedTerms.fullAge(child("2010-05-06", "2010-05-06")).isPresent());
  }

  @Test
  void theReportTellsOfNoSmallNumberAndOfNoneByWhatIsLeft() {
    long seed = new Random().nextLong();
    Random random = new Random(seed);
    for (int round = 0; round < 2_000; round++) {
      List<DefaulterReport.Counted> counted = new ArrayList<>();
      for (int i = 0; i < 1 + random.nextInt(6); i++) {
        int inTime = random.nextInt(6);
        int late = random.nextInt(6);
        int missing = random.nextInt(6);
        counted.add(
            new DefaulterReport.Counted(
                new AgencyId("authority-" + i),
                inTime + late + missing,
                inTime,
                late,
                missing,
                missing == 0 ? 0 : random.nextInt(missing)));
      }
      List<DefaulterRow> rows = DefaulterReport.of(counted);
      assertEquals(counted.size(), rows.size(), "seed " + seed);
      long hidden = rows.stream().filter(DefaulterRow::getSuppressed).count();
      assertTrue(hidden != 1 || rows.size() == 1, "seed " + seed);
      for (int i = 0; i < rows.size(); i++) {
        DefaulterRow row = rows.get(i);
        assertTrue(
            counted.get(i).owed() >= DefaulterReport.CELL_MIN || row.getSuppressed(),
            "seed " + seed);
        assertTrue(
            Stream.of(
                    row.getOwed(),
                    row.getInTime(),
                    row.getLate(),
                    row.getMissing(),
                    row.getDefaulted())
                .allMatch(n -> row.getSuppressed() ? n == 0 : n % 5 == 0),
            "seed " + seed);
      }
    }
  }

  private static PersonDescription child(String... born) {
    return new PersonDescription(
        List.of(),
        Stream.of(born).map(PartialDate::parse).toList(),
        List.of(),
        PersonDescription.Sex.UNKNOWN,
        List.of());
  }
}
