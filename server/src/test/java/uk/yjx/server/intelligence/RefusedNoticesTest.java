package uk.yjx.server.intelligence;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.protobuf.ByteString;
import io.grpc.CallOptions;
import io.grpc.StatusRuntimeException;
import io.grpc.protobuf.StatusProto;
import io.grpc.stub.ClientCalls;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import uk.yjx.alerts.v1.AlertServiceGrpc;
import uk.yjx.alerts.v1.GetAlertRequest;
import uk.yjx.alerts.v1.ListAlertsRequest;
import uk.yjx.alerts.v1.Scope;
import uk.yjx.alerts.v1.WatchRequest;
import uk.yjx.common.v1.Marking;
import uk.yjx.common.v1.PartialDate;
import uk.yjx.common.v1.PersonName;
import uk.yjx.common.v1.Purpose;
import uk.yjx.common.v1.Role;
import uk.yjx.intelligence.v1.IntelligenceServiceGrpc;
import uk.yjx.intelligence.v1.Notice;
import uk.yjx.intelligence.v1.NoticeKind;
import uk.yjx.intelligence.v1.PersonRole;
import uk.yjx.intelligence.v1.SubmitNoticeRequest;
import uk.yjx.server.WireExchange;
import uk.yjx.server.alerts.Area;
import uk.yjx.server.transport.RawMethod;
import uk.yjx.server.transport.Told;

/** Bad notices and bad reads at a whole exchange over mutual TLS: a typed error and no effect. */
final class RefusedNoticesTest {
  private static final String SUBMIT = "yjx.intelligence.v1.IntelligenceService/SubmitNotice";
  private static final String CANARY = "Canary-Quillfeather";

  private final WireExchange exchange = WireExchange.shared();
  private final Area area = Area.full(exchange);

  @Test
  void everyBadNoticeIsRefusedWithItsReasonAndChangesNothing() throws Exception {
    Map<String, Notice.Builder> bad = new LinkedHashMap<>();
    bad.put("enum.defined_only", arrest());
    bad.get("enum.defined_only").setKindValue(4711);
    bad.put("string.min_len", arrest());
    person(bad.get("string.min_len")).getNamesBuilder(0).setSurname("");
    bad.put("date", arrest());
    person(bad.get("date"))
        .setDatesOfBirth(0, PartialDate.newBuilder().setYear(2010).setMonth(2).setDay(30));
    bad.put("MARKING_TOO_HIGH", arrest());
    bad.get("MARKING_TOO_HIGH").getHandlingBuilder().setMarking(Marking.MARKING_SECRET);
    bad.put(
        "DETAIL_MISSING",
        area.notice(NoticeKind.NOTICE_KIND_STOP_SEARCH, PersonRole.PERSON_ROLE_SEARCHED_PERSON, 1));
    Set<String> reasons = new HashSet<>();
    long stored = exchange.notices();
    for (Map.Entry<String, Notice.Builder> one : bad.entrySet()) {
      StatusRuntimeException refused =
          assertThrows(StatusRuntimeException.class, () -> area.submit(one.getValue()));
      String told = String.valueOf(StatusProto.fromThrowable(refused));
      assertEquals("INVALID_ARGUMENT", refused.getStatus().getCode().name(), one.getKey());
      assertTrue(told.contains("type.googleapis.com/google.rpc.ErrorInfo"), one.getKey());
      assertTrue(told.contains(one.getKey()), one.getKey() + " is named in " + told);
      assertFalse(told.contains(CANARY), "no value is quoted");
      reasons.add(Told.reason(refused).split(" ", 2)[1]);
    }
    assertEquals(stored, exchange.notices());
    area.arrest(1); // written after the refusals
    for (String reason : reasons) {
      assertTrue(exchange.refusals(reason, SUBMIT) > 0, reason + " is in the log");
    }
  }

  @Test
  void aNoticeThatIsTooLargeTornOrFromAnyoneElseIsRefused() throws Exception {
    long stored = exchange.notices();
    long unreadable = exchange.refusals("MESSAGE_UNREADABLE", SUBMIT);
    Notice.Builder large = arrest();
    person(large).getNamesBuilder(0).setSurname("x".repeat(5 * 1024 * 1024));
    assertEquals("RESOURCE_EXHAUSTED MESSAGE_TOO_LARGE", Told.reason(() -> area.submit(large)));
    byte[] torn = {(byte) 0x0a, 100, 1};
    assertEquals(
        "INVALID_ARGUMENT MESSAGE_UNREADABLE",
        Told.reason(() ->
            ClientCalls.blockingUnaryCall(
                area.as(area.police + "/system/records"),
                RawMethod.of(IntelligenceServiceGrpc.getSubmitNoticeMethod()),
                CallOptions.DEFAULT,
                torn)));
    assertEquals(
        "PERMISSION_DENIED ROLE_MISSING",
        Told.reason(() ->
            IntelligenceServiceGrpc.newBlockingStub(area.as(area.ann))
                .submitNotice(
                    SubmitNoticeRequest.newBuilder()
                        .setRequestId(area.requestId())
                        .setNotice(arrest())
                        .build())));
    assertEquals(stored, exchange.notices());
    area.arrest(1);
    assertEquals(unreadable + 1, exchange.refusals("MESSAGE_UNREADABLE", SUBMIT));
    assertTrue(exchange.refusals("ROLE_MISSING", SUBMIT) > 0);
  }

