package uk.yjx.server.alerts;

import java.util.Set;
import java.util.UUID;
import uk.yjx.server.kernel.PrincipalId;

/**
 * Workers who should perhaps not deal with an alert, as found when it is raised or delivered.
 *
 * @param workers whom managers are told of, at least one
 * @param denied they do not get it
 */
public record SeparationFound(UUID alert, Set<PrincipalId> workers, boolean denied) {
  public SeparationFound {
    workers = Set.copyOf(workers);
    if (workers.isEmpty()) {
      throw new IllegalArgumentException("a separation is about somebody");
    }
  }
}
