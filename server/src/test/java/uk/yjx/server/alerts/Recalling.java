package uk.yjx.server.alerts;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.Executors;
import java.util.function.Supplier;
import uk.yjx.alerts.v1.AcknowledgeAlertsRequest;
import uk.yjx.alerts.v1.AcknowledgeResult;
import uk.yjx.alerts.v1.AlertServiceGrpc;
import uk.yjx.alerts.v1.ListRecallsRequest;
import uk.yjx.alerts.v1.Recall;
import uk.yjx.common.v1.RecallReason;
import uk.yjx.intelligence.v1.IntelligenceServiceGrpc;
import uk.yjx.intelligence.v1.NoticeKind;
import uk.yjx.intelligence.v1.PersonRole;
import uk.yjx.intelligence.v1.WithdrawNoticeRequest;
import uk.yjx.intelligence.v1.WithdrawNoticeResponse;
import uk.yjx.server.journal.Journal;

/** Calls and questions of tests about recalls. */
final class Recalling {
  static final AlertsExchange EXCHANGE = AlertsExchange.shared();

  /** The common pool of a small machine lets too few wait at the same time. */
  private static final Executor THREADS = Executors.newVirtualThreadPerTaskExecutor();

  private Recalling() {}

  /** An arrest of one child, under a request id of its own. */
  static String arrest(Area area, int child) {
    String id = area.requestId();
    area.submit(
        id, area.notice(NoticeKind.NOTICE_KIND_ARREST, PersonRole.PERSON_ROLE_ARRESTED, child));
    return id;
  }

  static WithdrawNoticeResponse withdraw(Area area, String notice) {
    return withdraw(area, area.requestId(), notice);
  }

  static WithdrawNoticeResponse withdraw(Area area, String request, String notice) {
    return IntelligenceServiceGrpc.newBlockingStub(area.as(area.police + "/system/records"))
        .withdrawNotice(
            WithdrawNoticeRequest.newBuilder()
                .setRequestId(request)
                .setNoticeRequestId(notice)
                .setReason(RecallReason.RECALL_REASON_WRONG_PERSON)
                .build());
  }

  static AcknowledgeResult acknowledge(Area area, String who, String alert) {
    return AlertServiceGrpc.newBlockingStub(area.as(who))
        .acknowledgeAlerts(
            AcknowledgeAlertsRequest.newBuilder()
                .setRequestId(area.requestId())
                .addAlertIds(alert)
                .build())
        .getResults(0);
  }

  static List<Recall> recalls(Area area, String who) {
    return AlertServiceGrpc.newBlockingStub(area.as(who))
        .listRecalls(ListRecallsRequest.getDefaultInstance())
        .getRecallsList();
  }

  static <T> CompletableFuture<T> later(Supplier<T> call) {
    return CompletableFuture.supplyAsync(call, THREADS);
  }

  /** Returns when so many entries wait behind the batch that waits for the head. */
  static void untilWaiting(int entries) {
    while (EXCHANGE.bean(Journal.class).depth() < entries) {
      Thread.onSpinWait();
    }
  }

  /** Somebody else's entry that the writer takes first, so that what follows shares a batch. */
  static CompletableFuture<?> occupyWriter(Area other, HeadLock lock) throws SQLException {
    CompletableFuture<?> first = later(() -> other.arrest(1));
    lock.untilSomeoneWaits();
    return first;
  }

  static long count(String sql) throws SQLException {
    try (Connection c = EXCHANGE.database().superuser();
        Statement s = c.createStatement();
        ResultSet r = s.executeQuery(sql)) {
      r.next();
      return r.getLong(1);
    }
  }
}
