package uk.yjx.server.casepapers;

import io.micronaut.context.annotation.ConfigurationProperties;
import io.micronaut.core.bind.annotation.Bindable;
import java.net.InetSocketAddress;
import java.time.Duration;

/**
 * What operators set of papers: {@code yjx.casepapers.*}.
 *
 * @param accessAfterClosure papers of a closed case can be read for so long after its last record,
 *     because inspections look back; 0 to 10 years
 * @param clamd ClamAV's daemon as host:port; empty: documents are not scanned for malware
 */
@ConfigurationProperties("yjx.casepapers")
record PapersSettings(
    @Bindable(defaultValue = "180d") Duration accessAfterClosure,
    @Bindable(defaultValue = "") String clamd) {
  private static final Duration ACCESS_MAX = Duration.ofDays(3_650);

  PapersSettings {
    if (accessAfterClosure.isNegative() || accessAfterClosure.compareTo(ACCESS_MAX) > 0) {
      throw new IllegalArgumentException(
          "yjx.casepapers.access-after-closure must be from 0 to " + ACCESS_MAX.toDays() + " days");
    }
    if (!clamd.isEmpty() && !clamd.matches(".+:[0-9]{1,5}")) {
      throw new IllegalArgumentException("yjx.casepapers.clamd must be host:port");
    }
  }

  /** Where the daemon listens; only when one is set. */
  InetSocketAddress clamdAddress() {
    int colon = clamd.lastIndexOf(':');
    return new InetSocketAddress(
        clamd.substring(0, colon), Integer.parseInt(clamd.substring(colon + 1)));
  }
}
