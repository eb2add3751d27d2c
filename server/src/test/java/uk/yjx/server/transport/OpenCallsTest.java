package uk.yjx.server.transport;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.grpc.ManagedChannel;
import io.grpc.Server;
import io.grpc.inprocess.InProcessChannelBuilder;
import io.grpc.inprocess.InProcessServerBuilder;
import io.grpc.stub.StreamObserver;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import uk.yjx.alerts.v1.AlertServiceGrpc;
import uk.yjx.alerts.v1.WatchResponse;
import uk.yjx.common.v1.Role;
import uk.yjx.identity.v1.RoleGrant;
import uk.yjx.identity.v1.WithdrawRoleRequest;
import uk.yjx.server.identity.Refusals;
import uk.yjx.server.kernel.Ids;

/** Calls that are open end when their caller may no longer make them. */
class OpenCallsTest {
  private final TestEdge edge = TestEdge.shared();

  @Test
  void withdrawnRoleEndsTheOpenStreamThatNeedsIt() throws Exception {
    edge.registerPrincipal("southwark/user/leaver", false);
    edge.grant("southwark/user/leaver", Role.ROLE_CASE_MANAGER, "southwark");
    CompletableFuture<Void> opened = new CompletableFuture<>();
    CompletableFuture<Throwable> ended = new CompletableFuture<>();
    AlertServiceGrpc.newStub(edge.connect(edge.client("southwark/user/leaver")))
        .watch(TestAlerts.stream(), observer(opened, ended));
    opened.get(10, TimeUnit.SECONDS);

    edge.directory()
        .withdrawRole(
            WithdrawRoleRequest.newBuilder()
                .setRequestId(edge.requestId())
                .setPrincipalId("southwark/user/leaver")
                .setGrant(
                    RoleGrant.newBuilder().setRole(Role.ROLE_CASE_MANAGER).setService("southwark"))
                .build());

    assertEquals("PERMISSION_DENIED ROLE_WITHDRAWN", Told.reason(ended.get(10, TimeUnit.SECONDS)));
  }

  @Test
  void disabledPrincipalLosesItsOpenStream() throws Exception {
    edge.registerPrincipal("southwark/user/suspended", false);
    edge.grant("southwark/user/suspended", Role.ROLE_CASE_MANAGER, "southwark");
    CompletableFuture<Void> opened = new CompletableFuture<>();
    CompletableFuture<Throwable> ended = new CompletableFuture<>();
    AlertServiceGrpc.newStub(edge.connect(edge.client("southwark/user/suspended")))
        .watch(TestAlerts.stream(), observer(opened, ended));
    opened.get(10, TimeUnit.SECONDS);

    edge.registerPrincipal("southwark/user/suspended", true);

    assertEquals("UNAUTHENTICATED ACCESS_ENDED", Told.reason(ended.get(10, TimeUnit.SECONDS)));
  }

  @Test
  void unaryCallThatTakesTooLongEndsThoughItsClientSetNoDeadline() throws Exception {
    ScheduledThreadPoolExecutor timer = new ScheduledThreadPoolExecutor(1);
    Server server =
        InProcessServerBuilder.forName("capped")
            .addService(new TestAlerts())
            .intercept(new DeadlineCap(Duration.ofMillis(50), timer))
            .intercept(
                new ErrorMapping(
                    edge.context.getBean(Refusals.class), edge.context.getBean(Ids.class)))
            .build()
            .start();
    ManagedChannel channel = InProcessChannelBuilder.forName("capped").build();
    try {
      var alerts = AlertServiceGrpc.newBlockingStub(channel);
      assertEquals(
          "DEADLINE_EXCEEDED DEADLINE_CAPPED",
          Told.reason(() -> alerts.getAlert(TestAlerts.silent())));
    } finally {
      channel.shutdownNow();
      server.shutdownNow();
      timer.shutdownNow();
    }
  }

  @Test
  void connectionOverTheLimitIsToldSo() throws Exception {
    ConnectionLimit limit = new ConnectionLimit(10, 1);
    Server server =
        InProcessServerBuilder.forName("crowded")
            .addService(new TestAlerts())
            .addTransportFilter(limit)
            .intercept(limit)
            .intercept(
                new ErrorMapping(
                    edge.context.getBean(Refusals.class), edge.context.getBean(Ids.class)))
            .build()
            .start();
    ManagedChannel first = InProcessChannelBuilder.forName("crowded").build();
    ManagedChannel second = InProcessChannelBuilder.forName("crowded").build();
    try {
      assertEquals(
          WatchResponse.FrameCase.PROGRESS,
          AlertServiceGrpc.newBlockingStub(first).watch(TestAlerts.stream()).next().getFrameCase());
      assertEquals(
          "RESOURCE_EXHAUSTED CONNECTIONS_LIMIT",
          Told.reason(
              () -> AlertServiceGrpc.newBlockingStub(second).watch(TestAlerts.stream()).next()));
    } finally {
      first.shutdownNow();
      second.shutdownNow();
      server.shutdownNow();
    }
  }

  private static StreamObserver<WatchResponse> observer(
      CompletableFuture<Void> opened, CompletableFuture<Throwable> ended) {
    return new StreamObserver<>() {
      @Override
      public void onNext(WatchResponse frame) {
        opened.complete(null);
      }

      @Override
      public void onError(Throwable e) {
        ended.complete(e);
      }

      @Override
      public void onCompleted() {
        ended.completeExceptionally(new AssertionError("the stream completed"));
      }
    };
  }
}
