package uk.yjx.server.earlysupport;

import java.time.LocalDate;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import uk.yjx.server.kernel.AgencyId;

/**
 * The impact assessments of services, in dated versions. Without one in force nothing is worked out
 * for a service and nothing kept. Never changes.
 *
 * @param versions of each service that has any, the oldest first
 */
record Assessments(Map<AgencyId, List<Version>> versions) {

  /**
   * One version.
   *
   * @param number from 1 on
   * @param reference the service's own, of the document
   * @param validFrom the first day, by local time
   * @param reviewBy from this day on there is none
   */
  record Version(
      int number, String reference, LocalDate validFrom, LocalDate reviewBy, Settings settings) {
    Version {
      if (number < 1 || reviewBy.isBefore(validFrom)) {
        throw new IllegalArgumentException(
            "versions count from 1 and do not end before they begin");
      }
    }
  }

  /**
   * What raises a prompt.
   *
   * @param occasions so many, 2 to 20
   * @param withinDays in so many local days, first and last included, 1 to 90
   */
  record Settings(int occasions, int withinDays) {
    static final int OCCASIONS_MIN = 2;

    Settings {
      if (occasions < OCCASIONS_MIN || withinDays < 1) {
        throw new IllegalArgumentException("one occasion alone raises nothing");
      }
    }
  }

  Assessments {
    versions = Map.copyOf(versions);
  }

  /** The version in force for a service on a day: the newest that has begun, unless it is over. */
  Optional<Version> on(AgencyId service, LocalDate day) {
    return of(service).stream()
        .filter(version -> !version.validFrom().isAfter(day))
        .max(Comparator.comparing(Version::validFrom).thenComparing(Version::number))
        .filter(version -> day.isBefore(version.reviewBy()));
  }

  /** Every version of a service. */
  List<Version> of(AgencyId service) {
    return versions.getOrDefault(service, List.of());
  }

  /** Services that ever had one, in order. */
  Set<AgencyId> services() {
    return new TreeMap<>(versions).keySet();
  }
}
