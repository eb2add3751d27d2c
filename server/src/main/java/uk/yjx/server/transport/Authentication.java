package uk.yjx.server.transport;

import io.grpc.Attributes;
import io.grpc.Context;
import io.grpc.Contexts;
import io.grpc.Grpc;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.grpc.ServerTransportFilter;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import javax.net.ssl.SSLPeerUnverifiedException;
import javax.net.ssl.SSLSession;
import org.jspecify.annotations.Nullable;
import uk.yjx.server.identity.Caller;
import uk.yjx.server.identity.CertificateCheck;
import uk.yjx.server.identity.Directory;
import uk.yjx.server.identity.DirectoryFacts;
import uk.yjx.server.identity.TokenCheck;
import uk.yjx.server.identity.Verdict;

/**
 * Finds out who calls. The certificate's path is validated once for a connection; whether it still
 * may call is asked of the directory again whenever that changed.
 */
final class Authentication extends ServerTransportFilter implements ServerInterceptor {
  /** A refused connection is not examined anew more often than this: examining costs a ms. */
  private static final Duration REFUSAL_KEPT = Duration.ofSeconds(5);

  private static final Attributes.Key<AtomicReference<@Nullable Known>> KNOWN =
      Attributes.Key.create("yjx-known-caller");

  /** Carries a person's bearer token (RFC 6750). */
  static final Metadata.Key<String> AUTHORIZATION =
      Metadata.Key.of("authorization", Metadata.ASCII_STRING_MARSHALLER);

  private final DirectoryFacts facts;
  private final TokenCheck tokens;
  private final String trustDomain;
  private final InstantSource clock;

  Authentication(DirectoryFacts facts, TokenCheck tokens, String trustDomain, InstantSource clock) {
    this.facts = facts;
    this.tokens = tokens;
    this.trustDomain = trustDomain;
    this.clock = clock;
  }

  private record Known(Verdict verdict, long directoryPosition, Instant at) {}

  @Override
  public Attributes transportReady(Attributes attributes) {
    return attributes.toBuilder().set(KNOWN, new AtomicReference<>()).build();
  }

  @Override
  public <Q, A> ServerCall.Listener<Q> interceptCall(
      ServerCall<Q, A> call, Metadata headers, ServerCallHandler<Q, A> next) {
    if (OpenServices.contains(call)) {
      return next.startCall(call, headers);
    }
    return switch (verdict(call.getAttributes())) {
      case Verdict.Refused refused -> throw refused.failure().refused();
      case Verdict.Accepted accepted -> {
        Caller caller = person(accepted.caller(), headers);
        EdgeCall.current().authenticated(caller);
        Context context = Context.current().withValue(Caller.KEY, caller);
        yield Contexts.interceptCall(context, call, headers, next);
      }
    };
  }

  /** The person whose token the call carries; without one, whom the certificate names. */
  private Caller person(Caller certified, Metadata headers) {
    String authorization = headers.get(AUTHORIZATION);
    if (authorization == null) {
      return certified;
    }
    return switch (tokens.check(certified, authorization)) {
      case Verdict.Refused refused -> throw refused.failure().refused();
      case Verdict.Accepted person -> person.caller();
    };
  }

  private Verdict verdict(Attributes transport) {
    AtomicReference<@Nullable Known> kept = transport.get(KNOWN);
    Directory directory = facts.current();
    Instant now = clock.instant();
    Known known = kept == null ? null : kept.get();
    Verdict verdict = known == null ? null : stillValid(known, directory, now);
    if (verdict == null) {
      verdict = CertificateCheck.check(chain(transport), directory, trustDomain, now);
    }
    if (kept != null && (known == null || known.verdict() != verdict)) {
      kept.set(new Known(verdict, directory.position(), now));
    }
    return verdict;
  }

  private static @Nullable Verdict stillValid(Known known, Directory directory, Instant now) {
    boolean sameDirectory = known.directoryPosition() == directory.position();
    return switch (known.verdict()) {
      case Verdict.Accepted accepted ->
          sameDirectory && now.isBefore(accepted.caller().certificateEnds())
              ? accepted
              : CertificateCheck.again(accepted.caller(), directory, now);
      case Verdict.Refused refused ->
          sameDirectory && now.isBefore(known.at().plus(REFUSAL_KEPT)) ? refused : null;
    };
  }

  private static List<X509Certificate> chain(Attributes transport) {
    SSLSession session = transport.get(Grpc.TRANSPORT_ATTR_SSL_SESSION);
    if (session == null) {
      return List.of();
    }
    try {
      return Arrays.stream(session.getPeerCertificates()).map(X509Certificate.class::cast).toList();
    } catch (SSLPeerUnverifiedException noneSent) {
      return List.of();
    }
  }
}
