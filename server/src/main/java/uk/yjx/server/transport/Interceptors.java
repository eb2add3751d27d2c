package uk.yjx.server.transport;

import io.grpc.ServerInterceptor;
import io.grpc.ServerTransportFilter;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.annotation.PreDestroy;
import jakarta.inject.Singleton;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import uk.yjx.server.identity.DirectoryFacts;
import uk.yjx.server.identity.IdentitySettings;
import uk.yjx.server.identity.Refusals;
import uk.yjx.server.identity.Sessions;
import uk.yjx.server.identity.TokenCheck;
import uk.yjx.server.journal.RequestRules;
import uk.yjx.server.kernel.Ids;

/** What a call passes on its way to a handler, in this order. */
@Singleton
final class Interceptors implements AutoCloseable {
  private final List<ServerInterceptor> outsideIn;
  private final List<ServerTransportFilter> transportFilters;
  private final ScheduledThreadPoolExecutor timer;

  Interceptors(
      TransportSettings settings,
      IdentitySettings identity,
      DirectoryFacts directory,
      TokenCheck tokens,
      Sessions sessions,
      Refusals refusals,
      RequestRules rules,
      Ids ids,
      InstantSource clock,
      MeterRegistry meters) {
    timer =
        new ScheduledThreadPoolExecutor(
            1, Thread.ofPlatform().name("call-deadlines").daemon(true).factory());
    timer.setRemoveOnCancelPolicy(true);
    ConnectionLimit connections =
        new ConnectionLimit(settings.connectionsMax(), settings.connectionsPerSourceMax());
    Authentication authentication =
        new Authentication(directory, tokens, identity.trustDomain(), clock);
    outsideIn =
        List.of(
            new CallMetrics(meters),
            new ErrorMapping(refusals, ids),
            new DeadlineCap(Limits.UNARY_DEADLINE_MAX, timer),
            connections,
            authentication,
            new RateLimit(settings.callsPerSecond(), settings.callsBurst(), System::nanoTime),
            new RoleCheck(sessions),
            new Validation(rules),
            new DisclosureGuard());
    transportFilters = List.of(connections, authentication);
  }

  List<ServerInterceptor> outsideIn() {
    return outsideIn;
  }

  List<ServerTransportFilter> transportFilters() {
    return transportFilters;
  }

  @Override
  @PreDestroy
  public void close() {
    timer.shutdownNow();
  }
}
