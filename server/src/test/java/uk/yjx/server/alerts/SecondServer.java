package uk.yjx.server.alerts;

import io.grpc.BindableService;
import io.grpc.Channel;
import io.grpc.Context;
import io.grpc.Contexts;
import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.Server;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.grpc.inprocess.InProcessChannelBuilder;
import io.grpc.inprocess.InProcessServerBuilder;
import io.micronaut.context.ApplicationContext;
import io.micronaut.context.RuntimeBeanDefinition;
import java.io.IOException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import uk.yjx.server.identity.Caller;
import uk.yjx.server.identity.PkiFolder;
import uk.yjx.server.storage.Database;
import uk.yjx.server.storage.FileKeyset;
import uk.yjx.server.storage.Keys;
import uk.yjx.server.storage.Vault;

/** Another server on the database of an exchange: keys and clock are the same, nothing else is. */
public final class SecondServer implements AutoCloseable {
  private final AlertsExchange exchange;
  private final ApplicationContext context;
  private final List<Server> servers = new ArrayList<>();
  private final List<ManagedChannel> channels = new ArrayList<>();

  public SecondServer(AlertsExchange exchange, Path folder) throws IOException {
    this.exchange = exchange;
    PkiFolder pki =
        PkiFolder.init(
            folder.resolve("pki"),
            "Tests",
            List.of("localhost"),
            Clock.systemUTC(),
            new SecureRandom());
    context =
        ApplicationContext.builder()
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
                replaced(FileKeyset.class, exchange.database().keyset()),
                replaced(Keys.class, exchange.database().keys()),
                replaced(InstantSource.class, exchange.clock()))
            .start();
  }

  /** A bean of it. */
  public <T> T bean(Class<T> type) {
    return context.getBean(type);
  }

  /** Its endpoint of a type. */
  public <T> T endpoint(Class<T> type) {
    return context.getBeansOfType(BindableService.class).stream()
        .filter(type::isInstance)
        .map(type::cast)
        .findFirst()
        .orElseThrow();
  }

  /** A channel to it, as a principal. */
  public Channel as(String principal) throws IOException {
    String name = "second-" + exchange.number();
    Caller caller = exchange.caller(principal);
    InProcessServerBuilder builder =
        InProcessServerBuilder.forName(name)
            .intercept(
                new ServerInterceptor() {
                  @Override
                  public <Q, A> ServerCall.Listener<Q> interceptCall(
                      ServerCall<Q, A> call, Metadata headers, ServerCallHandler<Q, A> next) {
                    Context named = Context.current().withValue(Caller.KEY, caller);
                    return Contexts.interceptCall(named, call, headers, next);
                  }
                });
    context.getBeansOfType(BindableService.class).forEach(builder::addService);
    servers.add(builder.build().start());
    ManagedChannel channel = InProcessChannelBuilder.forName(name).build();
    channels.add(channel);
    return channel;
  }

  @Override
  public void close() {
    channels.forEach(ManagedChannel::shutdownNow);
    servers.forEach(Server::shutdownNow);
    context.close();
  }

  private static <T> RuntimeBeanDefinition<T> replaced(Class<T> type, T bean) {
    return RuntimeBeanDefinition.builder(type, () -> bean).singleton(true).replaces(type).build();
  }
}
