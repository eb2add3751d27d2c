package uk.yjx.cli.demo;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.google.protobuf.Timestamp;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import uk.yjx.alerts.v1.AcknowledgeResult;
import uk.yjx.alerts.v1.AcknowledgeStatus;
import uk.yjx.alerts.v1.Alert;
import uk.yjx.alerts.v1.AlertEvent;
import uk.yjx.alerts.v1.ChildReference;
import uk.yjx.alerts.v1.EntryCause;
import uk.yjx.cli.demo.Arrivals.Arrival;
import uk.yjx.cli.demo.ReplayRun.RequestKey;
import uk.yjx.common.v1.EventTime;
import uk.yjx.common.v1.Urgency;
import uk.yjx.intelligence.v1.Notice;
import uk.yjx.intelligence.v1.SubmitNoticeRequest;
import uk.yjx.operations.v1.MatchOutcome;
import uk.yjx.operations.v1.NoticeOutcome;
import uk.yjx.operations.v1.PersonOutcome;
import uk.yjx.world.CaseloadChild;
import uk.yjx.world.ReplayNotice;
import uk.yjx.world.Truth;

class CountingTest {

  private static final CaseloadChild.Key CHILD = new CaseloadChild.Key("southwark-yjs", "SOU-1");
  private static final Map<CaseloadChild.Key, String> IDS = Map.of(CHILD, "child-1");

  @Test
  void countsAnAlertOnceAndTheEntryOfEachReader() {
    Arrivals arrivals = new Arrivals();
    arrivals.begin(Instant.ofEpochSecond(100));
    arrivals.saw("a", List.of(event("before", EntryCause.ENTRY_CAUSE_NEW, 99)), 1);
    arrivals.saw("a", List.of(event("x", EntryCause.ENTRY_CAUSE_NEW)), 2);
    arrivals.saw("b", List.of(event("x", EntryCause.ENTRY_CAUSE_NEW)), 3);
    arrivals.saw("a", List.of(event("x", EntryCause.ENTRY_CAUSE_CHANGED)), 4);
    Arrivals.Seen seen = arrivals.seen();
    assertEquals(1, seen.alerts().size());
    assertEquals(3, seen.entries());
    assertEquals(0, seen.duplicates());
  }

  @Test
  void noticesAnAlertThatOneReaderSeesTwice() {
    Arrivals arrivals = new Arrivals();
    arrivals.begin(Instant.ofEpochSecond(100));
    arrivals.saw("a", List.of(event("x", EntryCause.ENTRY_CAUSE_NEW)), 1);
    arrivals.saw("a", List.of(event("x", EntryCause.ENTRY_CAUSE_NEW)), 2);
    assertEquals(1, arrivals.seen().duplicates());
    assertEquals(1, arrivals.seen().entries());
  }

  @Test
  void countsOnlyConfirmedAcknowledgementsAndEachAlertOnce() {
    Arrivals arrivals = new Arrivals();
    arrivals.begin(Instant.ofEpochSecond(100));
    arrivals.saw("a", List.of(event("x", EntryCause.ENTRY_CAUSE_NEW)), 1);
    arrivals.saw("b", List.of(event("x", EntryCause.ENTRY_CAUSE_NEW)), 1);
    assertEquals(2, arrivals.counts().waiting());
    arrivals.acknowledged(1, List.of(result(AcknowledgeStatus.ACKNOWLEDGE_STATUS_APPLIED)));
    arrivals.acknowledged(1, List.of(result(AcknowledgeStatus.ACKNOWLEDGE_STATUS_ALREADY)));
    arrivals.acknowledged(0, List.of(result(AcknowledgeStatus.ACKNOWLEDGE_STATUS_REFUSED)));
    assertEquals(1, arrivals.counts().acknowledged());
    assertEquals(0, arrivals.counts().waiting());
    assertEquals(1, arrivals.counts().refused());
  }

  @Test
  void tellsTheWrongChildAndALinkOnNameAndBirthFromTheTruth() {
    List<ReplayNotice> notices =
        List.of(notice("n1", 1), notice("n2", 1), notice("n3", 1), notice("n4", 1));
    Map<RequestKey, NoticeOutcome> outcomes = new HashMap<>();
    outcomes.put(key("n1"), linked("child-1", "IDENTIFIER_AND_FORENAME", 1));
    outcomes.put(key("n2"), linked("child-2", "IDENTIFIER_AND_FORENAME", 2));
    outcomes.put(key("n3"), linked("child-1", "NAME_AND_BIRTH_DATE", 3));
    assertEquals(new Comparison(1, 1, 0, 1), Comparison.of(notices, outcomes, IDS));
  }

