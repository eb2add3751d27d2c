package uk.yjx.history;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The log has every event, each at the place that was promised for it. */
final class LogCheck {

  private LogCheck() {}

  static void check(History history, Truth truth, List<Breach> breaches) {
    Map<Long, Truth.Leaf> leaves = new HashMap<>();
    long index = 0;
    long position = 0;
    for (Truth.Leaf leaf : truth.leaves()) {
      if (leaf.index() != index) {
        breaches.add(gap("leaf %d is followed by leaf %d".formatted(index - 1, leaf.index())));
      }
      // An entry has one leaf or more; no entry is without.
      if (leaf.position() != position && leaf.position() != position + 1) {
        breaches.add(
            gap(
                "the leaves of entry %d are followed by those of entry %d"
                    .formatted(position, leaf.position())));
      }
      index = leaf.index() + 1;
      position = leaf.position();
      leaves.put(leaf.index(), leaf);
    }
    for (Observation.Accepted accepted : history.of(Observation.Accepted.class)) {
      Truth.Leaf leaf = leaves.get(accepted.leafIndex());
      if (leaf == null
          || leaf.position() != accepted.position()
          || !leaf.hash().equals(accepted.leafHash())) {
        breaches.add(
            gap(
                "the log does not hold at %d what the receipt of %s says"
                    .formatted(accepted.leafIndex(), accepted.request())));
      }
    }
    for (Truth.Held notice : truth.notices()) {
      Truth.Leaf leaf = leaves.get(notice.leafIndex());
      if (leaf == null || leaf.position() != notice.position()) {
        breaches.add(gap(notice.request() + " is held and the log does not say so"));
      }
    }
  }

  private static Breach gap(String text) {
    return new Breach(Breach.Kind.AUDIT_GAP, text);
  }
}
