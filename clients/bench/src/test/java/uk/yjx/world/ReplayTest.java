package uk.yjx.world;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import uk.yjx.common.v1.PartialDate;
import uk.yjx.common.v1.PersonIdentifier;
import uk.yjx.common.v1.Urgency;
import uk.yjx.intelligence.v1.InvolvedPerson;
import uk.yjx.intelligence.v1.Notice;
import uk.yjx.intelligence.v1.NoticeKind;
import uk.yjx.intelligence.v1.PersonRole;
import uk.yjx.world.Truth.Outcome;

class ReplayTest {

  private static final Caseload CASELOAD = Caseload.demo();
  private static final Replay REPLAY = Replay.of(CASELOAD);

  @Test
  void hasFourThousandNoticesAndTheMixtureOfTheDemonstration() {
    Replay.Totals totals = REPLAY.totals();

    assertEquals(4000, totals.submitted());
    assertEquals(3186, REPLAY.notices().stream().filter(ReplayNotice::real).count());
    assertEquals(4000, totals.linked() + totals.review() + totals.unmatched());
    assertTrue(totals.linked() >= 700 && totals.linked() <= 1_050, totals.toString());
    assertTrue(totals.review() > 100, totals.toString());
    assertEquals(totals.linked() + totals.frontDoorAlerts(), totals.alerts() + totals.notes());
    assertTrue(totals.notes() > 200 && totals.alerts() > 300, totals.toString());
    assertTrue(totals.frontDoorAlerts() > 0, totals.toString());
    for (Urgency urgency :
        List.of(
            Urgency.URGENCY_NOTE,
            Urgency.URGENCY_ROUTINE,
            Urgency.URGENCY_SAME_DAY,
            Urgency.URGENCY_IMMEDIATE)) {
      assertTrue(REPLAY.count(urgency) > 10, urgency.toString());
    }
    assertEquals(3190, REPLAY.count(NoticeKind.NOTICE_KIND_STOP_SEARCH));
    assertEquals(190, REPLAY.count(NoticeKind.NOTICE_KIND_ARREST));
    assertEquals(2626, REPLAY.counts().noFurtherAction());
  }

  @Test
  void truthHoldsUnderAnIndependentRuleOverTheWholeCaseload() {
    for (long seed : new long[] {Caseload.DEMO_SEED, 1, 2, 3}) {
      Caseload caseload = Caseload.of(seed, Caseload.DEMO_CHILDREN);
      Replay replay = Replay.of(caseload);
      NaiveRule rule = new NaiveRule(caseload);
      for (ReplayNotice one : replay.notices()) {
        assertRuleGives(rule, one, seed);
      }
      assertTrue(replay.totals().linked() >= 700, "seed " + seed + " " + replay.totals());
      assertTrue(replay.totals().review() > 100, "seed " + seed + " " + replay.totals());
    }
  }

  private static void assertRuleGives(NaiveRule rule, ReplayNotice one, long seed) {
    String id = "seed " + seed + " " + one.request().getRequestId();
    Set<Outcome> outcomes = EnumSet.noneOf(Outcome.class);
    Set<CaseloadChild.Key> linked = new HashSet<>();
    for (InvolvedPerson person : one.request().getNotice().getPersonsList()) {
      if (person.getUnidentified()) {
        assertFalse(person.hasPerson(), id);
      } else {
        NaiveRule.Verdict verdict = rule.of(person.getPerson());
        outcomes.add(verdict.outcome());
        if (verdict.outcome() == Outcome.LINKED) {
          linked.addAll(verdict.children());
        }
      }
    }
    Outcome expected =
        outcomes.contains(Outcome.LINKED)
            ? Outcome.LINKED
            : outcomes.contains(Outcome.REVIEW) ? Outcome.REVIEW : Outcome.UNMATCHED;
    assertEquals(expected, one.truth().outcome(), id);
    assertEquals(one.truth().child().stream().collect(Collectors.toSet()), linked, id);
  }

  @Test
  void alertsGoToTheChildsLeadAndChildWithTimeNamesOneNotice() {
    Map<CaseloadChild.Key, String> leads =
        CASELOAD.children().stream()
            .collect(Collectors.toMap(CaseloadChild::key, CaseloadChild::lead));
    Set<String> seen = new HashSet<>();
    for (ReplayNotice one : REPLAY.notices()) {
      one.truth()
          .child()
          .ifPresent(child -> {
            assertEquals(leads.get(child), one.truth().delivery().orElseThrow().recipient());
            String time = one.request().getNotice().getEventTime().getEarliest().toString();
            assertTrue(seen.add(child + time), one.request().getRequestId());
          });
    }
  }

