package uk.yjx.server.casepapers;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.protobuf.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZonedDateTime;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import uk.yjx.agreements.v1.PapersStage;
import uk.yjx.agreements.v1.PapersTerm;
import uk.yjx.server.clocks.AgencyCalendar;
import uk.yjx.server.clocks.DueTimes;
import uk.yjx.server.clocks.WorkingDays;

/** Due times of papers over bank holidays, changes of the clocks, and years ahead. */
final class PapersDueTest {
  private static final AgencyCalendar OFFICE = new AgencyCalendar(new WorkingDays(), List.of());
  private static final PapersTerm DAY_OF_WORK =
      CourtArea.workingHours(PapersStage.PAPERS_STAGE_ORDER, 24).build();
  private static final PapersTerm BEFORE_PANEL =
      PapersTerm.newBuilder()
          .setStage(PapersStage.PAPERS_STAGE_PANEL)
          .setWorkingDaysBefore(2)
          .build();

  @Test
  void standDownPapersAreDueAtOnceAtWhateverHour() {
    PapersTerm term = CourtArea.atOnce(PapersStage.PAPERS_STAGE_STAND_DOWN_REPORT).build();
    Instant sunday = london("2026-11-22T03:00");
    assertEquals(sunday, due(term, sunday, null));
    PapersTerm hour = term.toBuilder().setElapsed(Duration.newBuilder().setSeconds(3600)).build();
    assertEquals(sunday.plusSeconds(3600), due(hour, sunday, null));
  }

  @Test
  void workingTimeLeavesOutNightsWeekendsAndBankHolidays() {
    Instant christmasEve = london("2026-12-24T10:00");
    Instant due = due(DAY_OF_WORK, christmasEve, null);
    assertEquals(java.time.Duration.ofHours(24), OFFICE.workingTime(christmasEve, due));
    // Christmas Day, the substitute for Boxing Day on Monday, and the weekend do not count.
    assertTrue(due.isAfter(london("2026-12-29T09:00")), due::toString);
    assertTrue(due.isBefore(london("2026-12-31T23:00")), due::toString);
  }

  @Test
  void panelWantsItsPapersTwoWorkingDaysBeforeAtTheSameLocalTime() {
    assertEquals(
        london("2026-12-08T14:00"),
        due(BEFORE_PANEL, london("2026-11-20T10:00"), london("2026-12-10T14:00")));
    // Easter 2027: Friday 26 and Monday 29 March are bank holidays, and on Sunday 28 the clocks
    // change.
    assertEquals(
        london("2027-03-25T14:00"),
        due(BEFORE_PANEL, london("2027-03-01T10:00"), london("2027-03-31T14:00")));
    // October 2026: the clocks change on Sunday 25.
    assertEquals(
        london("2026-10-23T14:00"),
        due(BEFORE_PANEL, london("2026-10-01T10:00"), london("2026-10-27T14:00")));
  }

  @Test
  void panelInTheEveningWantsItsPapersBeforeTheOfficeCloses() {
    Instant due = due(BEFORE_PANEL, london("2026-11-20T10:00"), london("2026-12-10T20:30"));
    assertEquals(OFFICE.endOfShift(london("2026-12-08T10:00")), due);
  }

  /** Two working days before is a working day, exactly one of which lies between. */
  @Test
  void daysBeforeAPanelAreWorkingDaysForYearsAhead() {
    long seed = 20261121;
    Random random = new Random(seed);
    for (int i = 0; i < 500; i++) {
      LocalDate day = LocalDate.parse("2026-01-01").plusDays(random.nextInt(365 * 12));
      Instant panel = day.atTime(11, 30).atZone(DueTimes.LONDON).toInstant();
      Instant due = due(BEFORE_PANEL, panel.minusSeconds(86_400 * 30), panel);
      LocalDate dueDay = LocalDate.ofInstant(due, DueTimes.LONDON);
      String shown = "seed " + seed + ", panel " + day;
      assertTrue(OFFICE.isWorkingDay(dueDay), shown);
      assertEquals(
          1, dueDay.plusDays(1).datesUntil(day).filter(OFFICE::isWorkingDay).count(), shown);
      assertFalse(due.isAfter(panel), shown);
    }
  }

  private static Instant due(PapersTerm term, Instant since, @Nullable Instant panel) {
    return PapersDue.of(term, since, panel, OFFICE, OFFICE);
  }

  private static Instant london(String local) {
    return ZonedDateTime.of(java.time.LocalDateTime.parse(local), DueTimes.LONDON).toInstant();
  }
}
