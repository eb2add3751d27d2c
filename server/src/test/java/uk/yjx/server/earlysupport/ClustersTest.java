package uk.yjx.server.earlysupport;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import uk.yjx.common.v1.EventTime;
import uk.yjx.earlysupport.v1.PromptState;
import uk.yjx.intelligence.v1.InvolvedPerson;
import uk.yjx.intelligence.v1.Notice;
import uk.yjx.intelligence.v1.NoticeKind;
import uk.yjx.intelligence.v1.PersonRole;
import uk.yjx.server.alerts.Area;
import uk.yjx.server.intelligence.UnmatchedPersons.Unmatched;
import uk.yjx.server.kernel.AgencyId;
import uk.yjx.server.kernel.Identifier;
import uk.yjx.server.kernel.IdentifierKind;
import uk.yjx.server.kernel.PartialDate;
import uk.yjx.server.kernel.PersonDescription;
import uk.yjx.server.kernel.PersonName;
import uk.yjx.server.matching.Evidence;

/** What counts, of which child, and what becomes of the prompts: the pure part of early support. */
final class ClustersTest {
  private static final AgencyId POLICE = new AgencyId("police-a");
  private static final LocalDate DAY = LocalDate.of(2026, 10, 1);
  private static final Assessments.Settings THREE_IN_THIRTY = new Assessments.Settings(3, 30);

  @Test
  void countsTheFirstAndTheLastDayOfTheSpanAndNoDayMore() {
    assertTrue(only(arrests(0, 10, 29)).reaches(THREE_IN_THIRTY));
    assertFalse(only(arrests(0, 10, 30)).reaches(THREE_IN_THIRTY));
    assertTrue(only(arrests(0, 10, 30, 39)).reaches(THREE_IN_THIRTY), "a span may begin later");
    assertFalse(only(arrests(0, 10)).reaches(THREE_IN_THIRTY));
    assertTrue(only(arrests(0, 0)).facts().size() == 2);
    assertFalse(only(arrests(5, 5, 5)).reaches(THREE_IN_THIRTY), "one day is one occasion");
  }

  @Test
  void takesAnArrestAndTheChargeThatFollowsForOneOccasion() {
    Fact arrest = fact(1, 0, "CUS/1", ann());
    Fact charge = fact(2, 9, "CUS/1", ann());
    Fact other = fact(3, 12, "CUS/2", ann());
    assertFalse(only(List.of(arrest, charge, other)).reaches(THREE_IN_THIRTY));
    assertTrue(only(List.of(arrest, charge, other)).reaches(new Assessments.Settings(2, 30)));
  }

  @Test
  void neverTakesDoubtfulDescriptionsForOneChild() {
    Evidence noNumber = person("Ann", "Example", 2011, "");
    Evidence sibling = person("Bea", "Example", 2012, "P1");
    Evidence borrowed = person("Ann", "Example", 2009, "P1");
    assertEquals(
        3,
        Clusters.of(
                List.of(
                    fact(1, 0, "", noNumber), fact(2, 1, "", noNumber), fact(3, 2, "", noNumber)))
            .size(),
        "name and date of birth alone join nothing");
    assertEquals(2, Clusters.of(List.of(fact(1, 0, "", ann()), fact(2, 1, "", sibling))).size());
    assertEquals(2, Clusters.of(List.of(fact(1, 0, "", ann()), fact(2, 1, "", borrowed))).size());
    assertEquals(
        3,
        Clusters.of(List.of(fact(1, 0, "", ann()), fact(2, 1, "", ann()), fact(3, 2, "", sibling)))
            .size(),
        "a sibling with the same number makes both arrests doubtful");
    assertEquals(1, Clusters.of(List.of(fact(1, 0, "", ann()), fact(2, 1, "", ann()))).size());
  }

  @Test
  void aLaterOutcomeTakesTheCountAwayAndDoubtIsInTheChildsFavour() {
    Fact arrest = fact(1, 10, "CUS/1", ann());
    assertEquals(List.of(), Clusters.of(List.of(arrest, outcome(2, 20, "CUS/1", ann()))));
    assertEquals(1, Clusters.of(List.of(arrest, outcome(2, 20, "CUS/2", ann()))).size());
    assertEquals(1, Clusters.of(List.of(arrest, outcome(2, 9, "CUS/1", ann()))).size(), "before");
    assertEquals(List.of(), Clusters.of(List.of(arrest, outcome(2, 20, "", ann()))), "no number");
    Evidence unnumbered = person("Ann", "Example", 2011, "");
    assertEquals(List.of(), Clusters.of(List.of(arrest, outcome(2, 20, "CUS/1", unnumbered))));
    assertEquals(1, Clusters.of(List.of(arrest, outcome(2, 20, "", unnumbered))).size());
    Evidence cal = person("Cal", "Other", 2010, "");
    assertEquals(1, Clusters.of(List.of(arrest, outcome(2, 20, "CUS/1", cal))).size());
  }

