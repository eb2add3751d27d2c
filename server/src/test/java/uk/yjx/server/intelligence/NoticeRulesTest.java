package uk.yjx.server.intelligence;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.google.protobuf.Timestamp;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import uk.yjx.common.v1.EventTime;
import uk.yjx.common.v1.Grading;
import uk.yjx.common.v1.HandlingCode;
import uk.yjx.common.v1.Marking;
import uk.yjx.common.v1.PersonDescriptor;
import uk.yjx.common.v1.Urgency;
import uk.yjx.intelligence.v1.InvolvedPerson;
import uk.yjx.intelligence.v1.Notice;
import uk.yjx.intelligence.v1.NoticeKind;
import uk.yjx.intelligence.v1.StopSearch;
import uk.yjx.server.kernel.Failure;
import uk.yjx.server.kernel.Violations;

/** What a notice must hold to beyond its form. */
final class NoticeRulesTest {
  private static final Instant NOW = Instant.parse("2026-03-06T20:00:00Z");

  @Test
  void letsASoundNoticeAndSoundIntelligenceThrough() {
    assertEquals(Set.of(), broken(n -> {}));
    assertEquals(Set.of(), broken(NoticeRulesTest::intelligence));
  }

  @Test
  void bearsASendersClockThatIsAheadByTenMinutesAndNoMore() {
    assertEquals(Set.of(), broken(n -> at(n, NOW.plus(NoticeRules.CLOCK_SKEW_MAX))));
    assertEquals(
        Set.of("EVENT_IN_FUTURE"),
        broken(n -> at(n, NOW.plus(NoticeRules.CLOCK_SKEW_MAX).plusSeconds(1))));
  }

  @Test
  void refusesWhatIsMarkedAboveOfficialSensitive() {
    for (Marking marking : List.of(Marking.MARKING_SECRET, Marking.MARKING_TOP_SECRET)) {
      assertEquals(
          Set.of("MARKING_TOO_HIGH"), broken(n -> n.getHandlingBuilder().setMarking(marking)));
    }
    assertEquals(
        Set.of(),
        broken(n -> n.getHandlingBuilder().setMarking(Marking.MARKING_OFFICIAL_SENSITIVE)));
  }

  @Test
  void wantsAReasonForRaisingTheUrgency() {
    assertEquals(
        Set.of("RAISE_REASON_MISSING"), broken(n -> n.setRaiseTo(Urgency.URGENCY_IMMEDIATE)));
    assertEquals(
        Set.of("RAISE_REASON_MISSING"),
        broken(n -> n.setRaiseTo(Urgency.URGENCY_IMMEDIATE).setRaiseReason("  ")));
    assertEquals(
        Set.of(), broken(n -> n.setRaiseTo(Urgency.URGENCY_IMMEDIATE).setRaiseReason("danger")));
  }

  @Test
  void wantsDetailsOfAStopAndOfNothingElse() {
    assertEquals(
        Set.of("DETAIL_MISSING"), broken(n -> n.setKind(NoticeKind.NOTICE_KIND_STOP_SEARCH)));
    assertEquals(
        Set.of("DETAIL_NOT_OF_KIND"),
        broken(n -> n.setStopSearch(StopSearch.getDefaultInstance())));
  }

  @Test
  void takesIntelligenceOnlyGradedSanitisedAndAuthorised() {
    assertEquals(
        Set.of("GRADING_MISSING"), broken(n -> n.setKind(NoticeKind.NOTICE_KIND_INTELLIGENCE)));
    assertEquals(
        Set.of("INTELLIGENCE_NOT_SANITISED"), broken(n -> intelligence(n).setSanitised(false)));
    assertEquals(
        Set.of("INTELLIGENCE_NOT_AUTHORISED"), broken(n -> intelligence(n).clearAuthorisedAt()));
    assertEquals(
        Set.of("INTELLIGENCE_NOT_AUTHORISED"),
        broken(n -> intelligence(n).setAuthorisedByRole(" ")));
    assertEquals(
        Set.of("INTELLIGENCE_NOT_AUTHORISED"),
        broken(n -> intelligence(n).setAuthorisedAt(timestamp(NOW.plusSeconds(3600)))));
  }

  @Test
  void wantsEveryPersonDescribedOrMarkedUnidentifiedAndAgesInOrder() {
    assertEquals(Set.of("VALIDATION_FAILED"), broken(n -> n.getPersonsBuilder(0).clearPerson()));
    assertEquals(
        Set.of("VALIDATION_FAILED"), broken(n -> n.getPersonsBuilder(0).setUnidentified(true)));
    assertEquals(Set.of(), broken(n -> n.getPersonsBuilder(0).clearPerson().setUnidentified(true)));
    assertEquals(
        Set.of("VALIDATION_FAILED"),
        broken(n -> n.getPersonsBuilder(0).setAgeFrom(15).setAgeTo(14)));
  }

  @Test
  void namesEverythingThatIsWrongAtOnce() {
    assertEquals(
        Set.of("EVENT_IN_FUTURE", "MARKING_TOO_HIGH", "DETAIL_MISSING"),
        broken(n -> {
          at(n, NOW.plusSeconds(3600));
          n.setKind(NoticeKind.NOTICE_KIND_STOP_SEARCH);
          n.getHandlingBuilder().setMarking(Marking.MARKING_SECRET);
        }));
  }

  private static Grading.Builder intelligence(Notice.Builder notice) {
    return notice
        .setKind(NoticeKind.NOTICE_KIND_INTELLIGENCE)
        .getHandlingBuilder()
        .getGradingBuilder()
        .setHandlingCode(HandlingCode.HANDLING_CODE_P)
        .setSanitised(true)
        .setAuthorisedByRole("Source manager")
        .setAuthorisedAt(timestamp(NOW.minusSeconds(60)));
  }

  private static void at(Notice.Builder notice, Instant when) {
    notice.setEventTime(EventTime.newBuilder().setEarliest(timestamp(when)));
  }

  private static Timestamp timestamp(Instant at) {
    return Timestamp.newBuilder().setSeconds(at.getEpochSecond()).setNanos(at.getNano()).build();
  }

  /** The rules that a sound notice breaks once it is changed. */
  private static Set<String> broken(Consumer<Notice.Builder> change) {
    Notice.Builder notice =
        Notice.newBuilder()
            .setKind(NoticeKind.NOTICE_KIND_ARREST)
            .addPersons(
                InvolvedPerson.newBuilder().setPerson(PersonDescriptor.getDefaultInstance()));
    at(notice, NOW.minusSeconds(60));
    notice.getHandlingBuilder().setMarking(Marking.MARKING_OFFICIAL);
    change.accept(notice);
    Violations wrong = new Violations();
    NoticeRules.check(notice.build(), NOW, wrong);
    Set<String> rules = new TreeSet<>();
    if (!wrong.isEmpty()) {
      wrong.failure().violations().stream().map(Failure.Violation::rule).forEach(rules::add);
    }
    return rules;
  }
}
