package uk.yjx.history;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import uk.yjx.history.Breach.Kind;

/** A clean history passes; each seeded fault in it is found, whatever the seed. */
class HistoryCheckerTest {
  private static final int SEEDS = 40;
  private static final int SUBMISSIONS = 60;
  private static final Random RANDOM = new Random(8);

  /** What goes wrong, and what it must be called. */
  enum Fault {
    LOSES_AN_ACKNOWLEDGED_NOTICE(Kind.LOST, h -> h.notices.remove(any(h.notices))),
    LOSES_AN_ALERT(Kind.LOST, h -> h.raised.remove(any(h.raised))),
    LOSES_AN_ACKNOWLEDGEMENT(
        Kind.LOST, h -> h.acknowledged.remove(h.acknowledged.iterator().next())),
    MOVES_AN_ACKNOWLEDGED_NOTICE(
        Kind.LOST,
        h -> {
          Truth.Held one = h.notices.getFirst();
          h.notices.set(
              0, new Truth.Held(one.request(), one.position() + 1, one.leafIndex(), one.raises()));
        }),
    HOLDS_A_NOTICE_TWICE(Kind.DUPLICATED, h -> h.notices.add(any(h.notices))),
    RAISES_AN_ALERT_TWICE(
        Kind.DUPLICATED,
        h -> h.raised.add(new Truth.Raised("twin", any(h.raised).noticePosition()))),
    ANSWERS_WITH_TWO_RECEIPTS(
        Kind.DUPLICATED,
        h -> {
          Observation.Accepted one = h.history().of(Observation.Accepted.class).getFirst();
          h.observations.add(
              new Observation.Accepted(
                  one.request(), one.position() + 7, one.leafIndex(), one.leafHash(), one.at()));
        }),
    TELLS_AN_ALERT_TWICE_ON_A_CALL(
        Kind.DUPLICATED,
        h -> {
          int last = last(h);
          h.observations.add(last + 1, h.observations.get(last));
        }),
    DROPS_A_TOLD_ALERT(Kind.SKIPPED, HistoryCheckerTest::dropFirst),
    DROPS_THE_LAST_ALERT(Kind.LOST, HistoryCheckerTest::dropLast),
    REORDERS_TWO(Kind.OUT_OF_ORDER, HistoryCheckerTest::reorder),
    SKIPS_A_DISCLOSURE_EVENT(
        Kind.DISCLOSED_BEFORE_AUDITED, h -> h.disclosures.remove(any(h.disclosures))),
    SHOWS_BEFORE_THE_COMMIT(
        Kind.DISCLOSED_BEFORE_AUDITED,
        h -> {
          Truth.Disclosure one = h.disclosures.removeFirst();
          h.disclosures.add(
              new Truth.Disclosure(
                  one.reader(),
                  one.alertId(),
                  one.leafIndex(),
                  one.committedAt().plus(Duration.ofDays(1))));
        }),
    SKIPS_A_LEAF(
        Kind.AUDIT_GAP, h -> h.leaves.remove(h.leaves.get(RANDOM.nextInt(h.leaves.size() - 1)))),
    REWRITES_A_RECEIPTED_LEAF(
        Kind.AUDIT_GAP,
        h -> {
          int at = Math.toIntExact(any(h.notices).leafIndex());
          Truth.Leaf leaf = h.leaves.get(at);
          h.leaves.set(at, new Truth.Leaf(leaf.index(), leaf.position(), "another"));
        }),
    SKIPS_AN_ENTRY(
        Kind.AUDIT_GAP,
        h -> {
          for (int i = h.leaves.size() / 2; i < h.leaves.size(); i++) {
            Truth.Leaf leaf = h.leaves.get(i);
            h.leaves.set(i, new Truth.Leaf(leaf.index(), leaf.position() + 1, leaf.hash()));
          }
        }),
    GIVES_AN_OLD_CURSOR(
        Kind.CURSOR_REGRESS,
        h -> {
          Observation.Told first = h.history().of(Observation.Told.class).getFirst();
          Observation.Told last = toldTo(h, first.reader()).getLast();
          h.observations.add(
              new Observation.Moved(
                  last.reader(), last.call(), first.cursorAfter(), last.at().plusMillis(1)));
        }),
    TELLS_WHAT_LIES_BEFORE_THE_CURSOR(
        Kind.CURSOR_REGRESS,
        h -> {
          Observation.Told one = h.history().of(Observation.Told.class).getLast();
          h.observations.add(
              new Observation.Opened(one.reader(), 999, one.cursorAfter(), one.at()));
          h.observations.add(
              new Observation.Told(one.reader(), 999, one.sights(), one.cursorAfter(), one.at()));
        }),
    TELLS_WHAT_IS_IN_NO_MAILBOX(Kind.UNFOUNDED, h -> h.lines.remove(any(h.lines))),
    HOLDS_WHAT_WAS_REFUSED(
        Kind.UNFOUNDED,
        h -> {
          Truth.Held one = any(h.notices);
          h.observations.add(
              new Observation.Refused(one.request(), "REFUSED", h.observations.getLast().at()));
        }),
    HOLDS_WHAT_NOBODY_SENT(
        Kind.UNFOUNDED,
        h ->
            h.notices.add(new Truth.Held(new RequestKey("north-police", "from-nowhere"), 1, 0, 0))),
    SHOWS_TO_WHO_IS_REVOKED(
        Kind.SHOWN_AFTER_REVOCATION,
        h -> {
          Observation.Told one = h.history().of(Observation.Told.class).getLast();
          h.observations.addFirst(
              new Observation.Revoked(one.reader(), one.at().minus(Duration.ofSeconds(6))));
        });

