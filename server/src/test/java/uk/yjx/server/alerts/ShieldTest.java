package uk.yjx.server.alerts;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.protobuf.MessageLite;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import uk.yjx.alerts.v1.AcknowledgeAlertsRequest;
import uk.yjx.alerts.v1.Alert;
import uk.yjx.alerts.v1.AlertServiceGrpc;
import uk.yjx.alerts.v1.AlertState;
import uk.yjx.alerts.v1.GetAlertRequest;
import uk.yjx.alerts.v1.ListAlertsRequest;
import uk.yjx.alerts.v1.Scope;
import uk.yjx.caseload.v1.Allocation;
import uk.yjx.caseload.v1.AllocationRole;
import uk.yjx.caseload.v1.Case;
import uk.yjx.caseload.v1.CaseloadServiceGrpc;
import uk.yjx.caseload.v1.GetCaseRequest;
import uk.yjx.caseload.v1.LiftShieldRequest;
import uk.yjx.caseload.v1.ListCasesRequest;
import uk.yjx.caseload.v1.RecordCaseRequest;
import uk.yjx.caseload.v1.Shield;
import uk.yjx.caseload.v1.ShieldReason;
import uk.yjx.common.v1.Purpose;
import uk.yjx.common.v1.Receipt;
import uk.yjx.intelligence.v1.NoticeKind;
import uk.yjx.intelligence.v1.PersonRole;
import uk.yjx.intelligence.v1.SubmitNoticeResponse;
import uk.yjx.server.storage.StatementTrace;

/**
 * A shielded child is known to who holds the case by name; to everyone else the exchange answers as
 * if the child did not exist, on the same way and in the same size.
 */
final class ShieldTest {
  private static final String LIFTED = "The order has ended; the unit agrees.";

  /** The same call is looked at so often: what else the exchange does now and then drops out. */
  private static final int TIMES = 9;

  private static final class Traced {
    static final AlertsExchange EXCHANGE;
    static final StatementTrace TRACE;

    static {
      StatementTrace[] made = new StatementTrace[1];
      EXCHANGE =
          AlertsExchange.through(
              "shield",
              database -> {
                try {
                  made[0] = StatementTrace.to(database.port());
                } catch (IOException e) {
                  throw new UncheckedIOException(e);
                }
                return database.through(made[0].port());
              });
      TRACE = made[0];
    }
  }

  private final Area area = Area.full(Traced.EXCHANGE);

  @Test
  void hidesAChildsCaseFromEveryoneButWhoHoldsItByName() {
    area.child(1, area.ann);
    area.child(2, area.ann);
    assertTrue(canRead(area.max, 1));
    shield(1, area.ann);
    assertTrue(canRead(area.ann, 1));
    for (String who : List.of(area.max, area.dee, area.ben, area.service + "/system/cases")) {
      assertFalse(canRead(who, 1), who);
    }
    assertEquals(List.of("C-2"), listed(area.max));
    assertEquals(List.of("C-1", "C-2"), listed(area.ann));
    area.child(1, area.ann); // a system that knows nothing of the shield records the case again
    assertFalse(canRead(area.max, 1));
    assertThrows(StatusRuntimeException.class, () -> lift(area.ann, 1));
    lift(area.max, 1);
    assertTrue(canRead(area.max, 1));
    assertEquals(
        "CASE_NOT_FOUND",
        assertThrows(StatusRuntimeException.class, () -> lift(area.max, 1))
            .getStatus()
            .getDescription());
  }

  @Test
  void takesAlertsFromMailboxesWhenTheShieldGoesUpAndGivesThemWhenItIsLifted() {
    area.child(1, List.of());
    area.arrest(1);
    String alert = alerts(area.max, Scope.SCOPE_SERVICE).getFirst().getAlertId();
    shield(1, area.ann);
    assertEquals(List.of(), alerts(area.max, Scope.SCOPE_SERVICE));
    assertEquals(List.of(), alerts(area.dee, Scope.SCOPE_SERVICE));
    assertThrows(StatusRuntimeException.class, () -> get(area.max, alert));
    assertEquals(alert, alerts(area.ann, Scope.SCOPE_MY_CASELOAD).getFirst().getAlertId());
    area.arrest(1);
    assertEquals(2, alerts(area.ann, Scope.SCOPE_MY_CASELOAD).size());
    assertEquals(List.of(), alerts(area.max, Scope.SCOPE_SERVICE));
    lift(area.max, 1);
    List<Alert> after = alerts(area.max, Scope.SCOPE_SERVICE);
    assertEquals(List.of(alert), after.stream().map(Alert::getAlertId).toList());
    assertEquals(AlertState.ALERT_STATE_DELIVERED, after.getFirst().getState());
  }

