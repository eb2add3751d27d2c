package uk.yjx.server.journal;

import org.jspecify.annotations.Nullable;
import uk.yjx.server.kernel.Failure;

/** Says whether anything may be written, and so anything disclosed, at the moment. */
@FunctionalInterface
public interface Admission {
  /** Why nothing may be written now; null where it may. Asked for every entry, so never waits. */
  @Nullable Failure refusal();
}
