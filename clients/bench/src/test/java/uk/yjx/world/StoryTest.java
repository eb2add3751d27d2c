package uk.yjx.world;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalDate;
import java.time.Period;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import uk.yjx.intelligence.v1.InvolvedPerson;
import uk.yjx.world.Truth.Outcome;

class StoryTest {

  private static final ZoneId LONDON = ZoneId.of("Europe/London");
  private static final Caseload CASELOAD = Caseload.demo();

  @Test
  void happensOnTheLastFridayEveningThatHasCome() {
    for (String now :
        List.of(
            "2026-11-20T21:39:59Z",
            "2026-11-20T21:40:00Z",
            "2026-11-23T09:00:00Z",
            "2026-07-03T20:40:00Z",
            "2026-07-03T20:39:00Z")) {
      Instant instant = Instant.parse(now);
      ZonedDateTime evening = Story.of(CASELOAD, instant).evening().atZone(LONDON);

      assertEquals(DayOfWeek.FRIDAY, evening.getDayOfWeek(), now);
      assertEquals("21:40", evening.toLocalTime().toString(), now);
      assertFalse(evening.toInstant().isAfter(instant), now);
      assertTrue(evening.toInstant().isAfter(instant.minusSeconds(7 * 86_400 + 3_600)), now);
    }
  }

  @Test
  void eachPersonIsLinkedToTheRightChildAndNobodyElseIs() {
    Story story = Story.of(CASELOAD, Instant.parse("2026-11-21T10:00:00Z"));
    List<CaseloadChild> all = new ArrayList<>(CASELOAD.children());
    all.addAll(List.of(story.stabbed(), story.associate(), story.stopped()));
    NaiveRule rule =
        new NaiveRule(
            new Caseload(
                CASELOAD.seed(), CASELOAD.asOf(), CASELOAD.agencies(), CASELOAD.staff(), all));

    List<InvolvedPerson> persons = story.stabbing().getNotice().getPersonsList();
    assertLinked(rule, persons.get(0), story.stabbed());
    assertLinked(rule, persons.get(1), story.associate());
    assertTrue(persons.get(2).getUnidentified());
    assertLinked(rule, story.stop().getNotice().getPersons(0), story.stopped());
    for (ReplayNotice one : Replay.of(CASELOAD).notices()) {
      for (InvolvedPerson person : one.request().getNotice().getPersonsList()) {
        Set<CaseloadChild.Key> children = rule.of(person.getPerson()).children();
        assertFalse(children.contains(story.stabbed().key()));
      }
    }
  }

  @Test
  void theOnCallWorkerIsNobodysLeadInTheStoryAndChildrenAreTenToSeventeen() {
    Story story = Story.of(CASELOAD, Instant.parse("2026-11-21T10:00:00Z"));
    LocalDate day = story.evening().atZone(LONDON).toLocalDate();
    for (CaseloadChild child : List.of(story.stabbed(), story.associate(), story.stopped())) {
      int age = Period.between(child.person().born(), day).getYears();
      assertTrue(age >= 10 && age <= 17);
      assertFalse(child.lead().equals(story.cast().onCall()));
      child.person().identifiers().forEach(id -> assertTrue(IndependentChecks.valid(id)));
    }
    assertEquals(story.stabbed().lead(), story.cover().getAbsentPrincipalId());
    assertEquals(story.cast().onCall(), story.expectations().getFirst().recipient());
    assertEquals(3, story.expectations().size());
    assertEquals(story, Story.of(CASELOAD, Instant.parse("2026-11-21T10:00:00Z")));
  }

  private static void assertLinked(NaiveRule rule, InvolvedPerson person, CaseloadChild child) {
    NaiveRule.Verdict verdict = rule.of(person.getPerson());
    assertEquals(Outcome.LINKED, verdict.outcome());
    assertEquals(Set.of(child.key()), verdict.children());
  }
}
