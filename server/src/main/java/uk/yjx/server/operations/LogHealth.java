package uk.yjx.server.operations;

import io.grpc.health.v1.HealthCheckResponse.ServingStatus;
import io.grpc.protobuf.services.HealthStatusManager;
import io.micronaut.context.BeanProvider;
import io.micronaut.scheduling.annotation.Scheduled;
import jakarta.inject.Singleton;
import uk.yjx.audit.v1.AuditServiceGrpc;
import uk.yjx.server.evidence.CheckpointSigner;
import uk.yjx.server.evidence.SignerState;

/**
 * Says by the audit service's health whether the log is signed. The exchange as a whole goes on: a
 * child's worker must not wait for an operator.
 */
@Singleton
final class LogHealth {
  private final CheckpointSigner signer;
  private final BeanProvider<HealthStatusManager> health;

  LogHealth(CheckpointSigner signer, BeanProvider<HealthStatusManager> health) {
    this.signer = signer;
    this.health = health;
  }

  @Scheduled(fixedDelay = "1s", initialDelay = "1s")
  void tell() {
    ServingStatus status =
        switch (signer.state()) {
          case SignerState.Signing signing -> ServingStatus.SERVING;
          case SignerState.Following following -> ServingStatus.SERVING;
          case SignerState.Refusing refusing -> ServingStatus.NOT_SERVING;
        };
    health.ifPresent(h -> h.setStatus(AuditServiceGrpc.SERVICE_NAME, status));
  }
}