    private final Kind kind;
    private final Consumer<SeededHistory> change;

    Fault(Kind kind, Consumer<SeededHistory> change) {
      this.kind = kind;
      this.change = change;
    }
  }

  @Test
  void aCleanHistoryPasses() {
    for (long seed = 1; seed <= SEEDS; seed++) {
      assertEquals(List.of(), new SeededHistory(seed, SUBMISSIONS).breaches(), "seed " + seed);
    }
  }

  @ParameterizedTest
  @EnumSource
  void eachSeededFaultIsFound(Fault fault) {
    for (long seed = 1; seed <= SEEDS; seed++) {
      SeededHistory history = new SeededHistory(seed, SUBMISSIONS);
      fault.change.accept(history);
      List<Breach> breaches = history.breaches();
      assertTrue(
          breaches.stream().map(Breach::kind).collect(Collectors.toSet()).contains(fault.kind),
          () -> fault + " was not found: " + breaches);
    }
  }

  @Test
  void whatIsToldToADeskAndToAPersonAtItCountsOnce() {
    SeededHistory history = new SeededHistory(1, SUBMISSIONS);
    for (Truth.Line line : List.copyOf(history.lines)) {
      history.lines.add(
          new Truth.Line(
              line.reader(), line.position(), line.ordinal() + 10, line.alertId(), line.cause()));
    }
    assertEquals(List.of(), history.breaches());
  }

  @Test
  void aNoticeWithoutAnAnswerMayBeHeldOrNot() {
    SeededHistory history = new SeededHistory(2, SUBMISSIONS);
    RequestKey held = history.notices.getFirst().request();
    history.observations.removeIf(
        one -> one instanceof Observation.Accepted accepted && accepted.request().equals(held));
    history.observations.addFirst(
        new Observation.Sent(
            new RequestKey("north-police", "unanswered"), history.observations.getFirst().at()));
    assertEquals(List.of(), history.breaches());
  }

  /** The first alert a reader is told vanishes from every frame. */
  private static void dropFirst(SeededHistory history) {
    Observation.Told first = history.history().of(Observation.Told.class).getFirst();
    drop(history, first.sights().getFirst());
  }

  private static void dropLast(SeededHistory history) {
    Observation.Told last = history.history().of(Observation.Told.class).getLast();
    drop(history, last.sights().getLast());
  }

  private static void drop(SeededHistory history, Observation.Sight gone) {
    history.observations.replaceAll(one ->
        one instanceof Observation.Told told
            ? new Observation.Told(
                told.reader(),
                told.call(),
                told.sights().stream().filter(sight -> !sight.equals(gone)).toList(),
                told.cursorAfter(),
                told.at())
            : one);
  }

  private static void reorder(SeededHistory history) {
    for (int i = 0; i < history.observations.size(); i++) {
      if (history.observations.get(i) instanceof Observation.Told told
          && told.sights().size() > 1) {
        List<Observation.Sight> turned = new ArrayList<>(told.sights());
        Collections.reverse(turned);
        history.observations.set(
            i,
            new Observation.Told(
                told.reader(), told.call(), turned, told.cursorAfter(), told.at()));
        return;
      }
    }
    throw new IllegalStateException("no frame has two alerts");
  }

  private static int last(SeededHistory history) {
    for (int i = history.observations.size() - 1; i >= 0; i--) {
      if (history.observations.get(i) instanceof Observation.Told) {
        return i;
      }
    }
    throw new IllegalStateException("no frame has events");
  }

  private static List<Observation.Told> toldTo(SeededHistory history, String reader) {
    return history.history().of(Observation.Told.class).stream()
        .filter(told -> told.reader().equals(reader))
        .toList();
  }

  private static <T> T any(List<T> list) {
    return list.get(RANDOM.nextInt(list.size()));
  }
}
