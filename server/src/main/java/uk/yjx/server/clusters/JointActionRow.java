package uk.yjx.server.clusters;

import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import uk.yjx.clusters.v1.JointActionKind;
import uk.yjx.clusters.v1.JointActionOutcome;
import uk.yjx.common.v1.Role;
import uk.yjx.server.kernel.AgencyId;
import uk.yjx.server.kernel.ChildId;

/**
 * An action on the joint list as it stands.
 *
 * @param position of the entry that put it there; 0 while it is being put there
 * @param children whom it is about; empty for all of its cluster
 * @param detail more about it; empty once an event of its cluster was erased
 * @param outcomeAt when its outcome was recorded; null while there is none
 */
record JointActionRow(
    UUID id,
    long position,
    UUID cluster,
    JointActionKind kind,
    AgencyId owner,
    Role role,
    Instant dueAt,
    List<ChildId> children,
    String detail,
    JointActionOutcome outcome,
    @Nullable Instant outcomeAt) {

  JointActionRow {
    children = List.copyOf(children);
  }

  boolean isOpen() {
    return outcome == JointActionOutcome.JOINT_ACTION_OUTCOME_UNSPECIFIED;
  }

  /** Whether its time has passed and nothing is recorded. */
  boolean isOverdue(Instant now) {
    return isOpen() && now.isAfter(dueAt);
  }

  /** Names the action by its id only. */
  @Override
  public String toString() {
    return "JointActionRow[" + id + "]";
  }
}