  @Test
  void findsTheSameInAnyOrder() {
    long seed = System.nanoTime();
    Random random = new Random(seed);
    for (int world = 0; world < 200; world++) {
      List<Fact> facts = new ArrayList<>();
      for (int i = 1; i <= 30; i++) {
        Evidence who =
            person(
                random.nextInt(6) == 0 ? "Bea" : "Ann",
                "Example",
                random.nextInt(8) == 0 ? 2012 : 2011,
                "P" + random.nextInt(8));
        int day = random.nextInt(60);
        facts.add(
            random.nextInt(6) == 0
                ? outcome(i, day, "R" + random.nextInt(4), who)
                : fact(i, day, random.nextBoolean() ? "" : "R" + random.nextInt(4), who));
      }
      List<PromptRow> prompts = List.of(prompt(1, 1, 2, 3), prompt(2, 4, 5));
      List<Clusters.Cluster> clusters = Clusters.of(facts);
      List<Settling.Step> steps = Settling.steps(prompts, facts, THREE_IN_THIRTY);
      for (int order = 0; order < 5; order++) {
        Collections.shuffle(facts, random);
        assertEquals(clusters, Clusters.of(facts), "seed " + seed);
        assertEquals(steps, Settling.steps(prompts, facts, THREE_IN_THIRTY), "seed " + seed);
      }
    }
  }

  @Test
  void raisesKeepsChangesAndEndsPrompts() {
    List<Fact> facts = new ArrayList<>(arrests(0, 10, 20));
    assertEquals(
        List.of(new Settling.Step.Raise(refs(1, 2, 3))),
        Settling.steps(List.of(), facts, THREE_IN_THIRTY));
    PromptRow open = prompt(1, 1, 2, 3);
    assertEquals(List.of(), Settling.steps(List.of(open), facts, THREE_IN_THIRTY));
    facts.add(fact(4, 25, "", ann()));
    assertEquals(
        List.of(new Settling.Step.Change(open.id(), refs(1, 2, 3, 4))),
        Settling.steps(List.of(open), facts, THREE_IN_THIRTY));
    assertEquals(
        List.of(new Settling.Step.End(open)),
        Settling.steps(List.of(open), facts.subList(0, 2), THREE_IN_THIRTY));
  }

  @Test
  void whatWasDecidedUponCountsForNoOtherPrompt() {
    PromptRow open = prompt(1, 1, 2, 3);
    PromptRow decided =
        new PromptRow(
            open.id(),
            open.service(),
            open.raised(),
            open.raisedAt(),
            PromptState.PROMPT_STATE_NOT_OFFERED,
            Instant.EPOCH,
            open.refs());
    List<Fact> facts = new ArrayList<>(arrests(0, 10, 20, 25, 28));
    assertEquals(List.of(), Settling.steps(List.of(decided), facts, THREE_IN_THIRTY));
    facts.add(fact(6, 40, "", ann()));
    assertEquals(
        List.of(new Settling.Step.Raise(refs(4, 5, 6))),
        Settling.steps(List.of(decided), facts, THREE_IN_THIRTY));
    assertEquals(
        List.of(new Settling.Step.End(decided)),
        Settling.steps(List.of(decided), facts.subList(3, 5), THREE_IN_THIRTY));
  }

  @Test
  void countsNoStopNoVictimNoWitnessNobodyMissingAndNoAdult() {
    for (NoticeKind kind : NoticeKind.values()) {
      for (PersonRole role : PersonRole.values()) {
        if (kind != NoticeKind.UNRECOGNIZED && role != PersonRole.UNRECOGNIZED) {
          boolean counts =
              switch (kind) {
                case NOTICE_KIND_ARREST,
                    NOTICE_KIND_CHARGE,
                    NOTICE_KIND_VOLUNTARY_INTERVIEW,
                    NOTICE_KIND_OUT_OF_COURT_DECISION ->
                    role == PersonRole.PERSON_ROLE_SUSPECT
                        || role == PersonRole.PERSON_ROLE_ARRESTED
                        || role == PersonRole.PERSON_ROLE_CHARGED
                        || role == PersonRole.PERSON_ROLE_CONVICTED;
                default -> false;
              };
          assertEquals(counts, counts(kind, role, ann()), kind + " " + role);
        }
      }
    }
    NoticeKind arrest = NoticeKind.NOTICE_KIND_ARREST;
    PersonRole arrested = PersonRole.PERSON_ROLE_ARRESTED;
    assertFalse(counts(arrest, arrested, person("Ann", "Example", 2008, "P1")), "18 by now");
    assertFalse(counts(arrest, arrested, person("Ann", "Example", 2017, "P1")), "under 10");
    assertFalse(
        counts(arrest, arrested, Evidence.of(described("Ann", "Example", List.of(), "P1"))),
        "of unknown age");
  }

