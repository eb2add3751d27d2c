package uk.yjx.history;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Nothing was shown before its audit event was committed, and nothing to who had lost the right.
 */
final class DisclosureCheck {

  /** A revocation ends open calls within this time. */
  static final Duration REVOCATION_MAX = Duration.ofSeconds(5);

  private DisclosureCheck() {}

  private record Showing(String reader, String alertId) {}

  static void check(History history, Truth truth, List<Breach> breaches) {
    Map<Showing, List<Instant>> committed = new HashMap<>();
    for (Truth.Disclosure disclosure : truth.disclosures()) {
      committed
          .computeIfAbsent(
              new Showing(disclosure.reader(), disclosure.alertId()), s -> new ArrayList<>())
          .add(disclosure.committedAt());
    }
    committed.values().forEach(times -> times.sort(null));
    Map<Showing, List<Instant>> shown = new HashMap<>();
    for (Observation.Told told : history.of(Observation.Told.class)) {
      for (Observation.Sight sight : told.sights()) {
        shown
            .computeIfAbsent(new Showing(told.reader(), sight.alertId()), s -> new ArrayList<>())
            .add(told.at());
      }
    }
    shown.forEach((showing, times) ->
        check(showing, times, committed.getOrDefault(showing, List.of()), breaches));
    revoked(history, breaches);
  }

  /** The n-th showing has n disclosures that were committed before it. */
  private static void check(
      Showing showing, List<Instant> shown, List<Instant> committed, List<Breach> breaches) {
    shown.sort(null);
    for (int i = 0; i < shown.size(); i++) {
      if (i >= committed.size() || committed.get(i).isAfter(shown.get(i))) {
        breaches.add(
            new Breach(
                Breach.Kind.DISCLOSED_BEFORE_AUDITED,
                "alert %s was shown to %s at %s; %s"
                    .formatted(
                        showing.alertId(),
                        showing.reader(),
                        shown.get(i),
                        i >= committed.size()
                            ? "the log tells of " + committed.size() + " disclosures in all"
                            : "the disclosure was committed at " + committed.get(i))));
        return;
      }
    }
  }

  private static void revoked(History history, List<Breach> breaches) {
    Map<String, Instant> ends = new HashMap<>();
    history
        .of(Observation.Revoked.class)
        .forEach(one -> ends.put(one.reader(), one.at().plus(REVOCATION_MAX)));
    for (Observation.Told told : history.of(Observation.Told.class)) {
      Instant end = ends.get(told.reader());
      if (end != null && told.at().isAfter(end)) {
        breaches.add(
            new Breach(
                Breach.Kind.SHOWN_AFTER_REVOCATION,
                "%s was shown something at %s and had lost the right before %s"
                    .formatted(told.reader(), told.at(), end)));
      }
    }
  }
}
