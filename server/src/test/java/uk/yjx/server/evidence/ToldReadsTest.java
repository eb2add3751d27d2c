package uk.yjx.server.evidence;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.protobuf.ByteString;
import io.grpc.Context;
import io.grpc.StatusRuntimeException;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import uk.yjx.agreements.v1.Agreement;
import uk.yjx.agreements.v1.DataCategory;
import uk.yjx.agreements.v1.SenderKnowledge;
import uk.yjx.alerts.v1.AlertServiceGrpc;
import uk.yjx.alerts.v1.ListAlertsRequest;
import uk.yjx.alerts.v1.Scope;
import uk.yjx.audit.v1.AuditServiceGrpc;
import uk.yjx.audit.v1.RecordRead;
import uk.yjx.audit.v1.WatchReadsRequest;
import uk.yjx.audit.v1.WatchReadsResponse;
import uk.yjx.common.v1.LegalGateway;
import uk.yjx.common.v1.Purpose;
import uk.yjx.common.v1.Role;
import uk.yjx.intelligence.v1.NoticeKind;
import uk.yjx.intelligence.v1.PersonRole;
import uk.yjx.server.alerts.AlertsExchange;
import uk.yjx.server.alerts.Area;
import uk.yjx.server.storage.Database;

/** The owner of a record is told of reads where an agreement grants it, and not otherwise. */
final class ToldReadsTest {
  private final Area area = Area.full();
  private final String records = area.police + "/system/records";
  private final List<Context.CancellableContext> calls = new ArrayList<>();
  private final Deque<RecordRead> pending = new ArrayDeque<>();
  private ByteString cursor = ByteString.EMPTY;

  @AfterEach
  void hangUp() {
    calls.forEach(call -> call.cancel(null));
  }

  @Test
  void tellsOnlyReadsUnderAGrant() {
    area.child(1, area.ann);
    arrest(1);
    lists(area.ann, Scope.SCOPE_MY_CASELOAD);
    Iterator<WatchReadsResponse> stream = watch(records, ByteString.EMPTY);
    assertTrue(stream.next().hasProgress(), "a stream where nothing is granted is silent");
    grant(SenderKnowledge.SENDER_KNOWLEDGE_READS);
    String second = arrest(1);
    lists(area.ann, Scope.SCOPE_MY_CASELOAD);
    List<String> told = List.of(next(stream).getRequestId(), next(stream).getRequestId());
    assertTrue(told.contains(second), "both alerts are listed, each is one read: " + told);
    grant(SenderKnowledge.SENDER_KNOWLEDGE_RECALL_COUNTS);
    assertTrue(
        watch(records, ByteString.EMPTY).next().hasProgress(),
        "what was granted and is no more is not told");
  }

  @Test
  void namesRoleAndAgencyAndNotThePerson() {
    String child = area.child(1, area.ann);
    grant(SenderKnowledge.SENDER_KNOWLEDGE_READS);
    String notice = arrest(1);
    Iterator<WatchReadsResponse> stream = watch(records, ByteString.EMPTY);
    assertTrue(stream.next().hasProgress());
    lists(area.ann, Scope.SCOPE_MY_CASELOAD);
    RecordRead byWorker = next(stream);
    assertEquals(notice, byWorker.getRequestId());
    assertEquals(area.service, byWorker.getReaderAgency());
    assertEquals(Role.ROLE_CASE_MANAGER, byWorker.getReaderRole());
    assertEquals(area.police + "-" + area.service, byWorker.getAgreementId());
    assertTrue(byWorker.getReadAt().getSeconds() > 0);
    lists(area.max, Scope.SCOPE_SERVICE);
    RecordRead byManager = next(stream);
    assertEquals(Role.ROLE_SERVICE_MANAGER, byManager.getReaderRole());
    String bytes = byWorker.toByteString().toString(StandardCharsets.ISO_8859_1);
    for (String secret : List.of("/user/", "ann", child)) {
      assertFalse(bytes.contains(secret), secret);
    }
  }

  @Test
  void resumesAfterACursorAndRefusesOthers() {
    area.child(1, area.ann);
    grant(SenderKnowledge.SENDER_KNOWLEDGE_READS);
    String first = arrest(1);
    lists(area.ann, Scope.SCOPE_MY_CASELOAD);
    assertEquals(first, next(watch(records, ByteString.EMPTY)).getRequestId());
    ByteString after = cursor;
    hangUp();
    lists(area.max, Scope.SCOPE_SERVICE);
    Iterator<WatchReadsResponse> again = watch(records, after);
    assertEquals(Role.ROLE_SERVICE_MANAGER, next(again).getReaderRole());
    Area elsewhere = Area.small();
    refused("CURSOR_FOREIGN", elsewhere.police + "/system/records", after);
    refused("CURSOR_MALFORMED", records, ByteString.copyFromUtf8("no cursor"));
    byte[] forged = after.toByteArray();
    forged[9]++;
    refused("CURSOR_MALFORMED", records, ByteString.copyFrom(forged));
  }

