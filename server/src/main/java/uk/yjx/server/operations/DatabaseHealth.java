package uk.yjx.server.operations;

import io.grpc.health.v1.HealthCheckResponse.ServingStatus;
import io.grpc.protobuf.services.HealthStatusManager;
import io.micronaut.context.BeanProvider;
import io.micronaut.scheduling.annotation.Scheduled;
import jakarta.inject.Singleton;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import uk.yjx.server.journal.Journal;

/**
 * Says by the health of the whole server whether its database answers: without it nothing can be
 * accepted or disclosed, and a balancer sends callers to another process.
 */
@Singleton
final class DatabaseHealth {
  private static final Logger LOG = LoggerFactory.getLogger(DatabaseHealth.class);

  private final Journal journal;
  private final BeanProvider<HealthStatusManager> health;
  private ServingStatus told = ServingStatus.SERVING;

  DatabaseHealth(Journal journal, BeanProvider<HealthStatusManager> health) {
    this.journal = journal;
    this.health = health;
  }

  @Scheduled(fixedDelay = "1s", initialDelay = "5s")
  void tell() {
    ServingStatus now = journal.isReachable() ? ServingStatus.SERVING : ServingStatus.NOT_SERVING;
    if (now != told) {
      told = now;
      LOG.warn("the database {}", now == ServingStatus.SERVING ? "answers again" : "is lost");
      health.ifPresent(h -> h.setStatus(HealthStatusManager.SERVICE_NAME_ALL_SERVICES, now));
    }
  }
}
