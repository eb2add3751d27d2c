package uk.yjx.server.casepapers;

import io.micronaut.context.annotation.ConfigurationProperties;
import io.micronaut.core.bind.annotation.Bindable;
import java.time.Duration;

/**
 * What operators set of papers: {@code yjx.casepapers.*}.
 *
 * @param accessAfterClosure papers of a closed case can be read for so long after its last record,
 *     because inspections look back; 0 to 10 years
 */
@ConfigurationProperties("yjx.casepapers")
record PapersSettings(@Bindable(defaultValue = "180d") Duration accessAfterClosure) {
  private static final Duration ACCESS_MAX = Duration.ofDays(3_650);

  PapersSettings {
    if (accessAfterClosure.isNegative() || accessAfterClosure.compareTo(ACCESS_MAX) > 0) {
      throw new IllegalArgumentException(
          "yjx.casepapers.access-after-closure must be from 0 to " + ACCESS_MAX.toDays() + " days");
    }
  }
}
