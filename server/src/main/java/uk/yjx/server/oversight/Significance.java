package uk.yjx.server.oversight;

import java.time.Instant;
import java.time.LocalDate;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import uk.yjx.alerts.v1.AlertKind;
import uk.yjx.server.clocks.DueTimes;
import uk.yjx.server.kernel.AgencyId;

/**
 * Which kinds of alerts put «review due» on a case: dated versions of each service, or the default
 * of the exchange. Whether an alert is significant follows from its kind and the day it was raised
 * on, so that it is the same whenever it is asked. Never changes.
 *
 * @param versions of each service that has any, the oldest first
 */
record Significance(Map<AgencyId, List<Version>> versions) {

  /**
   * From a day on.
   *
   * @param number from 1 on; 0 for the default
   * @param validFrom the first day, by local time
   */
  record Version(int number, LocalDate validFrom, Set<AlertKind> kinds) {
    Version {
      kinds = Set.copyOf(kinds);
    }
  }

  /** What no service may leave out: somebody's life was in danger. */
  static final Set<AlertKind> ALWAYS =
      Set.copyOf(
          EnumSet.of(
              AlertKind.ALERT_KIND_THREAT_TO_LIFE,
              AlertKind.ALERT_KIND_SERIOUS_VIOLENCE,
              AlertKind.ALERT_KIND_SERIOUS_INCIDENT));

  /** A stop is not an offence, and no reason to review a child's case. */
  static final Set<AlertKind> NEVER = Set.of(AlertKind.ALERT_KIND_STOP_SEARCH);

  /**
   * What inspections call significant change: new offences and danger, care, placement and school,
   * custody and release. A default of the exchange, not law.
   */
  static final Version DEFAULT =
      new Version(
          0,
          LocalDate.EPOCH,
          EnumSet.of(
              AlertKind.ALERT_KIND_THREAT_TO_LIFE,
              AlertKind.ALERT_KIND_SERIOUS_VIOLENCE,
              AlertKind.ALERT_KIND_SERIOUS_INCIDENT,
              AlertKind.ALERT_KIND_RETALIATION_RISK,
              AlertKind.ALERT_KIND_ARREST,
              AlertKind.ALERT_KIND_CHARGE,
              AlertKind.ALERT_KIND_MISSING,
              AlertKind.ALERT_KIND_EXPLOITATION_CONCERN,
              AlertKind.ALERT_KIND_NATIONAL_REFERRAL,
              AlertKind.ALERT_KIND_EXPLOITATION_PANEL,
              AlertKind.ALERT_KIND_PROTECTION_PLAN,
              AlertKind.ALERT_KIND_PROTECTION_ENQUIRY,
              AlertKind.ALERT_KIND_POLICE_PROTECTION,
              AlertKind.ALERT_KIND_CHILD_IN_CARE,
              AlertKind.ALERT_KIND_PLACEMENT,
              AlertKind.ALERT_KIND_SCHOOL,
              AlertKind.ALERT_KIND_HOSPITALISED,
              AlertKind.ALERT_KIND_CUSTODY,
              AlertKind.ALERT_KIND_RELEASE,
              AlertKind.ALERT_KIND_RELEASE_ADDRESS_RISK,
              AlertKind.ALERT_KIND_PUBLIC_PROTECTION));

  Significance {
    versions = Map.copyOf(versions);
  }

  /** Whether an alert of this kind, raised then, asks for a review. */
  boolean isSignificant(AgencyId service, AlertKind kind, Instant raisedAt) {
    return on(service, LocalDate.ofInstant(raisedAt, DueTimes.LONDON)).kinds().contains(kind);
  }

  /** The version in force on a day. */
  Version on(AgencyId service, LocalDate day) {
    return of(service).stream()
        .filter(version -> !version.validFrom().isAfter(day))
        .max(Comparator.comparing(Version::validFrom).thenComparing(Version::number))
        .orElse(DEFAULT);
  }

  /** Every version of a service; empty where it has none. */
  List<Version> of(AgencyId service) {
    return versions.getOrDefault(service, List.of());
  }
}