  @Test
  void aRequestIdIsAnsweredAgainButNotForOtherContent() throws Exception {
    String id = area.requestId();
    Notice.Builder notice = arrest();
    var first = area.submit(id, notice);
    long stored = exchange.notices();
    assertEquals(first.getAnswer(), area.submit(id, notice).getAnswer());
    person(notice).getNamesBuilder(0).setSurname("Other");
    assertEquals("ALREADY_EXISTS REQUEST_ID_REUSED", Told.reason(() -> area.submit(id, notice)));
    assertEquals(stored, exchange.notices());
  }

  @Test
  void cursorsThatAreMalformedForeignOrExpiredAreThreeErrors() {
    area.child(1, area.ann);
    ByteString cursor = watch(area.ann, ByteString.EMPTY, Purpose.PURPOSE_SUPERVISION);
    assertEquals(
        "INVALID_ARGUMENT CURSOR_MALFORMED",
        Told.reason(() -> watch(area.ann, ByteString.copyFromUtf8("no"), supervision())));
    assertEquals(
        "PERMISSION_DENIED CURSOR_FOREIGN",
        Told.reason(() -> watch(area.ben, cursor, supervision())));
    area.grant(area.ann, Role.ROLE_DUTY_OFFICER, area.service);
    assertEquals(
        "OUT_OF_RANGE CURSOR_EXPIRED", Told.reason(() -> watch(area.ann, cursor, supervision())));
  }

  @Test
  void aReaderWhoseDeclaredPurposeNoAgreementCoversIsToldSo() throws Exception {
    var ann = AlertServiceGrpc.newBlockingStub(area.as(area.ann));
    Purpose wrong = Purpose.PURPOSE_CRIMINAL_PROCEEDINGS;
    String told = "PERMISSION_DENIED PURPOSE_NOT_COVERED";
    assertEquals(told, Told.reason(() -> watch(area.ann, ByteString.EMPTY, wrong)));
    assertEquals(
        told,
        Told.reason(
            () -> ann.listAlerts(ListAlertsRequest.newBuilder().setPurpose(wrong).build())));
    assertEquals(
        told,
        Told.reason(() ->
            ann.getAlert(
                GetAlertRequest.newBuilder()
                    .setAlertId("00000000-0000-7000-8000-000000000001")
                    .setPurpose(wrong)
                    .build())));
    assertEquals(
        "PERMISSION_DENIED SCOPE_NOT_ALLOWED",
        Told.reason(() ->
            ann.listAlerts(
                ListAlertsRequest.newBuilder()
                    .setScope(Scope.SCOPE_SERVICE)
                    .setPurpose(supervision())
                    .build())));
    area.arrest(1);
    for (String method : new String[] {"Watch", "ListAlerts", "GetAlert"}) {
      assertEquals(
          1,
          exchange.refusals("PURPOSE_NOT_COVERED", "yjx.alerts.v1.AlertService/" + method),
          method);
    }
  }

  private Notice.Builder arrest() {
    Notice.Builder notice =
        area.notice(NoticeKind.NOTICE_KIND_ARREST, PersonRole.PERSON_ROLE_ARRESTED, 1);
    person(notice).setNames(0, PersonName.newBuilder().addForenames("Ada").setSurname(CANARY));
    return notice;
  }

  private static uk.yjx.common.v1.PersonDescriptor.Builder person(Notice.Builder notice) {
    return notice.getPersonsBuilder(0).getPersonBuilder();
  }

  private static Purpose supervision() {
    return Purpose.PURPOSE_SUPERVISION;
  }

  /** The head's cursor of a stream that opens and is left again. */
  private ByteString watch(String who, ByteString cursor, Purpose purpose) {
    return AlertServiceGrpc.newBlockingStub(area.as(who))
        .watch(WatchRequest.newBuilder().setResumeCursor(cursor).setPurpose(purpose).build())
        .next()
        .getOpened()
        .getHeadCursor();
  }
}