  @Test
  void tellsNoOtherAgencyAndNobodyOfAProtectedChild() {
    area.child(1, area.ann);
    grant(SenderKnowledge.SENDER_KNOWLEDGE_READS);
    area.submit(
        area.notice(NoticeKind.NOTICE_KIND_ARREST)
            .addPersons(
                area.involved(PersonRole.PERSON_ROLE_ARRESTED, 1).setProtectedPerson(true)));
    assertEquals(1, lists(area.ann, Scope.SCOPE_MY_CASELOAD), "its own worker reads it");
    assertTrue(watch(records, ByteString.EMPTY).next().hasProgress());
    area.child(2, area.ann);
    String plain = arrest(2);
    lists(area.ann, Scope.SCOPE_MY_CASELOAD);
    assertEquals(plain, next(watch(records, ByteString.EMPTY)).getRequestId());
    Area elsewhere = Area.small();
    assertTrue(watch(elsewhere.police + "/system/records", ByteString.EMPTY).next().hasProgress());
  }

  @Test
  void isInTheLogBeforeItLeaves() throws Exception {
    area.child(1, area.ann);
    grant(SenderKnowledge.SENDER_KNOWLEDGE_READS);
    arrest(1);
    lists(area.ann, Scope.SCOPE_MY_CASELOAD);
    long before = logged();
    next(watch(records, ByteString.EMPTY));
    assertEquals(before + 1, logged());
  }

  private long logged() throws Exception {
    String sql =
        """
        SELECT count(*)
        FROM audit.leaf
        WHERE convert_from(leaf, 'UTF8') LIKE '%AuditService/WatchReads%'
          AND convert_from(leaf, 'UTF8') LIKE ?
        """;
    try (Connection c = AlertsExchange.shared().bean(Database.class).pool().getConnection();
        PreparedStatement s = c.prepareStatement(sql)) {
      s.setString(1, "%\"src_org\":\"" + area.police + "\"%");
      try (ResultSet r = s.executeQuery()) {
        return r.next() ? r.getLong(1) : -1;
      }
    }
  }

  private String arrest(int child) {
    String id = area.requestId();
    area.submit(
        id, area.notice(NoticeKind.NOTICE_KIND_ARREST, PersonRole.PERSON_ROLE_ARRESTED, child));
    return id;
  }

  private int lists(String who, Scope scope) {
    return AlertServiceGrpc.newBlockingStub(area.as(who))
        .listAlerts(
            ListAlertsRequest.newBuilder()
                .setScope(scope)
                .setPurpose(Purpose.PURPOSE_SUPERVISION)
                .build())
        .getAlertsCount();
  }

  /** A new version of the area's agreement, which lets the sender learn this. */
  private void grant(SenderKnowledge what) {
    Instant now = AlertsExchange.shared().clock().instant();
    area.agree(
        Agreement.newBuilder()
            .setAgreementId(area.police + "-" + area.service)
            .setTitle("Invented")
            .addFromAgencies(area.police)
            .addToAgencies(area.service)
            .addCategories(DataCategory.DATA_CATEGORY_POLICE_EVENT)
            .addCategories(DataCategory.DATA_CATEGORY_SAFEGUARDING_EVENT)
            .addGateways(LegalGateway.LEGAL_GATEWAY_CDA98_S115)
            .addPurposes(Purpose.PURPOSE_SUPERVISION)
            .addSenderMayLearn(what)
            .setValidFrom(Area.timestamp(now.minus(Duration.ofDays(1))))
            .setValidTo(Area.timestamp(now.plus(Duration.ofDays(700)))));
  }

  private Iterator<WatchReadsResponse> watch(String who, ByteString from) {
    Context.CancellableContext call = Context.current().withCancellation();
    calls.add(call);
    List<Iterator<WatchReadsResponse>> opened = new ArrayList<>();
    call.run(() ->
        opened.add(
            AuditServiceGrpc.newBlockingStub(area.as(who))
                .watchReads(WatchReadsRequest.newBuilder().setResumeCursor(from).build())));
    return opened.getFirst();
  }

  /** The next read, of this frame or a later one. */
  private RecordRead next(Iterator<WatchReadsResponse> stream) {
    while (pending.isEmpty()) {
      WatchReadsResponse frame = stream.next();
      if (frame.hasReads()) {
        cursor = frame.getReads().getCursorAfter();
        pending.addAll(frame.getReads().getReadsList());
      }
    }
    return pending.remove();
  }

  private void refused(String reason, String who, ByteString from) {
    StatusRuntimeException refused =
        assertThrows(StatusRuntimeException.class, () -> watch(who, from).next());
    assertEquals(reason, refused.getStatus().getDescription());
  }
}
