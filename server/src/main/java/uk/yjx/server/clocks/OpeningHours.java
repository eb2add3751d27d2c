package uk.yjx.server.clocks;

import java.time.LocalTime;

/**
 * When an office is open on a day, in local time of England and Wales.
 *
 * @param opens from then on
 * @param closes until then, exclusive; later than {@code opens}
 */
public record OpeningHours(LocalTime opens, LocalTime closes) {

  /** Rejects hours that end before they begin. */
  public OpeningHours {
    if (!opens.isBefore(closes)) {
      throw new IllegalArgumentException("an office opens before it closes");
    }
  }
}
