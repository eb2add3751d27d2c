package uk.yjx.client;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.grpc.Channel;
import io.grpc.Context;
import io.grpc.Contexts;
import io.grpc.Grpc;
import io.grpc.Metadata;
import io.grpc.Server;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.netty.GrpcSslContexts;
import io.grpc.netty.NettyServerBuilder;
import io.grpc.stub.StreamObserver;
import io.netty.handler.ssl.ClientAuth;
import io.netty.handler.ssl.OpenSsl;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.SSLPeerUnverifiedException;
import javax.net.ssl.SSLSession;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import uk.yjx.capabilities.v1.CapabilitiesServiceGrpc;
import uk.yjx.capabilities.v1.GetCapabilitiesRequest;
import uk.yjx.client.publish.NoticeSubmitter;
import uk.yjx.client.publish.Publication;
import uk.yjx.common.v1.Receipt;
import uk.yjx.intelligence.v1.IntelligenceServiceGrpc.IntelligenceServiceImplBase;
import uk.yjx.intelligence.v1.NoticeAnswer;
import uk.yjx.intelligence.v1.SubmitNoticeRequest;
import uk.yjx.intelligence.v1.SubmitNoticeResponse;

/** Real TLS over a real socket: what in-process channels cannot show. */
class ExchangeConnectionTest {

  private static final SubmitNoticeRequest REQUEST =
      SubmitNoticeRequest.newBuilder().setRequestId("notice-0001").build();
  private static final Duration DEADLINE = Duration.ofSeconds(30);

  @TempDir Path folder;
  private final List<String> callers = Collections.synchronizedList(new ArrayList<>());
  private final AtomicInteger failuresLeft = new AtomicInteger();
  private TestAuthority authority;
  private @Nullable Server server;

  @BeforeEach
  void startExchange() throws Exception {
    authority = new TestAuthority(folder.resolve("own"), "Test Authority");
    start(0);
  }

  @AfterEach
  void stopExchange() throws Exception {
    stop();
  }

  @Test
  void connectsWithItsCertificateOverBoringSsl() throws Exception {
    assertTrue(OpenSsl.isAvailable(), "BoringSSL is part of the client");
    try (ExchangeConnection connection = connect(authority.issue("adapter-1"))) {
      submit(connection);
    }
    assertEquals(List.of("CN=adapter-1"), callers);
  }

  @Test
  void usesNewCertificatesForNewCallsOnceReloaded() throws Exception {
    ClientCredentials first = authority.issue("adapter-1");
    try (ExchangeConnection connection = connect(first)) {
      NoticeSubmitter submitter = new NoticeSubmitter(connection);
      submitter.submit(REQUEST, DEADLINE);
      ClientCredentials second = authority.issue("adapter-2");
      Files.move(
          second.certificateChain(), first.certificateChain(), StandardCopyOption.REPLACE_EXISTING);
      Files.move(second.privateKey(), first.privateKey(), StandardCopyOption.REPLACE_EXISTING);
      connection.reload();

      submitter.submit(REQUEST, DEADLINE);
      assertTrue(connection.mayReopenAfter(Status.Code.UNAUTHENTICATED, 0));
    }
    assertEquals(List.of("CN=adapter-1", "CN=adapter-2"), callers);
  }

  @Test
  void refusesAnExchangeOfAnotherAuthority() throws Exception {
    TestAuthority other = new TestAuthority(folder.resolve("other"), "Other Authority");
    ClientCredentials own = authority.issue("adapter-1");
    try (ExchangeConnection connection =
        connect(
            new ClientCredentials(own.certificateChain(), own.privateKey(), other.authorities()))) {
      ExchangeException failure = assertThrows(ExchangeException.class, () -> submit(connection));
      assertEquals(Status.Code.UNAVAILABLE, failure.code());
    }
    assertEquals(List.of(), callers);
  }

  @Test
  void saysWhenTheCredentialsAreNone() throws Exception {
    Path empty = Files.createFile(folder.resolve("empty.pem"));
    ExchangeException failure =
        assertThrows(
            ExchangeException.class, () -> connect(new ClientCredentials(empty, empty, empty)));
    assertEquals("CREDENTIALS_UNUSABLE", failure.reason());
  }

