package uk.yjx.server.oversight;

import jakarta.inject.Singleton;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import uk.yjx.common.v1.Role;
import uk.yjx.server.alerts.Relations;
import uk.yjx.server.alerts.Standing;
import uk.yjx.server.caseload.Caseload;
import uk.yjx.server.caseload.ChildCase;
import uk.yjx.server.caseload.Holders;
import uk.yjx.server.identity.Caller;
import uk.yjx.server.kernel.AgencyId;
import uk.yjx.server.kernel.ChildId;
import uk.yjx.server.kernel.Failure;

/** Who may know of a review: whoever may know of the child's alerts, and who is asked about it. */
@Singleton
final class ReviewAccess {
  static final Failure NOT_FOUND =
      Failure.of(Failure.Code.NOT_FOUND, "REVIEW_DUE_NOT_FOUND", "there is no such review for you");

  static final Failure SERVICE_NOT_ALLOWED =
      Failure.of(
          Failure.Code.PERMISSION_DENIED,
          "SERVICE_NOT_ALLOWED",
          "this needs the role for this very service");

  /** Who answers for reviews without doing them. */
  static final List<Role> MANAGING = List.of(Role.ROLE_SERVICE_MANAGER, Role.ROLE_HEAD_OF_SERVICE);

  private final Caseload caseload;
  private final Relations relations;

  ReviewAccess(Caseload caseload, Relations relations) {
    this.caseload = caseload;
    this.relations = relations;
  }

  /** A caller's part in a review. */
  enum Part {
    /** Holds, covers, or answers for the case. */
    CASE,
    /** Is asked to contribute, and learns of nothing else. */
    CONTRIBUTOR,
    /** Has no part in it: it is as if it were not there. */
    NONE
  }

  /** The caller's part, by the caseload as it is now; a child that is not there has none. */
  Part part(Caller caller, ChildId child, Instant now) {
    ChildCase found = caseload.now().child(child).orElse(null);
    if (found == null || !found.service().equals(caller.agency())) {
      return Part.NONE;
    }
    Standing standing = relations.standing(caller, found, false, now);
    return switch (standing) {
      case OWN_WORKER, COVER, DUTY_DESK, MANAGER -> Part.CASE;
      case VICTIM_WORKER, FRONT_DOOR, NONE ->
          mayContribute(caller, found, now) ? Part.CONTRIBUTOR : Part.NONE;
    };
  }

  /** The child's case as it is now; only for who has a part in it. */
  ChildCase child(ReviewRow review) {
    return caseload.now().child(review.child()).orElseThrow(NOT_FOUND::refused);
  }

  /** Whether the caller answers for the child's case as manager or head. */
  boolean manages(Caller caller, ReviewRow review, Instant now) {
    return manages(caller, review.service()) && part(caller, review.child(), now) == Part.CASE;
  }

  /** Whether the caller manages a service, or is its head. */
  static boolean manages(Caller caller, AgencyId service) {
    return MANAGING.stream().anyMatch(role -> caller.holds(role, service));
  }

  /** Services any of whose reviews may be the caller's. */
  static Set<AgencyId> services(Caller caller) {
    return new TreeSet<>(caller.services());
  }

  private boolean mayContribute(Caller caller, ChildCase child, Instant now) {
    Holders holders = caseload.now().holders(child.id(), now);
    return ReviewOpening.ASKED.stream().anyMatch(role -> caller.holds(role, child.service()))
        && !holders.barred().contains(caller.principal())
        && (!holders.shielded() || holders.isNamed(caller.principal()));
  }
}
