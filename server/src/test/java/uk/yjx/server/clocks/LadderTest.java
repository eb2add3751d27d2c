package uk.yjx.server.clocks;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import uk.yjx.clocks.v1.ClockKind;
import uk.yjx.clocks.v1.Post;

/** The defaults of every kind, and what holds of any ladder. */
final class LadderTest {
  private static final AgencyCalendar CALENDAR = new AgencyCalendar(new WorkingDays(), List.of());

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "ALERT_IMMEDIATE|2026-11-20T10:00:00Z|now WORKER DUTY_OFFICER, 10:15 SERVICE_MANAGER,"
            + " 11:00 HEAD_OF_SERVICE, 11:30 OPERATOR",
        "ALERT_IMMEDIATE|2026-11-20T22:00:00Z|now ON_CALL,"
            + " 22:15 SERVICE_MANAGER, 23:00 HEAD_OF_SERVICE, 23:30 OPERATOR",
        "ALERT_SAME_DAY|2026-11-20T10:00:00Z|16:00 DUTY_OFFICER, 23T17:00 OPERATOR",
        "ALERT_SAME_DAY|2026-11-20T16:30:00Z|16:40 DUTY_OFFICER, 23T17:00 OPERATOR",
        "ALERT_SAME_DAY|2026-11-20T16:55:00Z|17:00 DUTY_OFFICER, 23T17:00 OPERATOR",
        "ALERT_SAME_DAY|2026-11-21T10:00:00Z|14:00 ON_CALL, 23T16:00 DUTY_OFFICER,"
            + " 24T17:00 OPERATOR",
        "ALERT_ROUTINE|2026-11-20T10:00:00Z|23T17:00 DUTY_OFFICER, 24T17:00 SERVICE_MANAGER",
        "CONCERN|2026-11-20T10:00:00Z|23T10:00 TEAM_MANAGER, 24T10:00 SERVICE_MANAGER,"
            + " 26T10:00 HEAD_OF_SERVICE, 30T10:00 DIRECTOR",
        "CONCERN_IMMEDIATE|2026-11-20T20:00:00Z|now EMERGENCY_DUTY_TEAM, 21:00 TEAM_MANAGER,"
            + " 22:00 SERVICE_MANAGER, 23:00 HEAD_OF_SERVICE, 21T00:00 DIRECTOR"
      })
  void climbsByDefault(String kind, Instant from, String expected) {
    Ladder ladder = DefaultLadders.of(ClockKind.valueOf("CLOCK_KIND_" + kind));
    List<String> seen = new ArrayList<>();
    for (int i = 0; ladder.step(i, from, CALENDAR).isPresent(); i++) {
      Ladder.Step step = ladder.step(i, from, CALENDAR).orElseThrow();
      seen.add(when(from, step.at()) + " " + names(step.posts()));
    }
    assertEquals(expected, String.join(", ", seen));
  }

  @Test
  void neverSendsARoutineAlertToTheHead() {
    assertFalse(
        DefaultLadders.of(ClockKind.CLOCK_KIND_ALERT_ROUTINE)
            .posts()
            .contains(Post.POST_HEAD_OF_SERVICE));
  }

  @Test
  void startsTheClockWithTheFirstStepThatLiesAhead() {
    Ladder ladder = DefaultLadders.of(ClockKind.CLOCK_KIND_ALERT_IMMEDIATE);
    Instant night = Instant.parse("2026-11-20T22:00:00Z");
    assertEquals(List.of(Post.POST_ON_CALL), ladder.atOnce(night, CALENDAR));
    assertEquals(1, ladder.first(night, CALENDAR).orElseThrow().index());
  }

  @ParameterizedTest
  @EnumSource(
      value = ClockKind.class,
      mode = EnumSource.Mode.MATCH_ALL,
      names = "CLOCK_KIND_(?!UNSPECIFIED|EMERGENCY_ACCESS_END|PLACEMENT_END).*")
  void neverGoesBackInTimeAndEnds(ClockKind kind) {
    long seed = 7;
    Random random = new Random(seed);
    Ladder ladder = DefaultLadders.of(kind);
    Instant from = Instant.parse("2026-01-01T00:00:00Z");
    for (int n = 0; n < 2_000; n++) {
      from = from.plusSeconds(random.nextInt(100_000));
      Instant last = from;
      int index = 0;
      Optional<Ladder.Step> step = ladder.step(0, from, CALENDAR);
      while (step.isPresent()) {
        assertFalse(step.get().at().isBefore(last), "seed " + seed + " " + kind + " " + from);
        last = step.get().at();
        index++;
        step = ladder.step(index, from, CALENDAR);
      }
      assertTrue(index > 0 && index <= Ladder.RUNGS_MAX + 1);
    }
  }

  @Test
  void hasADefaultForEveryKindButThoseThatEndSomething() {
    EnumSet.complementOf(
            EnumSet.of(
                ClockKind.CLOCK_KIND_UNSPECIFIED,
                ClockKind.CLOCK_KIND_EMERGENCY_ACCESS_END,
                ClockKind.CLOCK_KIND_PLACEMENT_END,
                ClockKind.UNRECOGNIZED))
        .forEach(kind -> assertEquals(kind, DefaultLadders.of(kind).kind()));
  }

  private static String names(List<Post> posts) {
    return posts.stream()
        .map(post -> post.name().substring("POST_".length()))
        .reduce((a, b) -> a + " " + b)
        .orElseThrow();
  }

  private static String when(Instant from, Instant at) {
    if (at.equals(from)) {
      return "now";
    }
    String text = at.toString();
    boolean sameDay = text.regionMatches(0, from.toString(), 0, 10);
    return sameDay ? text.substring(11, 16) : text.substring(8, 16);
  }
}