  @Test
  void tellsNobodyThatAShieldedChildWasThereToo() {
    area.child(1, area.ann);
    area.child(2, area.ben);
    submitBoth();
    assertEquals(1, alerts(area.ann, Scope.SCOPE_MY_CASELOAD).getFirst().getOthersCount());
    shield(2, area.ben);
    assertEquals(0, alerts(area.ann, Scope.SCOPE_MY_CASELOAD).getFirst().getOthersCount());
    submitBoth();
    for (Alert seen : alerts(area.ann, Scope.SCOPE_MY_CASELOAD)) {
      assertEquals(0, seen.getOthersCount());
    }
    assertEquals(2, alerts(area.ben, Scope.SCOPE_MY_CASELOAD).size());
  }

  @Test
  void refusesAShieldWithoutADocument() {
    assertEquals(
        Status.Code.INVALID_ARGUMENT,
        assertThrows(StatusRuntimeException.class, () -> record(1, area.ann, " "))
            .getStatus()
            .getCode());
  }

  @Test
  void readsAbsentForbiddenAndShieldedByTheSameStatementsWithTheSameAnswer() {
    Area elsewhere = Area.full(Traced.EXCHANGE);
    elsewhere.child(1, elsewhere.ann);
    elsewhere.arrest(1);
    area.child(1, area.ann);
    shield(1, area.ann);
    area.arrest(1);
    area.child(3, area.ann);
    Alert shielded = alerts(area.ann, Scope.SCOPE_MY_CASELOAD).getFirst();
    Alert forbidden = alerts(elsewhere.ann, Scope.SCOPE_MY_CASELOAD).getFirst();
    String absent = UUID.randomUUID().toString();
    List<String> ids = List.of(absent, forbidden.getAlertId(), shielded.getAlertId());
    same(ids, id -> error(() -> get(area.max, id)));
    assertNotEquals(
        usual(() -> error(() -> get(area.max, absent))),
        usual(() -> size(get(area.ann, shielded.getAlertId()))),
        "who may read reads by other statements, so they are told apart here");
    same(ids, id -> size(acknowledge(area.max, id)));
    same(
        List.of(absent, forbidden.getChild().getChildId(), shielded.getChild().getChildId()),
        child -> size(list(area.max, Scope.SCOPE_SERVICE, child)));
    // Absent and shielded to a manager; not held, absent and shielded to a case manager.
    same(List.of("C-9", "C-1"), number -> error(() -> readCase(area.max, number)));
    same(List.of("C-9", "C-1", "C-3"), number -> error(() -> readCase(area.ben, number)));
  }

  @Test
  void answersNoticesOfKnownUnknownAndShieldedChildrenInTheSameSizeAndShape() {
    area.child(1, area.ann);
    area.child(2, area.ann);
    shield(2, area.ann);
    Map<Integer, Long> leaves = new HashMap<>();
    Map<Integer, SubmitNoticeResponse> answers = new HashMap<>();
    for (int child : List.of(1, 2, 9)) {
      SubmitNoticeResponse first = area.arrest(child);
      Receipt next = area.arrest(child).getAnswer().getAccepted();
      Receipt receipt = first.getAnswer().getAccepted();
      leaves.put(child, next.getLeafIndex() - receipt.getLeafIndex());
      answers.put(child, plain(first));
    }
    assertEquals(leaves.get(1), leaves.get(9), "leaves of a known and of an unknown child");
    assertEquals(leaves.get(1), leaves.get(2), "leaves of a known and of a shielded child");
    assertEquals(answers.get(1), answers.get(9));
    assertEquals(answers.get(1), answers.get(2));
  }

  private interface Call {
    String of(String argument);
  }

  /** One answer, and one list of statements, whatever is asked for. */
  private static void same(List<String> arguments, Call call) {
    Set<String> answers = new HashSet<>();
    List<List<String>> statements = new ArrayList<>();
    for (String argument : arguments) {
      answers.add(call.of(argument));
      statements.add(usual(() -> call.of(argument)));
    }
    assertEquals(1, answers.size(), answers.toString());
    List<String> first = statements.getFirst();
    assertTrue(first.stream().anyMatch(s -> s.contains("UPDATE journal.head")), first.toString());
    for (List<String> other : statements) {
      assertEquals(String.join("\n", first), String.join("\n", other));
    }
  }

  /** What a call runs most often. */
  private static List<String> usual(Supplier<String> call) {
    Map<List<String>, Integer> counts = new HashMap<>();
    for (int i = 0; i < TIMES; i++) {
      var before = Traced.TRACE.taken();
      var unused = call.get();
      counts.merge(ofCalls(Traced.TRACE.taken()), 1, Integer::sum);
    }
    return counts.entrySet().stream().max(Map.Entry.comparingByValue()).orElseThrow().getKey();
  }

  /** Without what the log's signer and the look for due work do beside every call. */
  private static List<String> ofCalls(List<String> all) {
    List<String> found = new ArrayList<>(all);
    found.removeIf(s ->
        s.contains("audit.checkpoint")
            || s.contains("audit.signer")
            || s.contains("audit.tile")
            || s.contains("clocks.")
            || s.contains("watermark")
            || s.startsWith("LISTEN")
            || s.contains("pg_notify"));
    return found;
  }

