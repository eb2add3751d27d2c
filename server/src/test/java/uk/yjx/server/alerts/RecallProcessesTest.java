package uk.yjx.server.alerts;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.grpc.BindableService;
import io.micronaut.context.ApplicationContext;
import io.micronaut.context.RuntimeBeanDefinition;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
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
import uk.yjx.server.identity.PkiFolder;
import uk.yjx.server.storage.Database;
import uk.yjx.server.storage.Keys;
import uk.yjx.server.storage.Vault;

/** A recall at one server, of what another server took in and keeps in its memory: promise 8. */
final class RecallProcessesTest {
  private final AlertsExchange exchange = Recalling.EXCHANGE;

  @TempDir Path folder;

  @Test
  void emptiesTheMemoryOfEveryServerAndReachesReadersOfAll() throws Exception {
    Area area = Area.full();
    area.child(1, area.ann);
    Reading ann = Reading.of(area, area.ann);
    try (ApplicationContext other = secondServer()) {
      String notice = area.requestId();
      TestNodes.<SubmitNoticeResponse>call(
          exchange.caller(area.police + "/system/records"),
          to ->
              endpoint(other, IntelligenceServiceImplBase.class)
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
      Feed memory = other.getBean(Feed.class);
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

  private Alert get(ApplicationContext server, Area area, String alert) {
    return TestNodes.<GetAlertResponse>call(
            exchange.caller(area.ann),
            to ->
                endpoint(server, AlertServiceImplBase.class)
                    .getAlert(
                        GetAlertRequest.newBuilder()
                            .setAlertId(alert)
                            .setPurpose(Purpose.PURPOSE_SUPERVISION)
                            .build(),
                        to))
        .getAlert();
  }

  private static <T> T endpoint(ApplicationContext server, Class<T> type) {
    return server.getBeansOfType(BindableService.class).stream()
        .filter(type::isInstance)
        .map(type::cast)
        .findFirst()
        .orElseThrow();
  }

  /** The same database, keys and clock; nothing else is shared. */
  private ApplicationContext secondServer() throws Exception {
    PkiFolder pki =
        PkiFolder.init(
            folder.resolve("pki"),
            "Tests",
            List.of("localhost"),
            Clock.systemUTC(),
            new SecureRandom());
    return ApplicationContext.builder()
        .deduceEnvironment(false)
        .properties(
            Map.of(
                "yjx.storage.data-dir", folder.toString(),
                "yjx.identity.operator-anchor", pki.authorityCertificate().toString(),
                "yjx.transport.certificate", pki.serverCertificate().toString(),
                "yjx.transport.key", pki.serverKey().toString()))
        .beanDefinitions(
            replaced(Database.class, exchange.database().through(exchange.database().port())),
            replaced(Vault.class, exchange.database().vault()),
            replaced(Keys.class, exchange.database().keys()),
            replaced(InstantSource.class, exchange.clock()))
        .start();
  }

  private static <T> RuntimeBeanDefinition<T> replaced(Class<T> type, T bean) {
    return RuntimeBeanDefinition.builder(type, () -> bean).singleton(true).replaces(type).build();
  }
}
