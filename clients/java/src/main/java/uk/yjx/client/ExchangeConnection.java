package uk.yjx.client;

import io.grpc.CallOptions;
import io.grpc.Channel;
import io.grpc.ClientCall;
import io.grpc.ClientInterceptor;
import io.grpc.ClientInterceptors;
import io.grpc.ConnectivityState;
import io.grpc.ForwardingClientCall;
import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.Status;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * One agency system's connection to the exchange over mutual TLS. Safe for use by many threads;
 * stubs made over its {@link #channel()} stay valid when certificates are reloaded.
 */
public final class ExchangeConnection implements AutoCloseable {

  private static final Metadata.Key<String> AUTHORIZATION =
      Metadata.Key.of("authorization", Metadata.ASCII_STRING_MARSHALLER);

  /** How long closing waits for open calls to end by themselves. */
  private static final long CLOSE_WAIT_SECONDS = 5;

  private final @Nullable Supplier<ManagedChannel> opener;
  private final Timer timer;
  private final Channel channel = new CurrentChannel();
  private final List<ManagedChannel> retired = new ArrayList<>();
  private volatile ManagedChannel current;
  private volatile int credentialsGeneration;
  private volatile @Nullable Supplier<String> bearer;
  private volatile List<ClientInterceptor> observers = List.of();

  private ExchangeConnection(
      ManagedChannel first, @Nullable Supplier<ManagedChannel> opener, Timer timer) {
    this.current = first;
    this.opener = opener;
    this.timer = timer;
  }

  /**
   * Connects with mutual TLS; the network is first used by the first call. Fails with
   * INVALID_ARGUMENT (CREDENTIALS_UNUSABLE) when the files cannot be read as certificates and key.
   *
   * @param port 1 to 65,535
   */
  public static ExchangeConnection open(
      String host, int port, ClientCredentials credentials, ConnectionSettings settings) {
    Supplier<ManagedChannel> opener =
        () -> TlsChannel.open(host, port, credentials, settings, UnaryRetry.serviceConfig());
    return new ExchangeConnection(opener.get(), opener, Timer.system());
  }

  /** Connects with mutual TLS and the standard settings. */
  public static ExchangeConnection open(String host, int port, ClientCredentials credentials) {
    return open(host, port, credentials, ConnectionSettings.standard());
  }

  /** Works over a channel made elsewhere, for tests in one process; closing closes it. */
  public static ExchangeConnection over(ManagedChannel channel, Timer timer) {
    return new ExchangeConnection(Objects.requireNonNull(channel), null, timer);
  }

  /**
   * Calls from now on as a person of the same agency, whose bearer token is asked for anew at every
   * call: a stream that ends because its token has ended is reopened with the next one.
   *
   * @param token gives a token in its compact form
   */
  public void speakFor(Supplier<String> token) {
    bearer = Objects.requireNonNull(token);
  }

  /** Lets every call from now on pass an interceptor, the one given last first: for tracing. */
  public synchronized void observe(ClientInterceptor observer) {
    List<ClientInterceptor> all = new ArrayList<>(observers);
    all.add(Objects.requireNonNull(observer));
    observers = List.copyOf(all);
  }

  /** The channel for generated stubs. */
  public Channel channel() {
    return channel;
  }

  /**
   * The channel for a stream that is being reopened: a connection attempt that failed before is not
   * waited for but made anew, so that only the caller's own back-off decides when that happens.
   */
  public Channel reopenedChannel() {
    ManagedChannel channel = current;
    if (channel.getState(false) == ConnectivityState.TRANSIENT_FAILURE) {
      channel.enterIdle();
    }
    return this.channel;
  }

  /** The timer streams of this connection use. */
  public Timer timer() {
    return timer;
  }

  /**
   * Reads the certificate files again and uses them for every call from now on. Open streams go on
   * over the old connection until they end.
   */
  public synchronized void reload() {
    if (opener == null) {
      throw new IllegalStateException("this connection has no credentials of its own");
    }
    ManagedChannel old = current;
    if (old.isShutdown()) {
      throw new IllegalStateException("the connection is closed");
    }
    current = opener.get();
    credentialsGeneration = credentialsGeneration + 1;
    retired.removeIf(ManagedChannel::isTerminated);
    retired.add(old.shutdown());
  }

  /** How often the credentials were reloaded; grows by one each time. */
  public int credentialsGeneration() {
    return credentialsGeneration;
  }

  /** Ends the connection: waits up to 5 s for open calls, then cancels them. */
  @Override
  public synchronized void close() {
    retired.forEach(ManagedChannel::shutdownNow);
    current.shutdown();
    try {
      if (!current.awaitTermination(CLOSE_WAIT_SECONDS, TimeUnit.SECONDS)) {
        current.shutdownNow();
      }
    } catch (InterruptedException e) {
      current.shutdownNow();
      Thread.currentThread().interrupt();
    }
  }

  /** Whether a stream that ended so is worth reopening because newer credentials were loaded. */
  public boolean mayReopenAfter(Status.Code code, int generationOfStream) {
    return code == Status.Code.UNAUTHENTICATED && generationOfStream != credentialsGeneration;
  }

  /** Starts every call on the channel of the moment. */
  private final class CurrentChannel extends Channel {

    @Override
    public <A, B> ClientCall<A, B> newCall(MethodDescriptor<A, B> method, CallOptions options) {
      List<ClientInterceptor> observed = observers;
      Channel channel = current;
      ClientCall<A, B> call =
          (observed.isEmpty() ? channel : ClientInterceptors.intercept(channel, observed))
              .newCall(method, options);
      Supplier<String> token = bearer;
      if (token == null) {
        return call;
      }
      return new ForwardingClientCall.SimpleForwardingClientCall<>(call) {
        @Override
        public void start(Listener<B> listener, Metadata headers) {
          headers.put(AUTHORIZATION, "Bearer " + token.get());
          super.start(listener, headers);
        }
      };
    }

    @Override
    public String authority() {
      return current.authority();
    }
  }
}