  @Test
  void daysAreLocalDays() {
    // 23:30 in London in summer is 22:30 in Greenwich; half an hour later the next day begins.
    assertEquals(LocalDate.of(2026, 7, 1), dayOf("2026-07-01T22:30:00Z"));
    assertEquals(LocalDate.of(2026, 7, 2), dayOf("2026-07-01T23:00:00Z"));
    assertEquals(LocalDate.of(2026, 12, 1), dayOf("2026-12-01T23:59:59Z"));
  }

  private static LocalDate dayOf(String instant) {
    return Counting.of(
            unmatched(
                NoticeKind.NOTICE_KIND_ARREST,
                PersonRole.PERSON_ROLE_ARRESTED,
                ann(),
                Instant.parse(instant)),
            DAY)
        .orElseThrow()
        .day();
  }

  private static boolean counts(NoticeKind kind, PersonRole role, Evidence who) {
    return Counting.of(unmatched(kind, role, who, Instant.parse("2026-09-01T12:00:00Z")), DAY)
        .filter(fact -> !fact.ends())
        .isPresent();
  }

  private static Unmatched unmatched(NoticeKind kind, PersonRole role, Evidence who, Instant at) {
    Notice notice =
        Notice.newBuilder()
            .setKind(kind)
            .setEventTime(EventTime.newBuilder().setEarliest(Area.timestamp(at)))
            .addPersons(InvolvedPerson.newBuilder().setRole(role))
            .build();
    return new Unmatched(1, 0, POLICE, notice, who);
  }

  private static Clusters.Cluster only(List<Fact> facts) {
    List<Clusters.Cluster> found = Clusters.of(facts);
    assertEquals(1, found.size());
    return found.getFirst();
  }

  private static List<Fact> arrests(int... days) {
    List<Fact> facts = new ArrayList<>();
    for (int day : days) {
      facts.add(fact(facts.size() + 1, day, "", ann()));
    }
    return facts;
  }

  private static Fact fact(long notice, int day, String reference, Evidence who) {
    return fact(notice, false, day, reference, who);
  }

  private static Fact outcome(long notice, int day, String reference, Evidence who) {
    return fact(notice, true, day, reference, who);
  }

  private static Fact fact(long notice, boolean ends, int day, String reference, Evidence who) {
    return new Fact(
        new Fact.Ref(notice, 0),
        ends,
        POLICE,
        DAY.plusDays(day),
        reference,
        Set.of(),
        "E09000001",
        who);
  }

  private static PromptRow prompt(int id, long... notices) {
    return new PromptRow(
        new java.util.UUID(0, id),
        new AgencyId("yjs-a"),
        id,
        Instant.EPOCH,
        PromptState.PROMPT_STATE_TO_DECIDE,
        null,
        refs(notices));
  }

  private static TreeSet<Fact.Ref> refs(long... notices) {
    TreeSet<Fact.Ref> refs = new TreeSet<>();
    for (long notice : notices) {
      refs.add(new Fact.Ref(notice, 0));
    }
    return refs;
  }

  private static Evidence ann() {
    return person("Ann", "Example", 2011, "P1");
  }

  private static Evidence person(String forename, String surname, int born, String number) {
    return Evidence.of(described(forename, surname, List.of(new PartialDate(born, 5, 6)), number));
  }

  private static PersonDescription described(
      String forename, String surname, List<PartialDate> born, String number) {
    return new PersonDescription(
        List.of(new PersonName(List.of(forename), surname, PersonName.Use.LEGAL)),
        born,
        number.isEmpty()
            ? List.of()
            : List.of(Identifier.parse(IdentifierKind.LOCAL, "police-a", number, 2026)),
        PersonDescription.Sex.UNKNOWN,
        List.of());
  }
}