  private static String size(MessageLite answer) {
    return answer.getClass().getSimpleName() + " of " + answer.getSerializedSize() + " bytes";
  }

  private static String error(Supplier<?> call) {
    StatusRuntimeException refused =
        assertThrows(
            StatusRuntimeException.class,
            () -> {
              var unused = call.get();
            });
    return refused.getStatus().getCode() + " " + refused.getStatus().getDescription();
  }

  /** Without what counts requests, which is nobody's secret and the same for all. */
  private static SubmitNoticeResponse plain(SubmitNoticeResponse answer) {
    SubmitNoticeResponse.Builder plain = answer.toBuilder();
    plain.getAnswerBuilder().setRequestId("");
    Receipt.Builder receipt = plain.getAnswerBuilder().getAcceptedBuilder();
    assertEquals(32, receipt.getLeafHash().size());
    receipt.clearRequestId().clearPosition().clearLeafIndex().clearLeafHash().clearRecordedAt();
    if (plain.hasSignature()) {
      assertEquals(64, plain.getSignature().getSignature().size());
      plain.getSignatureBuilder().clearSignature();
    }
    return plain.build();
  }

  private void submitBoth() {
    area.submit(
        area.notice(NoticeKind.NOTICE_KIND_WEAPON_INCIDENT)
            .addPersons(area.involved(PersonRole.PERSON_ROLE_SUSPECT, 1))
            .addPersons(area.involved(PersonRole.PERSON_ROLE_VICTIM, 2)));
  }

  private void shield(int child, String lead) {
    record(child, lead, "Letter PPU 17/2026");
  }

  private void record(int child, String lead, String source) {
    var unused =
        CaseloadServiceGrpc.newBlockingStub(area.as(area.service + "/system/cases"))
            .recordCase(
                RecordCaseRequest.newBuilder()
                    .setRequestId(area.requestId())
                    .setCase(
                        Case.newBuilder()
                            .setService(area.service)
                            .setServiceChildId("C-" + child)
                            .setPerson(area.person(child))
                            .addAllocations(
                                Allocation.newBuilder()
                                    .setPrincipalId(lead)
                                    .setRole(AllocationRole.ALLOCATION_ROLE_LEAD)
                                    .setFrom(
                                        Area.timestamp(
                                            Traced.EXCHANGE.clock().instant().minusSeconds(60))))
                            .setShield(
                                Shield.newBuilder()
                                    .setReason(ShieldReason.SHIELD_REASON_WITNESS_PROTECTION)
                                    .setSource(source)))
                    .build());
  }

  private void lift(String who, int child) {
    var unused =
        CaseloadServiceGrpc.newBlockingStub(area.as(who))
            .liftShield(
                LiftShieldRequest.newBuilder()
                    .setRequestId(area.requestId())
                    .setService(area.service)
                    .setServiceChildId("C-" + child)
                    .setReason(LIFTED)
                    .build());
  }

  private boolean canRead(String who, int child) {
    try {
      var unused = readCase(who, "C-" + child);
      return true;
    } catch (StatusRuntimeException refused) {
      assertEquals("CASE_NOT_FOUND", refused.getStatus().getDescription());
      return false;
    }
  }

  private Case readCase(String who, String number) {
    return CaseloadServiceGrpc.newBlockingStub(area.as(who))
        .getCase(
            GetCaseRequest.newBuilder().setService(area.service).setServiceChildId(number).build())
        .getCase();
  }

  private List<String> listed(String who) {
    return CaseloadServiceGrpc.newBlockingStub(area.as(who))
        .listCases(ListCasesRequest.newBuilder().setService(area.service).build())
        .getCasesList()
        .stream()
        .map(Case::getServiceChildId)
        .toList();
  }

  private List<Alert> alerts(String who, Scope scope) {
    return list(who, scope, "").getAlertsList();
  }

  private uk.yjx.alerts.v1.ListAlertsResponse list(String who, Scope scope, String child) {
    return AlertServiceGrpc.newBlockingStub(area.as(who))
        .listAlerts(
            ListAlertsRequest.newBuilder()
                .setScope(scope)
                .setChildId(child)
                .setPurpose(Purpose.PURPOSE_SUPERVISION)
                .build());
  }

  private Alert get(String who, String alert) {
    return AlertServiceGrpc.newBlockingStub(area.as(who))
        .getAlert(
            GetAlertRequest.newBuilder()
                .setAlertId(alert)
                .setPurpose(Purpose.PURPOSE_SUPERVISION)
                .build())
        .getAlert();
  }

  private MessageLite acknowledge(String who, String alert) {
    return AlertServiceGrpc.newBlockingStub(area.as(who))
        .acknowledgeAlerts(
            AcknowledgeAlertsRequest.newBuilder()
                .setRequestId(area.requestId())
                .addAlertIds(alert)
                .build())
        .getResults(0);
  }
}
