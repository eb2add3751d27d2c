package uk.yjx.history;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import uk.yjx.history.Breach.Kind;

/**
 * Follows one reader's calls over the lines of the mailboxes. What a cursor stands for is learnt
 * from the frame that brought it first: clients know no more of it either.
 */
final class ReaderCheck {

  /** Before the first line. */
  private static final int NOWHERE = -1;

  /** A reader has few mailboxes, and the lines of one entry in them stand side by side. */
  private static final int SIDE_BY_SIDE_MAX = 64;

  private final String reader;
  private final List<Truth.Line> lines;
  private final Map<Observation.Sight, List<Integer>> places = new HashMap<>();
  private final Map<String, Integer> cursors = new HashMap<>();
  private final Map<Integer, Call> calls = new HashMap<>();
  private final BitSet told = new BitSet();
  private final BitSet passedOver = new BitSet();
  private boolean revoked;

  /** Where one call stands, and what it has told. */
  private static final class Call {
    private int place;
    private final BitSet told = new BitSet();

    Call(int place) {
      this.place = place;
    }
  }

  ReaderCheck(String reader, List<Truth.Line> mailbox) {
    this.reader = reader;
    List<Truth.Line> distinct = new ArrayList<>();
    for (Truth.Line line : mailbox) {
      // Into a person's mailbox and that of a desk where the person sits: told once.
      boolean again =
          distinct.stream()
              .skip(Math.max(0, distinct.size() - SIDE_BY_SIDE_MAX))
              .anyMatch(one ->
                  one.position() == line.position()
                      && one.alertId().equals(line.alertId())
                      && one.cause().equals(line.cause()));
      if (!again) {
        distinct.add(line);
      }
    }
    this.lines = List.copyOf(distinct);
    for (int i = 0; i < lines.size(); i++) {
      Truth.Line line = lines.get(i);
      places
          .computeIfAbsent(
              new Observation.Sight(line.alertId(), line.cause()), s -> new ArrayList<>())
          .add(i);
    }
  }

  void opened(Observation.Opened opened, List<Breach> breaches) {
    int place = NOWHERE;
    if (!opened.cursor().isEmpty()) {
      Integer known = cursors.get(opened.cursor());
      if (known == null) {
        breaches.add(breach(Kind.UNFOUNDED, "resumes from a cursor nobody was given"));
      } else {
        place = known;
      }
    }
    calls.put(opened.call(), new Call(place));
  }

  void told(Observation.Told frame, List<Breach> breaches) {
    Call call = calls.computeIfAbsent(frame.call(), c -> new Call(NOWHERE));
    int before = call.place;
    for (Observation.Sight sight : frame.sights()) {
      told(call, sight, breaches);
    }
    cursor(call, frame.cursorAfter(), Math.max(before, call.place), breaches);
  }

  void moved(Observation.Moved frame, List<Breach> breaches) {
    Call call = calls.computeIfAbsent(frame.call(), c -> new Call(NOWHERE));
    cursor(call, frame.cursor(), call.place, breaches);
  }

  /** What is in the mailboxes of who may receive nothing any more need not be told. */
  void revoked() {
    revoked = true;
  }

  void end(List<Breach> breaches) {
    if (revoked) {
      return;
    }
    for (int i = told.nextClearBit(0); i < lines.size(); i = told.nextClearBit(i + 1)) {
      breaches.add(
          breach(
              passedOver.get(i) ? Kind.SKIPPED : Kind.LOST, "is never told " + text(lines.get(i))));
    }
  }

  private void told(Call call, Observation.Sight sight, List<Breach> breaches) {
    List<Integer> candidates = places.getOrDefault(sight, List.of());
    int next = candidates.stream().filter(i -> i > call.place).findFirst().orElse(NOWHERE);
    if (next != NOWHERE) {
      for (int i = call.place + 1; i < next; i++) {
        if (!told.get(i)) {
          passedOver.set(i);
        }
      }
      call.place = next;
      call.told.set(next);
      told.set(next);
      return;
    }
    if (candidates.isEmpty()) {
      breaches.add(
          breach(Kind.UNFOUNDED, "is shown " + sight + ", which is in none of the mailboxes"));
      return;
    }
    int earlier = candidates.getLast();
    if (call.told.get(earlier)) {
      breaches.add(
          breach(Kind.DUPLICATED, "is told twice on one call " + text(lines.get(earlier))));
    } else if (call.told.isEmpty()) {
      breaches.add(
          breach(
              Kind.CURSOR_REGRESS,
              "is told what lies before the cursor: " + text(lines.get(earlier))));
    } else {
      breaches.add(breach(Kind.OUT_OF_ORDER, "is told too late " + text(lines.get(earlier))));
    }
    call.told.set(earlier);
    told.set(earlier);
  }

  private void cursor(Call call, String cursor, int place, List<Breach> breaches) {
    if (cursor.isEmpty()) {
      return;
    }
    Integer known = cursors.putIfAbsent(cursor, place);
    if (known != null && known < call.place) {
      breaches.add(
          breach(
              Kind.CURSOR_REGRESS,
              "is given a cursor of line " + known + " at line " + call.place));
    }
  }

  private Breach breach(Kind kind, String text) {
    return new Breach(kind, reader + " " + text);
  }

  private static String text(Truth.Line line) {
    return "%s of alert %s at position %d".formatted(line.cause(), line.alertId(), line.position());
  }
}
