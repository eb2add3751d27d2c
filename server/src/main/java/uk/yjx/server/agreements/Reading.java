package uk.yjx.server.agreements;

import org.jspecify.annotations.Nullable;
import uk.yjx.common.v1.Purpose;
import uk.yjx.common.v1.Role;
import uk.yjx.server.kernel.PrincipalId;

/**
 * Who reads, in which role, why, and how they stand to the child.
 *
 * @param who the reader; null where only the purpose is known
 * @param role the role in which they read; null where only the purpose is known
 * @param purpose why
 * @param standing what they are to the child, in UPPER_SNAKE_CASE
 * @param named they hold the case by their own name, not by desk, group or office
 */
public record Reading(
    @Nullable PrincipalId who,
    @Nullable Role role,
    Purpose purpose,
    String standing,
    boolean named) {

  /** A reader of whom only the purpose matters: the asking room has decided the rest itself. */
  public static Reading forPurpose(Purpose purpose) {
    return new Reading(null, null, purpose, "", false);
  }
}
