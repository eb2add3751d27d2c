package uk.yjx.server.safeguarding;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.grpc.StatusRuntimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import uk.yjx.agreements.v1.DataCategory;
import uk.yjx.alerts.v1.Alert;
import uk.yjx.alerts.v1.AlertKind;
import uk.yjx.alerts.v1.AlertState;
import uk.yjx.clocks.v1.Post;
import uk.yjx.common.v1.LegalGateway;
import uk.yjx.common.v1.Purpose;
import uk.yjx.common.v1.Role;
import uk.yjx.safeguarding.v1.AcknowledgeConcernRequest;
import uk.yjx.safeguarding.v1.AskBackRequest;
import uk.yjx.safeguarding.v1.CloseConcernRequest;
import uk.yjx.safeguarding.v1.ConcernDecision;
import uk.yjx.safeguarding.v1.ConcernMessage;
import uk.yjx.safeguarding.v1.ConcernRisk;
import uk.yjx.safeguarding.v1.ConcernServiceGrpc;
import uk.yjx.safeguarding.v1.ConcernServiceGrpc.ConcernServiceBlockingStub;
import uk.yjx.safeguarding.v1.ConcernState;
import uk.yjx.safeguarding.v1.ConfirmConversationRequest;
import uk.yjx.safeguarding.v1.CorrectEntryRequest;
import uk.yjx.safeguarding.v1.DecideConcernRequest;
import uk.yjx.safeguarding.v1.GetConcernRequest;
import uk.yjx.safeguarding.v1.GetConcernResponse;
import uk.yjx.safeguarding.v1.ListConcernsRequest;
import uk.yjx.safeguarding.v1.MarkInsufficientRequest;
import uk.yjx.safeguarding.v1.RaiseConcernRequest;
import uk.yjx.safeguarding.v1.RecordConversationRequest;
import uk.yjx.safeguarding.v1.RecordNotSharedRequest;
import uk.yjx.safeguarding.v1.StatementBasis;
import uk.yjx.safeguarding.v1.ThreadEntry;
import uk.yjx.safeguarding.v1.ThreadEntryKind;
import uk.yjx.server.alerts.AlertsExchange;
import uk.yjx.server.clocks.AgencyCalendar;
import uk.yjx.server.clocks.ClockRun;
import uk.yjx.server.clocks.WorkingDays;

/** Concerns between a youth justice service and social care, through the whole exchange. */
final class ConcernsTest {
  private static final AgencyCalendar CALENDAR = new AgencyCalendar(new WorkingDays(), List.of());

  private final AlertsExchange exchange = AlertsExchange.shared();
  private final Care care = Care.agreed();
  private final String fay = care.agency + "/user/fay";
  private final String pat = care.agency + "/user/pat";
  private final String dia = care.agency + "/user/dia";
  private final String hal = care.area.service + "/user/hal";
  private String child = "";

  @BeforeEach
  void staff() {
    care.agree(care.area.service, care.agency, List.of(DataCategory.DATA_CATEGORY_CONCERN));
    staff(pat, Role.ROLE_PARTNER_MANAGER, "");
    staff(care.agency + "/user/hob", Role.ROLE_PARTNER_HEAD, "");
    staff(dia, Role.ROLE_DIRECTOR, "");
    staff(hal, Role.ROLE_HEAD_OF_SERVICE, care.area.service);
    child = care.area.child(1, care.area.ann);
    morning();
  }

  @Test
  void climbsInBothAgenciesTogetherUntilTheAnswerComes() {
    String id = raise(ConcernRisk.CONCERN_RISK_OTHER);
    GetConcernResponse seen = get(fay, id);
    assertEquals("Inventedx", seen.getHead().getChildName().replaceAll("Invented.*", "Inventedx"));
    assertEquals("", seen.getHead().getServiceChildId());
    assertEquals(List.of(Post.POST_TEAM_MANAGER), seen.getHead().getStanding().getNextPostsList());
    Instant first = at(seen.getHead().getStanding().getNextAt());
    assertEquals(CALENDAR.plusWorkingDays(exchange.clock().instant(), 1), first);
    assertEquals(0, concerns(pat));
    exchange.clock().pass(Duration.between(exchange.clock().instant(), first));
    exchange.bean(ClockRun.class).run();
    assertEquals(1, concerns(pat));
    assertEquals(1, concerns(care.area.max));
    assertEquals(0, concerns(dia));
    passWorkingDays(6);
    assertEquals(1, concerns(dia));
    assertEquals(1, concerns(hal));
    assertEquals(
        List.of("TEAM_MANAGER", "SERVICE_MANAGER", "HEAD_OF_SERVICE", "DIRECTOR"), climbs(id));
    decide(decision(id));
    assertEquals(ConcernState.CONCERN_STATE_DECIDED, state(care.area.ann, id));
    assertTrue(get(care.area.ann, id).getHead().getStanding().getNextPostsList().isEmpty());
    passWorkingDays(10);
    assertEquals(4, climbs(id).size());
  }

