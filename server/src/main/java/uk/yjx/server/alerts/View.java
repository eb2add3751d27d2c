package uk.yjx.server.alerts;

import java.time.Instant;
import java.util.Optional;
import java.util.function.Predicate;
import uk.yjx.common.v1.Role;
import uk.yjx.server.agreements.Decision;
import uk.yjx.server.caseload.ChildCase;
import uk.yjx.server.kernel.ChildId;
import uk.yjx.server.kernel.PrincipalId;

/**
 * An alert and the reader it is cut for.
 *
 * @param row the alert as it stands
 * @param child the reader's own child, by the caseload; empty for a front door
 * @param permit why it may be disclosed
 * @param reader who reads
 * @param role the role in which they read
 * @param worksWith whether the reader works with another child too
 * @param shielded whether another child is shielded
 * @param victimWorker the service has somebody who works with victims
 * @param now when
 */
record View(
    AlertRow row,
    Optional<ChildCase> child,
    Decision.Permit permit,
    PrincipalId reader,
    Role role,
    Predicate<ChildId> worksWith,
    Predicate<ChildId> shielded,
    boolean victimWorker,
    Instant now) {

  /** Whether the reader has accepted the conditions, or there are none. */
  boolean conditionsAccepted() {
    return !row.alert().facts().hasConditions() || row.acceptedBy().contains(reader);
  }

  /** Whether the reader supervises the child: then a condition that binds it is theirs to know. */
  boolean supervises() {
    return role == Role.ROLE_CASE_MANAGER || role == Role.ROLE_SERVICE_MANAGER;
  }
}
