package uk.yjx.server.transport;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.grpc.ManagedChannel;
import io.grpc.health.v1.HealthCheckRequest;
import io.grpc.health.v1.HealthCheckResponse;
import io.grpc.health.v1.HealthGrpc;
import io.grpc.stub.StreamObserver;
import io.micronaut.grpc.server.GrpcEmbeddedServer;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import uk.yjx.identity.v1.DirectoryServiceGrpc;
import uk.yjx.identity.v1.WhoAmIRequest;

/** The server as Micronaut starts and stops it. */
class EmbeddedServerTest {

  @Test
  void servesThenSaysThatItStopsBeforeItDoes() throws Exception {
    try (TestEdge edge = TestEdge.with(Map.of())) {
      GrpcEmbeddedServer server = edge.context.getBean(GrpcEmbeddedServer.class);
      server.start();
      ManagedChannel channel = edge.connect(edge.administrator, server.getPort());
      assertEquals(
          "operator/user/administrator",
          DirectoryServiceGrpc.newBlockingStub(channel)
              .whoAmI(WhoAmIRequest.getDefaultInstance())
              .getPrincipalId());
      BlockingQueue<String> seen = new LinkedBlockingQueue<>();
      HealthGrpc.newStub(channel).watch(HealthCheckRequest.getDefaultInstance(), statuses(seen));
      assertEquals("SERVING", seen.poll(10, TimeUnit.SECONDS));

      server.stop();

      assertEquals("NOT_SERVING", seen.poll(10, TimeUnit.SECONDS));
      assertEquals("cut", seen.poll(10, TimeUnit.SECONDS));
      assertTrue(server.getServer().isTerminated());
    }
  }

  private static StreamObserver<HealthCheckResponse> statuses(BlockingQueue<String> seen) {
    return new StreamObserver<>() {
      @Override
      public void onNext(HealthCheckResponse answer) {
        seen.add(answer.getStatus().name());
      }

      @Override
      public void onError(Throwable e) {
        seen.add("cut");
      }

      @Override
      public void onCompleted() {
        seen.add("completed");
      }
    };
  }
}