  @Test
  void climbsNoFurtherOnceItIsAnsweredOrAgreedByBothSides() {
    String answered = raise(ConcernRisk.CONCERN_RISK_OTHER);
    var unusedAcknowledged =
        as(fay)
            .acknowledgeConcern(
                AcknowledgeConcernRequest.newBuilder()
                    .setRequestId(care.area.requestId())
                    .setConcernId(answered)
                    .build());
    decide(decision(answered));
    String agreed = raise(ConcernRisk.CONCERN_RISK_OTHER);
    var unusedRecorded =
        as(care.area.ann)
            .recordConversation(
                RecordConversationRequest.newBuilder()
                    .setRequestId(care.area.requestId())
                    .setConcernId(agreed)
                    .setMessage(message("Agreed by telephone: a joint visit today."))
                    .build());
    assertTrue(get(fay, agreed).getHead().getStanding().getNextPostsCount() > 0);
    assertRefused("NO_CONVERSATION", () -> confirm(care.area.ann, agreed));
    confirm(fay, agreed);
    passWorkingDays(8);
    assertEquals(List.of(), climbs(answered));
    assertEquals(List.of(), climbs(agreed));
    assertEquals(ConcernState.CONCERN_STATE_AGREED, state(fay, agreed));
    var unusedClosed =
        as(care.area.ann)
            .closeConcern(
                CloseConcernRequest.newBuilder()
                    .setRequestId(care.area.requestId())
                    .setConcernId(agreed)
                    .build());
    assertRefused("CONCERN_CLOSED", () -> as(fay).decideConcern(decision(agreed)));
    assertEquals(
        List.of(AlertState.ALERT_STATE_OUTCOME_RECORDED),
        alerts(fay).stream()
            .filter(alert -> alert.getConcernId().equals(agreed))
            .map(Alert::getState)
            .toList());
  }

  @Test
  void goesUpARungAtOnceWhenTheAnswerIsNotSufficient() {
    String id = raise(ConcernRisk.CONCERN_RISK_IMMEDIATE);
    decide(decision(id));
    assertEquals(0, concerns(pat));
    insufficient(id);
    assertEquals(1, concerns(pat));
    assertEquals(1, concerns(care.area.max));
    assertEquals(1, get(fay, id).getHead().getStanding().getInsufficient());
    exchange.clock().pass(Duration.ofMinutes(61));
    exchange.bean(ClockRun.class).run();
    assertEquals(List.of("SERVICE_MANAGER"), climbs(id));
    decide(decision(id));
    exchange.clock().pass(Duration.ofHours(6));
    exchange.bean(ClockRun.class).run();
    assertEquals(List.of("SERVICE_MANAGER"), climbs(id));
  }

  @Test
  void tellsBothManagersOnceWhenNobodyAcknowledges() {
    String id = raise(ConcernRisk.CONCERN_RISK_OTHER);
    exchange.clock().pass(ConcernLadder.ACKNOWLEDGE_OTHER.plusMinutes(1));
    exchange.bean(ClockRun.class).run();
    assertEquals(1, concerns(pat));
    assertEquals(1, concerns(care.area.max));
    assertEquals(
        1,
        entries(fay, id).stream()
            .filter(e -> e.getKind() == ThreadEntryKind.THREAD_ENTRY_KIND_ACKNOWLEDGEMENT_OVERDUE)
            .count());
  }

  @Test
  void answersStrangersAndAbsentConcernsAlike() {
    String id = raise(ConcernRisk.CONCERN_RISK_OTHER);
    Care elsewhere = Care.agreed();
    String stranger = elsewhere.agency + "/user/fay";
    assertRefused("CONCERN_NOT_FOUND", () -> get(stranger, id));
    assertRefused("CONCERN_NOT_FOUND", () -> get(stranger, UUID.randomUUID().toString()));
    assertRefused("CONCERN_NOT_FOUND", () -> get(care.area.ben, id));
    assertRefused("CONCERN_NOT_FOUND", () -> ask(stranger, id));
    assertRefused("NOT_YOURS_TO_DO", () -> as(care.area.ann).decideConcern(decision(id)));
    assertRefused("NO_ANSWER_YET", () -> insufficient(id));
    assertRefused(
        "CHILD_NOT_FOUND", () -> raise(elsewhere.area.ann, ConcernRisk.CONCERN_RISK_OTHER));
    assertRefused("CHILD_NOT_FOUND", () -> raise(care.area.ben, ConcernRisk.CONCERN_RISK_OTHER));
    assertEquals(
        0,
        as(stranger)
            .listConcerns(
                ListConcernsRequest.newBuilder().setPurpose(Purpose.PURPOSE_SAFEGUARDING).build())
            .getConcernsCount());
  }