  @Test
  void findsAnotherOutcomeThanTheTruths() {
    Map<RequestKey, NoticeOutcome> outcomes = Map.of(key("n1"), NoticeOutcome.getDefaultInstance());
    Comparison compared = Comparison.of(List.of(notice("n1", 1)), outcomes, IDS);
    assertEquals(List.of("1 notices with another outcome than the truth's"), compared.problems());
  }

  @Test
  void pairsEverySendWithItsFrameOnceAndInOrderWhereTheyShareEverything() {
    List<ReplayNotice> notices = List.of(notice("n1", 7), notice("n2", 7), notice("n3", 8));
    Map<RequestKey, NoticeOutcome> outcomes =
        Map.of(
            key("n1"), linked("child-1", "IDENTIFIER_AND_FORENAME", 1),
            key("n2"), linked("child-1", "IDENTIFIER_AND_FORENAME", 2),
            key("n3"), linked("child-1", "IDENTIFIER_AND_FORENAME", 3));
    long ms = TimeUnit.MILLISECONDS.toNanos(1);
    Map<RequestKey, Long> sent = Map.of(key("n1"), 0L, key("n2"), 10 * ms, key("n3"), 20 * ms);
    List<Arrival> arrivals = List.of(arrival("y", 7, 102, 13 * ms), arrival("x", 7, 101, 2 * ms));
    Latencies.Measured measured = Latencies.of(notices, outcomes, sent, arrivals);
    assertEquals(2, measured.nanos().getTotalCount());
    assertEquals(3.0, measured.nanos().getMaxValue() / (double) ms, 0.01);
    assertEquals(2.0, measured.nanos().getMinValue() / (double) ms, 0.01);
    assertEquals(1, measured.unpaired());
  }

  private static RequestKey key(String id) {
    return new RequestKey("met-police", "request-" + id);
  }

  private static ReplayNotice notice(String id, long time) {
    return new ReplayNotice(
        "met-police/system/records",
        SubmitNoticeRequest.newBuilder()
            .setRequestId("request-" + id)
            .setNotice(Notice.newBuilder().setEventTime(time(time)))
            .build(),
        new Truth(
            Truth.Outcome.LINKED,
            Optional.of(CHILD),
            Optional.of(new Truth.Delivery(Urgency.URGENCY_ROUTINE, "southwark-yjs/user/a.mensah")),
            false,
            false),
        true);
  }

  private static NoticeOutcome linked(String child, String rule, long position) {
    return NoticeOutcome.newBuilder()
        .setPosition(position)
        .setAlerts(1)
        .addPersons(
            PersonOutcome.newBuilder()
                .setOutcome(MatchOutcome.MATCH_OUTCOME_LINKED)
                .setChildId(child)
                .setRule(rule))
        .build();
  }

  private static Arrival arrival(String id, long time, long raised, long nanos) {
    return new Arrival(
        Alert.newBuilder()
            .setAlertId(id)
            .setChild(ChildReference.newBuilder().setChildId("child-1"))
            .setEventTime(time(time))
            .setRaisedAt(Timestamp.newBuilder().setSeconds(raised))
            .setSourceAgency("met-police")
            .build(),
        nanos);
  }

  private static EventTime time(long seconds) {
    return EventTime.newBuilder().setEarliest(Timestamp.newBuilder().setSeconds(seconds)).build();
  }

  private static AlertEvent event(String id, EntryCause cause) {
    return event(id, cause, 100);
  }

  private static AlertEvent event(String id, EntryCause cause, long raised) {
    return AlertEvent.newBuilder()
        .setCause(cause)
        .setAlert(
            Alert.newBuilder()
                .setAlertId(id)
                .setRaisedAt(Timestamp.newBuilder().setSeconds(raised))
                .setUrgency(Urgency.URGENCY_ROUTINE))
        .build();
  }

  private static AcknowledgeResult result(AcknowledgeStatus status) {
    return AcknowledgeResult.newBuilder().setAlertId("x").setStatus(status).build();
  }
}
