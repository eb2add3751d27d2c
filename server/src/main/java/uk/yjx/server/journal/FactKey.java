package uk.yjx.server.journal;

import java.util.UUID;
import uk.yjx.server.kernel.AgencyId;
import uk.yjx.server.kernel.ChildId;
import uk.yjx.server.kernel.PrincipalId;

/**
 * Names a fact that plans are decided upon, as 64 bits. A collision only makes a plan be decided
 * once more than needed, so no registry of keys is kept.
 */
public final class FactKey {
  private static final long PRIME = 0x9E3779B97F4A7C15L;

  /** Up to when changes by date have been put into mailboxes; kept in tables only. */
  public static final long WATERMARK = 0x5EED_0001L;

  private static final long TABLES_ONLY = 1;

  private FactKey() {}

  /** Whether the fact is one that rooms keep in memory and refresh. */
  static boolean isInMemory(long key) {
    return (key & TABLES_ONLY) == 0;
  }

  /** Who a principal is and may do. */
  public static long principal(PrincipalId principal) {
    return of(1, principal.toString());
  }

  /** What an agency is. */
  public static long agency(AgencyId agency) {
    return of(2, agency.value());
  }

  /** A child's case, orders and allocations. */
  public static long child(ChildId child) {
    return of(3, child.value());
  }

  /** Cover, roles and desks of a service. */
  public static long service(AgencyId service) {
    return of(4, service.value());
  }

  /** The agreements between two agencies. */
  public static long agreements(AgencyId from) {
    return of(5, from.value());
  }

  /** State of an alert; kept in tables only. */
  public static long alert(UUID alert) {
    return of(6, alert) | TABLES_ONLY;
  }

  /** Which alerts there are about a child; kept in tables only. */
  public static long alertsOf(ChildId child) {
    return of(10, child.value()) | TABLES_ONLY;
  }

  /** A key under which two descriptions of a person could match, already hashed under a secret. */
  public static long match(long fingerprint) {
    return mix(fingerprint * PRIME + 7) & ~TABLES_ONLY;
  }

  /** A case as its service numbers it. */
  public static long caseNumber(AgencyId service, String number) {
    return of(8, service.value() + "\n" + number);
  }

  /** An agreement by its id. */
  public static long agreement(String id) {
    return of(9, id);
  }

  /** Whether and for when a clock runs; kept in tables only. */
  public static long clock(int clockKind, UUID subject) {
    return mix(of(20, subject) + clockKind * PRIME) | TABLES_ONLY;
  }

  /** Calendar and ladders of an agency. */
  public static long clockRules(AgencyId agency) {
    return of(21, agency.value());
  }

  /** Whether a record still stands, by the position of its entry; kept in tables only. */
  public static long record(long position) {
    return mix(position * PRIME + 11) | TABLES_ONLY;
  }

  /** Who has read an alert by a call of their own; kept in tables only. */
  public static long readings(UUID alert) {
    return of(12, alert) | TABLES_ONLY;
  }

  /** Whether a package of papers, or a series of them, still stands as it did; in tables only. */
  public static long papers(UUID packageOrSeries) {
    return of(40, packageOrSeries) | TABLES_ONLY;
  }

  /** Which emergency accesses a person has opened; kept in tables only. */
  public static long emergencies(PrincipalId reader) {
    return of(13, reader.toString()) | TABLES_ONLY;
  }

  /** What is known of something that begins and ends; kept in tables only. */
  public static long episode(UUID episode) {
    return of(50, episode) | TABLES_ONLY;
  }

  /** Whether a notice has arrived or was withdrawn, by its request id; kept in tables only. */
  public static long notice(AgencyId agency, String requestId) {
    return of(51, agency.value() + "\n" + requestId) | TABLES_ONLY;
  }

  /** How a concern stands; kept in tables only. */
  public static long concern(UUID concern) {
    return of(52, concern) | TABLES_ONLY;
  }

  /** Which reviews there are of a child's case, and how they stand; kept in tables only. */
  public static long reviewsOf(ChildId child) {
    return of(60, child.value()) | TABLES_ONLY;
  }

  /** Which kinds of alerts a service reviews, and what was decided of them. */
  public static long significance(AgencyId service) {
    return of(61, service.value());
  }

  /** Whether a placement stands and what of it is still owed; kept in tables only. */
  public static long placement(UUID placement) {
    return of(160, placement) | TABLES_ONLY;
  }

  /** Whether an incident cluster is open, and everything in it; kept in tables only. */
  public static long cluster(UUID cluster) {
    return of(195, cluster) | TABLES_ONLY;
  }

  /** Whether a placement lasts, so that what is told because of it may be told. */
  public static long relationship(UUID placement) {
    return of(200, placement);
  }

  /** Which alerts there are because of a placement; kept in tables only. */
  public static long alertsThrough(UUID placement) {
    return of(201, placement) | TABLES_ONLY;
  }

  /** A service's impact assessments, early-support prompts and trends; kept in tables only. */
  public static long earlySupport(AgencyId service) {
    return of(205, service.value()) | TABLES_ONLY;
  }

  /** Court events about a child, and the papers expected because of them; kept in tables only. */
  public static long papersOf(ChildId child) {
    return of(30, child.value()) | TABLES_ONLY;
  }

  /** Versions of a court event as its sender names it; kept in tables only. */
  public static long courtEvent(AgencyId source, String ref) {
    return of(31, source.value() + "\n" + ref) | TABLES_ONLY;
  }

  private static long of(int kind, UUID id) {
    return mix(mix(id.getMostSignificantBits() + kind * PRIME) ^ id.getLeastSignificantBits())
        & ~TABLES_ONLY;
  }

  private static long of(int kind, String id) {
    long h = kind * PRIME;
    for (int i = 0; i < id.length(); i++) {
      h = (h ^ id.charAt(i)) * 0x100000001B3L;
    }
    return mix(h) & ~TABLES_ONLY;
  }

  private static long mix(long z) {
    z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
    z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
    return z ^ (z >>> 31);
  }
}