  @Test
  void refusesDueTimesThatHavePassedOrComeAfterTheLaddersAndPartiesWithoutAgreement() {
    RaiseConcernRequest.Builder request = request(ConcernRisk.CONCERN_RISK_OTHER);
    assertRefused(
        "DUE_IN_PAST",
        () ->
            as(care.area.ann)
                .raiseConcern(
                    request
                        .setRequestId(care.area.requestId())
                        .setDecideBy(Care.timestamp(care.now().minusSeconds(1)))
                        .build()));
    assertRefused(
        "DUE_TOO_LATE",
        () ->
            as(care.area.ann)
                .raiseConcern(
                    request
                        .setRequestId(care.area.requestId())
                        .setDecideBy(Care.timestamp(care.now().plus(Duration.ofDays(30))))
                        .build()));
    assertRefused(
        "NO_AGREEMENT",
        () ->
            as(care.area.ann)
                .raiseConcern(
                    request
                        .clearDecideBy()
                        .setRequestId(care.area.requestId())
                        .setToAgency(care.area.police)
                        .build()));
    assertRefused(
        "AGENCY_NOT_FOUND",
        () ->
            as(care.area.ann)
                .raiseConcern(
                    request
                        .setRequestId(care.area.requestId())
                        .setToAgency("no-such-agency")
                        .build()));
  }

  @Test
  void keepsFamilyTextOutWhereTheFamilyMustNotBeContactedAndSaysSoFirst() {
    RaiseConcernRequest.Builder request =
        request(ConcernRisk.CONCERN_RISK_OTHER).setDoNotContactFamily(true);
    request.getMessageBuilder().setFamilyText("We are worried.");
    assertRefused("FAMILY_TEXT_BLOCKED", () -> as(care.area.ann).raiseConcern(request.build()));
    request.setRequestId(care.area.requestId()).getMessageBuilder().clearFamilyText();
    String id = as(care.area.ann).raiseConcern(request.build()).getConcernId();
    assertTrue(get(fay, id).getHead().getDoNotContactFamily());
    assertEquals(1, alerts(fay).getFirst().getRisksCount());
    assertFalse(alerts(fay).getFirst().hasChild(), "the alert itself names no child");
  }

  @Test
  void keepsWhatIsForNamedRolesWhatWasNotSharedAndEveryCorrection() {
    String id = raise(ConcernRisk.CONCERN_RISK_OTHER);
    var unusedAsked =
        as(fay)
            .askBack(
                AskBackRequest.newBuilder()
                    .setRequestId(care.area.requestId())
                    .setConcernId(id)
                    .setMessage(
                        message("For the head alone.").toBuilder()
                            .addToRoles(Role.ROLE_HEAD_OF_SERVICE))
                    .build());
    var unusedKept =
        as(care.area.ann)
            .recordNotShared(
                RecordNotSharedRequest.newBuilder()
                    .setRequestId(care.area.requestId())
                    .setConcernId(id)
                    .setReason("It would tell the father where she is staying.")
                    .build());
    var unusedCorrected =
        as(care.area.ann)
            .correctEntry(
                CorrectEntryRequest.newBuilder()
                    .setRequestId(care.area.requestId())
                    .setConcernId(id)
                    .setEntry(1)
                    .setMessage(message("It was Tuesday, not Monday."))
                    .build());
    assertRefused(
        "ENTRY_NOT_FOUND",
        () ->
            as(fay)
                .correctEntry(
                    CorrectEntryRequest.newBuilder()
                        .setRequestId(care.area.requestId())
                        .setConcernId(id)
                        .setEntry(1)
                        .setMessage(message("No."))
                        .build()));
    List<ThreadEntry> ann = entries(care.area.ann, id);
    List<ThreadEntry> door = entries(fay, id);
    assertEquals(4, ann.size());
    assertEquals(3, door.size());
    assertTrue(ann.get(1).getWithheld());
    assertFalse(ann.get(1).hasMessage());
    assertEquals("For the head alone.", entries(hal, id).get(1).getMessage().getText());
    assertTrue(door.getFirst().getCorrected());
    assertFalse(door.getFirst().getMessage().getText().isEmpty());
    assertEquals(1, door.getLast().getCorrects());
    assertEquals(care.area.service, get(fay, id).getHead().getStanding().getQuestionFor());
  }

