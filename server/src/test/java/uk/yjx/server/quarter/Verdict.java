package uk.yjx.server.quarter;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import uk.yjx.clocks.v1.ClockKind;
import uk.yjx.server.clocks.StandardLadder;

/** What the log says about the deadlines of a quarter; each list is empty when all was well. */
final class Verdict {
  final List<String> twice = new ArrayList<>();
  final List<String> early = new ArrayList<>();
  final List<String> afterTheirCause = new ArrayList<>();
  final List<String> leftOut = new ArrayList<>();
  final List<String> notDue = new ArrayList<>();

  private final VerifiedLog log;
  private final Map<String, List<VerifiedLog.Firing>> bySubject;

  /**
   * An alert with a ladder.
   *
   * @param raisedAt when its clock began
   * @param stopped when it was stopped by something else than an acknowledgement; null if never
   */
  record Raised(String id, ClockKind kind, Instant raisedAt, @Nullable Instant stopped) {}

  Verdict(VerifiedLog log) {
    this.log = log;
    bySubject = log.firings.stream().collect(Collectors.groupingBy(VerifiedLog.Firing::subject));
    Set<String> seen = new HashSet<>();
    for (VerifiedLog.Firing firing : log.firings) {
      String deadline =
          firing.kind() + " " + firing.subject() + " " + firing.run() + "." + firing.step();
      if (!seen.add(deadline)) {
        twice.add(deadline);
      }
      if (firing.at().isBefore(firing.due())) {
        early.add(deadline);
      }
    }
    log.acts.forEach(this::acknowledged);
    log.acts.forEach(this::answered);
  }

  /** An alert climbs no more from the leaf of its first acknowledgement on. */
  private void acknowledged(String record, List<VerifiedLog.Act> acts) {
    acts.stream()
        .filter(act -> act.operation().endsWith("/AcknowledgeAlerts"))
        .findFirst()
        .ifPresent(first ->
            firings(record)
                .filter(firing -> firing.leaf() > first.leaf())
                .forEach(firing -> afterTheirCause.add(firing.toString())));
  }

  /** A concern climbs only while it waits, in the order of the log. */
  private void answered(String record, List<VerifiedLog.Act> acts) {
    if (acts.stream().noneMatch(act -> act.operation().endsWith("/RaiseConcern"))) {
      return;
    }
    TreeMap<Long, Runnable> order = new TreeMap<>();
    Waiting waiting = new Waiting();
    acts.forEach(act -> order.put(act.leaf(), () -> waiting.follow(act.outcome())));
    firings(record)
        .forEach(firing ->
            order.put(
                firing.leaf(),
                () -> {
                  if (!waiting.forWhat(firing.kind())) {
                    afterTheirCause.add(firing.toString());
                  }
                }));
    order.values().forEach(Runnable::run);
  }

  /** What a concern waits for, by what the log says was done. */
  private static final class Waiting {
    private boolean answer = true;
    private boolean acknowledgement = true;

    void follow(String outcome) {
      switch (outcome) {
        case "ACKNOWLEDGED" -> acknowledgement = false;
        case "DECIDED", "CONVERSATION_CONFIRMED", "CLOSED", "WITHDRAWN" -> {
          acknowledgement = false;
          answer = false;
        }
        case "INSUFFICIENT" -> answer = true;
        default -> {
          // Ends nothing.
        }
      }
    }

    boolean forWhat(String kind) {
      return kind.equals("CONCERN_ACKNOWLEDGEMENT") ? acknowledgement : answer;
    }
  }

  /**
   * Every step of every alert that was due before it was dealt with has acted, and no other.
   *
   * @param quiet up to when everything due had acted, by when people did what they did
   * @param end up to when everything due had acted in the end
   */
  void complete(List<Raised> alerts, NavigableMap<Instant, Instant> quiet, Instant end) {
    for (Raised alert : alerts) {
      Instant acknowledged =
          log.acts.getOrDefault(alert.id(), List.of()).stream()
              .filter(act -> act.operation().endsWith("/AcknowledgeAlerts"))
              .map(VerifiedLog.Act::at)
              .findFirst()
              .orElse(alert.stopped());
      Instant surely = acknowledged == null ? end : quiet.floorEntry(acknowledged).getValue();
      Instant perhaps = acknowledged == null ? end : acknowledged;
      SortedMap<Integer, Instant> steps = StandardLadder.steps(alert.kind(), alert.raisedAt());
      Set<Integer> acted =
          firings(alert.id()).map(VerifiedLog.Firing::step).collect(Collectors.toSet());
      Map<Integer, Instant> expected = new HashMap<>(steps);
      steps.forEach((step, due) -> {
        if (!due.isAfter(surely) && !acted.contains(step)) {
          leftOut.add(alert + " step " + step + " due " + due);
        }
      });
      firings(alert.id())
          .filter(firing ->
              !firing.due().equals(expected.get(firing.step())) || firing.due().isAfter(perhaps))
          .forEach(firing -> notDue.add(alert + " " + firing));
    }
  }

  private Stream<VerifiedLog.Firing> firings(String subject) {
    return bySubject.getOrDefault(subject, List.of()).stream();
  }
}
