package uk.yjx.history;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What was acknowledged is there once, as it was acknowledged, with all that it gives rise to. */
final class SubmissionCheck {

  private SubmissionCheck() {}

  static void check(History history, Truth truth, List<Breach> breaches) {
    Map<RequestKey, Truth.Held> held = new HashMap<>();
    for (Truth.Held notice : truth.notices()) {
      Truth.Held other = held.putIfAbsent(notice.request(), notice);
      if (other != null) {
        breaches.add(
            new Breach(
                Breach.Kind.DUPLICATED,
                notice.request()
                    + " is held at position "
                    + other.position()
                    + " and at "
                    + notice.position()));
      }
    }
    accepted(history, held, breaches);
    confirmed(history, truth, breaches);
    founded(history, held, breaches);
    effects(truth, breaches);
  }

  private static void accepted(
      History history, Map<RequestKey, Truth.Held> held, List<Breach> breaches) {
    Map<RequestKey, Long> positions = new HashMap<>();
    for (Observation.Accepted accepted : history.of(Observation.Accepted.class)) {
      Truth.Held found = held.get(accepted.request());
      if (found == null) {
        breaches.add(
            new Breach(Breach.Kind.LOST, accepted.request() + " was acknowledged and is not held"));
      } else if (found.position() != accepted.position()) {
        breaches.add(
            new Breach(
                Breach.Kind.LOST,
                "%s was acknowledged at position %d and is held at %d"
                    .formatted(accepted.request(), accepted.position(), found.position())));
      }
      Long before = positions.putIfAbsent(accepted.request(), accepted.position());
      if (before != null && before != accepted.position()) {
        breaches.add(
            new Breach(
                Breach.Kind.DUPLICATED,
                "%s was acknowledged at position %d and at %d"
                    .formatted(accepted.request(), before, accepted.position())));
      }
    }
  }

  private static void confirmed(History history, Truth truth, List<Breach> breaches) {
    for (Observation.Confirmed confirmed : history.of(Observation.Confirmed.class)) {
      if (!truth.acknowledged().contains(confirmed.alertId())) {
        breaches.add(
            new Breach(
                Breach.Kind.LOST,
                "the acknowledgement of alert "
                    + confirmed.alertId()
                    + " was confirmed and is not held"));
      }
    }
  }

  /** Nothing is held that nobody sent, and nothing that was refused. */
  private static void founded(
      History history, Map<RequestKey, Truth.Held> held, List<Breach> breaches) {
    Set<RequestKey> sent = new HashSet<>();
    history.of(Observation.Sent.class).forEach(one -> sent.add(one.request()));
    for (RequestKey key : held.keySet()) {
      if (!sent.contains(key)) {
        breaches.add(new Breach(Breach.Kind.UNFOUNDED, key + " is held and nobody sent it"));
      }
    }
    for (Observation.Refused refused : history.of(Observation.Refused.class)) {
      if (held.containsKey(refused.request())) {
        breaches.add(
            new Breach(Breach.Kind.UNFOUNDED, refused.request() + " was refused and is held"));
      }
    }
  }

  /** Each notice has raised as many alerts as it says, no more and no fewer. */
  private static void effects(Truth truth, List<Breach> breaches) {
    Map<Long, Integer> raised = new HashMap<>();
    Set<String> ids = new HashSet<>();
    for (Truth.Raised alert : truth.raised()) {
      raised.merge(alert.noticePosition(), 1, Integer::sum);
      if (!ids.add(alert.alertId())) {
        breaches.add(
            new Breach(Breach.Kind.DUPLICATED, "alert " + alert.alertId() + " is there twice"));
      }
    }
    for (Truth.Held notice : truth.notices()) {
      int found = raised.getOrDefault(notice.position(), 0);
      if (found != notice.raises()) {
        breaches.add(
            new Breach(
                found > notice.raises() ? Breach.Kind.DUPLICATED : Breach.Kind.LOST,
                "%s raises %d alerts and %d are there"
                    .formatted(notice.request(), notice.raises(), found)));
      }
    }
  }
}
