package uk.yjx.server.caseload;

import com.google.protobuf.Timestamp;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;

/** Instants as contracts carry them. */
public final class ContractInstant {
  private static final long SECONDS_MIN = Instant.parse("0001-01-01T00:00:00Z").getEpochSecond();
  private static final long SECONDS_MAX = Instant.parse("9999-12-31T23:59:59Z").getEpochSecond();
  private static final int NANOS_MAX = 999_999_999;

  private ContractInstant() {}

  /**
   * The instant, to the microsecond as it is stored; empty outside years 1 to 9999 and where the
   * parts contradict each other.
   */
  public static Optional<Instant> of(Timestamp timestamp) {
    long seconds = timestamp.getSeconds();
    int nanos = timestamp.getNanos();
    boolean valid =
        seconds >= SECONDS_MIN && seconds <= SECONDS_MAX && nanos >= 0 && nanos <= NANOS_MAX;
    return valid
        ? Optional.of(Instant.ofEpochSecond(seconds, nanos).truncatedTo(ChronoUnit.MICROS))
        : Optional.empty();
  }
}
