package uk.yjx.server.identity;

import com.nimbusds.jose.jwk.source.JWKSource;
import com.nimbusds.jose.jwk.source.JWKSourceBuilder;
import com.nimbusds.jose.proc.SecurityContext;
import com.nimbusds.jose.util.DefaultResourceRetriever;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.MalformedURLException;
import java.net.URL;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Keys of issuers, kept in memory and fetched again when they are old or a token names one that is
 * not there; never more often than {@link #FETCH_INTERVAL} for an issuer, whatever tokens come.
 */
@Singleton
final class TokenKeys {
  static final Duration CONNECT_MAX = Duration.ofSeconds(2);
  static final Duration READ_MAX = Duration.ofSeconds(2);
  static final int KEY_SET_BYTES_MAX = 64 << 10;
  static final Duration KEPT = Duration.ofMinutes(5);
  static final Duration FETCH_INTERVAL = Duration.ofSeconds(30);
  static final Duration KEPT_IN_OUTAGE = Duration.ofHours(4);

  private final Map<TokenIssuer, JWKSource<SecurityContext>> sources = new ConcurrentHashMap<>();

  /** The keys of an issuer; asking it may fetch, for at most 4 seconds. */
  JWKSource<SecurityContext> of(TokenIssuer issuer) {
    return sources.computeIfAbsent(issuer, TokenKeys::source);
  }

  private static JWKSource<SecurityContext> source(TokenIssuer issuer) {
    try {
      return JWKSourceBuilder.<SecurityContext>create(
              issuer.jwksUri().toURL(), new StraightRetriever())
          .cache(KEPT.toMillis(), (CONNECT_MAX.plus(READ_MAX)).toMillis())
          .rateLimited(FETCH_INTERVAL.toMillis())
          .refreshAheadCache(false)
          .outageTolerant(KEPT_IN_OUTAGE.toMillis())
          .build();
    } catch (MalformedURLException impossible) {
      throw new IllegalStateException("a registered issuer has no URL", impossible);
    }
  }

  /** Guards against an issuer that sends the server somewhere else: no redirect is followed. */
  private static final class StraightRetriever extends DefaultResourceRetriever {
    StraightRetriever() {
      super(
          Math.toIntExact(CONNECT_MAX.toMillis()),
          Math.toIntExact(READ_MAX.toMillis()),
          KEY_SET_BYTES_MAX);
    }

    @Override
    protected HttpURLConnection openHTTPConnection(URL url) throws IOException {
      HttpURLConnection connection = super.openHTTPConnection(url);
      connection.setInstanceFollowRedirects(false);
      return connection;
    }
  }
}
