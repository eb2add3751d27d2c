package uk.yjx.server.alerts;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import uk.yjx.alerts.v1.Alert;
import uk.yjx.alerts.v1.AlertServiceGrpc.AlertServiceImplBase;
import uk.yjx.alerts.v1.EntryCause;
import uk.yjx.alerts.v1.GetAlertRequest;
import uk.yjx.alerts.v1.GetAlertResponse;
import uk.yjx.common.v1.Purpose;
import uk.yjx.intelligence.v1.IntelligenceServiceGrpc.IntelligenceServiceImplBase;
import uk.yjx.intelligence.v1.NoticeKind;
import uk.yjx.intelligence.v1.PersonRole;
import uk.yjx.intelligence.v1.SubmitNoticeRequest;
import uk.yjx.intelligence.v1.SubmitNoticeResponse;
import uk.yjx.server.TestNodes;

/** A recall at one server, of what another server took in and keeps in its memory: promise 8. */
final class RecallProcessesTest {
  private final AlertsExchange exchange = Recalling.EXCHANGE;

  @TempDir Path folder;

  @Test
  void emptiesTheMemoryOfEveryServerAndReachesReadersOfAll() throws Exception {
    Area area = Area.full();
    area.child(1, area.ann);
    Reading ann = Reading.of(area, area.ann);
    try (SecondServer other = new SecondServer(exchange, folder)) {
      String notice = area.requestId();
      TestNodes.<SubmitNoticeResponse>call(
          exchange.caller(area.police + "/system/records"),
          to ->
              other
                  .endpoint(IntelligenceServiceImplBase.class)
                  .submitNotice(
                      SubmitNoticeRequest.newBuilder()
                          .setRequestId(notice)
                          .setNotice(
                              area.notice(
                                  NoticeKind.NOTICE_KIND_ARREST,
                                  PersonRole.PERSON_ROLE_ARRESTED,
                                  1))
                          .build(),
                      to));
      String alert = ann.event().getAlert().getAlertId();
      Feed memory = other.bean(Feed.class);
      assertTrue(memory.remembers(UUID.fromString(alert)));
      assertTrue(get(other, area, alert).hasEventTime());
      long position = Recalling.withdraw(area, notice).getReceipt().getPosition();
      while (memory.head() < position) {
        Thread.onSpinWait();
      }
      assertFalse(memory.remembers(UUID.fromString(alert)));
      RecallTest.assertTombstone(get(other, area, alert), alert);
      assertEquals(EntryCause.ENTRY_CAUSE_WITHDRAWN, ann.event().getCause());
    }
    ann.close();
  }

  private Alert get(SecondServer server, Area area, String alert) {
    return TestNodes.<GetAlertResponse>call(
            exchange.caller(area.ann),
            to ->
                server
                    .endpoint(AlertServiceImplBase.class)
                    .getAlert(
                        GetAlertRequest.newBuilder()
                            .setAlertId(alert)
                            .setPurpose(Purpose.PURPOSE_SUPERVISION)
                            .build(),
                        to))
        .getAlert();
  }
}
