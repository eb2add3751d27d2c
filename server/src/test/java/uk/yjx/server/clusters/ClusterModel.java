package uk.yjx.server.clusters;

import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.random.RandomGenerator;
import uk.yjx.clusters.v1.ClosingReason;

/** What must be true of the clusters a test has made. */
final class ClusterModel {
  private final Leads leads;
  private final RandomGenerator random;

  /** Events that stand: child by alert. */
  private final Map<String, Integer> events = new TreeMap<>();

  private final Map<String, String> notices = new TreeMap<>();

  /** Linked events by open cluster: child by alert. */
  final Map<String, Map<String, Integer>> open = new TreeMap<>();

  ClusterModel(Leads leads, RandomGenerator random) {
    this.leads = leads;
    this.random = random;
  }

  void event(int child) {
    String notice = leads.area.requestId();
    String alert = leads.event(child, notice);
    events.put(alert, child);
    notices.put(alert, notice);
  }

  void step() {
    switch (random.nextInt(6)) {
      case 0 -> openOne();
      case 1, 2 -> addOne();
      case 3 -> removeOne();
      case 4 -> {
        if (random.nextInt(3) == 0) {
          withdrawOne();
        }
      }
      default -> {
        if (random.nextInt(3) == 0) {
          closeOne();
        }
      }
    }
  }

  private void openOne() {
    String one = any(events.keySet());
    String two = any(events.keySet());
    Integer ofOne = events.get(one);
    Integer ofTwo = events.get(two);
    if (ofOne != null && ofTwo != null && !ofOne.equals(ofTwo)) {
      Map<String, Integer> linked = new TreeMap<>();
      linked.put(one, ofOne);
      linked.put(two, ofTwo);
      open.put(leads.open(one, two), linked);
    }
  }

  private void addOne() {
    String cluster = any(open.keySet());
    String alert = any(events.keySet());
    Map<String, Integer> linked = open.get(cluster);
    Integer child = events.get(alert);
    if (linked != null && child != null && !linked.containsKey(alert)) {
      leads.add(cluster, alert);
      linked.put(alert, child);
    }
  }

  private void removeOne() {
    String cluster = any(open.keySet());
    Map<String, Integer> linked = open.get(cluster);
    if (linked != null) {
      String alert = any(linked.keySet());
      Map<String, Integer> left = new TreeMap<>(linked);
      left.remove(alert);
      if (new HashSet<>(left.values()).size() < 2) {
        Leads.assertRefused("TOO_FEW_CHILDREN", () -> leads.remove(cluster, alert));
      } else {
        leads.remove(cluster, alert);
        open.put(cluster, left);
      }
    }
  }

  private void withdrawOne() {
    String alert = any(events.keySet());
    String notice = notices.get(alert);
    if (notice != null) {
      leads.withdraw(notice);
      events.remove(alert);
      open.values().forEach(linked -> linked.remove(alert));
      leads.sweep();
      settle();
    }
  }

  private void closeOne() {
    String cluster = any(open.keySet());
    if (!cluster.isEmpty()) {
      leads.close(
          cluster,
          random.nextBoolean()
              ? ClosingReason.CLOSING_REASON_DANGER_OVER
              : ClosingReason.CLOSING_REASON_NO_LINK);
      open.remove(cluster);
    }
  }

  void settle() {
    open.values().removeIf(linked -> new HashSet<>(linked.values()).size() < 2);
  }

  private String any(Set<String> from) {
    List<String> all = List.copyOf(from);
    return all.isEmpty() ? "" : all.get(random.nextInt(all.size()));
  }
}
