package uk.yjx.server.casepapers;

import java.util.HashMap;
import java.util.Map;
import uk.yjx.server.kernel.PrincipalId;

/** So many calls at once, in all and for one caller. Thread-safe. */
final class Places {
  private final int perCaller;
  private final int inAll;
  private final Map<PrincipalId, Integer> taken = new HashMap<>();
  private int all;

  Places(int perCaller, int inAll) {
    this.perCaller = perCaller;
    this.inAll = inAll;
  }

  /** Takes a place; false when there is none. */
  synchronized boolean take(PrincipalId caller) {
    int own = taken.getOrDefault(caller, 0);
    if (own >= perCaller || all >= inAll) {
      return false;
    }
    taken.put(caller, own + 1);
    all++;
    return true;
  }

  /** Gives a place back that was taken. */
  synchronized void giveBack(PrincipalId caller) {
    taken.computeIfPresent(caller, (who, own) -> own == 1 ? null : own - 1);
    all--;
  }
}