  @Test
  void triesACallWithARequestIdAgainWhenTheExchangeIsUnavailable() throws Exception {
    failuresLeft.set(2);
    try (ExchangeConnection connection = connect(authority.issue("adapter-1"))) {
      submit(connection);
    }
    assertEquals(3, callers.size());
  }

  @Test
  void reopensAtOnceAfterTheExchangeCameBack() throws Exception {
    int port = port();
    try (ExchangeConnection connection = connect(authority.issue("adapter-1"))) {
      assertEquals(Status.Code.UNIMPLEMENTED, ask(connection.channel()));
      stop();
      // The first call may end with the old connection, the second finds that no new one opens.
      assertEquals(Status.Code.UNAVAILABLE, ask(connection.channel()));
      assertEquals(Status.Code.UNAVAILABLE, ask(connection.channel()));
      start(port);
      // Without reopening, gRPC would go on failing calls until its own back-off ran out.
      assertEquals(Status.Code.UNIMPLEMENTED, ask(connection.reopenedChannel()));
    }
  }

  /** Calls something the exchange of this test does not offer and no policy retries. */
  private static Status.Code ask(Channel channel) {
    return assertThrows(
            StatusRuntimeException.class,
            () ->
                CapabilitiesServiceGrpc.newBlockingStub(channel)
                    .getCapabilities(GetCapabilitiesRequest.getDefaultInstance()))
        .getStatus()
        .getCode();
  }

  private void submit(ExchangeConnection connection) {
    Publication answer = new NoticeSubmitter(connection).submit(REQUEST, DEADLINE);
    assertEquals("notice-0001", answer.requestId());
  }

  private ExchangeConnection connect(ClientCredentials credentials) {
    return ExchangeConnection.open("localhost", port(), credentials);
  }

  private int port() {
    return server == null ? 0 : server.getPort();
  }

  private void start(int port) throws Exception {
    ClientCredentials own = authority.issue("localhost");
    try (InputStream chain = Files.newInputStream(own.certificateChain());
        InputStream key = Files.newInputStream(own.privateKey())) {
      server =
          NettyServerBuilder.forAddress(new InetSocketAddress("localhost", port))
              .sslContext(
                  GrpcSslContexts.forServer(chain, key)
                      .trustManager(authority.authorities().toFile())
                      .clientAuth(ClientAuth.REQUIRE)
                      .build())
              .addService(new Answering())
              .intercept(new CallerRecorder())
              .build()
              .start();
    }
  }

  private void stop() throws InterruptedException {
    if (server != null) {
      server.shutdownNow().awaitTermination(10, TimeUnit.SECONDS);
      server = null;
    }
  }

  private final class Answering extends IntelligenceServiceImplBase {
    @Override
    public void submitNotice(
        SubmitNoticeRequest request, StreamObserver<SubmitNoticeResponse> responses) {
      if (failuresLeft.getAndDecrement() > 0) {
        responses.onError(new StatusRuntimeException(Status.UNAVAILABLE));
        return;
      }
      responses.onNext(
          SubmitNoticeResponse.newBuilder()
              .setAnswer(
                  NoticeAnswer.newBuilder()
                      .setRequestId(request.getRequestId())
                      .setAccepted(Receipt.newBuilder().setRequestId(request.getRequestId())))
              .build());
      responses.onCompleted();
    }
  }

  private final class CallerRecorder implements ServerInterceptor {
    @Override
    public <A, B> ServerCall.Listener<A> interceptCall(
        ServerCall<A, B> call, Metadata headers, ServerCallHandler<A, B> next) {
      SSLSession session = call.getAttributes().get(Grpc.TRANSPORT_ATTR_SSL_SESSION);
      try {
        callers.add(session == null ? "nobody" : session.getPeerPrincipal().getName());
      } catch (SSLPeerUnverifiedException e) {
        callers.add("nobody");
      }
      return Contexts.interceptCall(Context.current(), call, headers, next);
    }
  }
}