  private String raise(ConcernRisk risk) {
    return raise(care.area.ann, risk);
  }

  private String raise(String who, ConcernRisk risk) {
    return as(who).raiseConcern(request(risk).build()).getConcernId();
  }

  private RaiseConcernRequest.Builder request(ConcernRisk risk) {
    return RaiseConcernRequest.newBuilder()
        .setRequestId(care.area.requestId())
        .setChildId(child)
        .setToAgency(care.agency)
        .setRisk(risk)
        .setGateway(LegalGateway.LEGAL_GATEWAY_CA04_S10)
        .setMessage(message("She says that she does not feel safe at her placement."));
  }

  private static ConcernMessage message(String text) {
    return ConcernMessage.newBuilder()
        .setBasis(StatementBasis.STATEMENT_BASIS_FACT)
        .setText(text)
        .build();
  }

  private void decide(DecideConcernRequest decision) {
    var unused = as(fay).decideConcern(decision);
  }

  private DecideConcernRequest decision(String id) {
    return DecideConcernRequest.newBuilder()
        .setRequestId(care.area.requestId())
        .setConcernId(id)
        .setDecision(ConcernDecision.CONCERN_DECISION_ACTION_TAKEN)
        .setMessage(message("A social worker visits today."))
        .build();
  }

  private void insufficient(String id) {
    var unused =
        as(care.area.ann)
            .markInsufficient(
                MarkInsufficientRequest.newBuilder()
                    .setRequestId(care.area.requestId())
                    .setConcernId(id)
                    .setReason("Nobody has spoken to her.")
                    .build());
  }

  private void confirm(String who, String id) {
    var unused =
        as(who)
            .confirmConversation(
                ConfirmConversationRequest.newBuilder()
                    .setRequestId(care.area.requestId())
                    .setConcernId(id)
                    .build());
  }

  private void ask(String who, String id) {
    var unused =
        as(who)
            .askBack(
                AskBackRequest.newBuilder()
                    .setRequestId(care.area.requestId())
                    .setConcernId(id)
                    .setMessage(message("Who?"))
                    .build());
  }

  private GetConcernResponse get(String who, String id) {
    return as(who)
        .getConcern(
            GetConcernRequest.newBuilder()
                .setConcernId(id)
                .setPurpose(Purpose.PURPOSE_SAFEGUARDING)
                .build());
  }

  private List<ThreadEntry> entries(String who, String id) {
    return get(who, id).getEntriesList();
  }

  private ConcernState state(String who, String id) {
    return get(who, id).getHead().getStanding().getState();
  }

  /** Who was told at each rung that it climbed, of those told in both agencies. */
  private List<String> climbs(String id) {
    return entries(fay, id).stream()
        .filter(e -> e.getKind() == ThreadEntryKind.THREAD_ENTRY_KIND_CLIMBED)
        .map(e -> e.getTold(0).name().substring("POST_".length()))
        .toList();
  }

  private long concerns(String who) {
    return alerts(who).size();
  }

  private List<Alert> alerts(String who) {
    return care.alerts(who).stream()
        .filter(a -> a.getKind() == AlertKind.ALERT_KIND_CONCERN)
        .toList();
  }

  private ConcernServiceBlockingStub as(String who) {
    return ConcernServiceGrpc.newBlockingStub(care.area.as(who));
  }

  private void staff(String who, Role role, String service) {
    care.area.principal(who);
    care.area.grant(who, role, service);
  }

  /** 10:00 on a working day after today, by the clock of the exchange. */
  private void morning() {
    Instant now = exchange.clock().instant();
    Instant ten = CALENDAR.endOfShift(now, 1).minus(Duration.ofHours(7));
    exchange.clock().pass(Duration.between(now, ten));
  }

  private void passWorkingDays(int days) {
    Instant now = exchange.clock().instant();
    exchange.clock().pass(Duration.between(now, CALENDAR.plusWorkingDays(now, days)));
    exchange.bean(ClockRun.class).run();
  }

  private static Instant at(com.google.protobuf.Timestamp at) {
    return Instant.ofEpochSecond(at.getSeconds(), at.getNanos());
  }

  private static void assertRefused(String reason, Runnable call) {
    StatusRuntimeException e = assertThrows(StatusRuntimeException.class, call::run);
    assertTrue(e.getStatus().toString().contains(reason), e.getStatus()::toString);
  }
}
