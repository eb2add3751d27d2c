package uk.yjx.history;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;

/** Makes a history of clients and its truth that agree, with lost frames and calls begun anew. */
final class SeededHistory {
  static final List<String> READERS = List.of("north/user/a", "north/user/b", "south/user/c");

  private static final Instant START = Instant.parse("2026-03-01T22:00:00Z");

  final List<Observation> observations = new ArrayList<>();
  final List<Truth.Held> notices = new ArrayList<>();
  final List<Truth.Raised> raised = new ArrayList<>();
  final List<Truth.Line> lines = new ArrayList<>();
  final List<Truth.Leaf> leaves = new ArrayList<>();
  final List<Truth.Disclosure> disclosures = new ArrayList<>();
  final Set<String> acknowledged = new HashSet<>();

  private final Random random;
  private Instant now = START;
  private long position;

  SeededHistory(long seed, int submissions) {
    random = new Random(seed);
    for (int i = 0; i < submissions; i++) {
      submit("request-" + i);
    }
    READERS.forEach(this::read);
  }

  History history() {
    return new History(observations);
  }

  Truth truth() {
    return new Truth(notices, raised, lines, leaves, disclosures, acknowledged);
  }

  List<Breach> breaches() {
    return HistoryChecker.check(history(), truth());
  }

  private void submit(String id) {
    RequestKey request = new RequestKey("north-police", id);
    observations.add(new Observation.Sent(request, tick()));
    if (random.nextInt(20) == 0) {
      observations.add(new Observation.Refused(request, "KIND_NOT_ALLOWED", tick()));
      entry();
      return;
    }
    int raises = random.nextInt(3);
    Truth.Leaf leaf = entry();
    notices.add(new Truth.Held(request, position, leaf.index(), raises));
    for (int ordinal = 0; ordinal < raises; ordinal++) {
      String alert = id + "/alert-" + ordinal;
      raised.add(new Truth.Raised(alert, position));
      String reader = READERS.get(random.nextInt(READERS.size()));
      lines.add(new Truth.Line(reader, position, ordinal, alert, "ENTRY_CAUSE_NEW"));
    }
    int answers = random.nextInt(10) == 0 ? 2 : 1; // the first answer was lost on its way
    for (int i = 0; i < answers; i++) {
      observations.add(
          new Observation.Accepted(request, position, leaf.index(), leaf.hash(), tick()));
    }
  }

  private void read(String reader) {
    List<Truth.Line> mailbox = lines.stream().filter(one -> one.reader().equals(reader)).toList();
    int call = 1;
    String cursor = "";
    observations.add(new Observation.Opened(reader, call, cursor, tick()));
    int done = 0;
    while (done < mailbox.size()) {
      int end = Math.min(mailbox.size(), done + 1 + random.nextInt(4));
      List<Observation.Sight> sights = new ArrayList<>();
      for (Truth.Line line : mailbox.subList(done, end)) {
        Truth.Leaf leaf = entry();
        disclosures.add(new Truth.Disclosure(reader, line.alertId(), leaf.index(), tick()));
        sights.add(new Observation.Sight(line.alertId(), line.cause()));
      }
      String after = reader + "@" + mailbox.get(end - 1).position() + "." + end;
      observations.add(new Observation.Told(reader, call, sights, after, tick()));
      boolean lost = random.nextInt(4) == 0; // the frame came, and the call broke before its use
      if (!lost) {
        done = end;
        cursor = after;
        acknowledge(reader, sights);
      }
      if (lost || random.nextInt(5) == 0) {
        observations.add(new Observation.Opened(reader, ++call, cursor, tick()));
      } else if (random.nextInt(5) == 0) {
        observations.add(new Observation.Moved(reader, call, cursor, tick()));
      }
    }
  }

  private void acknowledge(String reader, List<Observation.Sight> sights) {
    for (Observation.Sight sight : sights) {
      entry();
      acknowledged.add(sight.alertId());
      observations.add(new Observation.Confirmed(reader, sight.alertId(), tick()));
    }
  }

  private Truth.Leaf entry() {
    position++;
    Truth.Leaf leaf = new Truth.Leaf(leaves.size(), position, "hash-" + leaves.size());
    leaves.add(leaf);
    return leaf;
  }

  private Instant tick() {
    now = now.plus(Duration.ofMillis(1));
    return now;
  }
}