  @Test
  void remarksAreExpectedExactlyWhereAnIdentifierFailsOrAChildIsUnderTen() {
    int bad = 0;
    int underTen = 0;
    for (ReplayNotice one : REPLAY.notices()) {
      boolean fails =
          one.request().getNotice().getPersonsList().stream()
              .flatMap(person -> person.getPerson().getIdentifiersList().stream())
              .anyMatch(ReplayTest::fails);
      assertEquals(fails, one.truth().badIdentifier(), one.request().getRequestId());
      bad += fails ? 1 : 0;
      underTen += one.truth().underTen() ? 1 : 0;
    }
    assertTrue(bad > 20, "bad " + bad);
    assertEquals(1, underTen);
  }

  @Test
  void theUnderTenRowNamesAChildOfNoCaseloadAndOnlyThatOneIsUnderTen() {
    LocalDate tenOnFirst = Caseload.AS_OF.minusYears(10);
    for (ReplayNotice one : REPLAY.notices()) {
      boolean young =
          one.request().getNotice().getPersonsList().stream()
              .flatMap(person -> person.getPerson().getDatesOfBirthList().stream())
              .anyMatch(born -> date(born).isAfter(tenOnFirst));
      assertEquals(one.truth().underTen(), young, one.request().getRequestId());
      if (young) {
        assertEquals("stop-2019-02-r00448", one.request().getRequestId());
        assertEquals(Outcome.UNMATCHED, one.truth().outcome());
        assertEquals(9, one.request().getNotice().getPersons(0).getAgeTo());
      }
    }
  }

  @Test
  void realStopsKeepEverythingPublishedAndOrderIsByTime() {
    Map<String, Notice> published =
        StopSearchFile.bundled().rows().stream()
            .map(row -> StopSearchNotice.request(row, java.util.Optional.empty()))
            .collect(Collectors.toMap(one -> one.getRequestId(), one -> one.getNotice()));
    long last = 0;
    for (ReplayNotice one : REPLAY.notices()) {
      Notice notice = one.request().getNotice();
      long seconds = notice.getEventTime().getEarliest().getSeconds();
      assertTrue(seconds >= last);
      last = seconds;
      if (one.real()) {
        Notice bare =
            published.getOrDefault(one.request().getRequestId(), Notice.getDefaultInstance());
        assertEquals(
            bare.toBuilder().clearPersons().build(), notice.toBuilder().clearPersons().build());
        assertTrue(
            EnumSet.of(
                    PersonRole.PERSON_ROLE_SEARCHED_PERSON, PersonRole.PERSON_ROLE_VEHICLE_OCCUPANT)
                .contains(notice.getPersons(0).getRole()));
        assertEquals(1, notice.getPersonsCount());
      }
    }
    assertEquals(
        4000,
        REPLAY.notices().stream().map(one -> one.request().getRequestId()).distinct().count());
  }

  @Test
  void sameSeedGivesTheSameBytes() {
    Replay again = Replay.of(Caseload.demo());
    List<String> one = new ArrayList<>();
    List<String> two = new ArrayList<>();
    for (int i = 0; i < 4000; i++) {
      one.add(java.util.HexFormat.of().formatHex(REPLAY.notices().get(i).request().toByteArray()));
      two.add(java.util.HexFormat.of().formatHex(again.notices().get(i).request().toByteArray()));
    }
    assertEquals(one, two);
    assertEquals(REPLAY, again);
  }

  private static boolean fails(PersonIdentifier identifier) {
    return switch (identifier.getKind()) {
      case IDENTIFIER_KIND_PNC_ID -> !IndependentChecks.pnc(identifier.getValue());
      case IDENTIFIER_KIND_LOCAL -> false;
      case IDENTIFIER_KIND_CRO_NUMBER -> false;
      default -> !IndependentChecks.valid(identifier);
    };
  }

  private static LocalDate date(PartialDate date) {
    return LocalDate.of(date.getYear(), date.getMonth(), date.getDay());
  }
}
