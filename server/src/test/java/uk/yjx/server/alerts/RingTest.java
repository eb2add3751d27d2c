package uk.yjx.server.alerts;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import uk.yjx.alerts.v1.EntryCause;
import uk.yjx.alerts.v1.Scope;

/** The ring takes contiguous positions only, and a reader of it misses nothing it holds. */
final class RingTest {
  private static final Selection MINE =
      new Selection(Scope.SCOPE_MY_CASELOAD, Set.of("person:a", "duty:s"), Set.of());

  @Test
  void takesOnlyWhatFollowsItsHead() {
    Ring ring = new Ring();
    ring.restartAt(5);
    assertFalse(ring.add(7, 7, List.of()));
    assertTrue(ring.add(6, 7, List.of(line(6, 0, "person:a", 1))));
    assertEquals(7, ring.head());
    assertFalse(ring.add(7, 8, List.of()));
  }

  @Test
  void sendsReadersFromBehindTheFloorToTheTable() {
    Ring ring = new Ring();
    ring.restartAt(5);
    assertNull(ring.read(MINE, new FeedItem.Place(5, 3), 10));
    assertNotNull(ring.read(MINE, FeedItem.Place.endOf(5), 10));
  }

  @Test
  void doesNotServeAPositionOfWhichLinesAreGone() {
    Ring ring = new Ring();
    ring.restartAt(0);
    List<FeedItem> lines = new ArrayList<>();
    for (int i = 0; i <= Ring.LINES_MAX; i++) {
      lines.add(line(1, i, "person:a", i));
    }
    assertTrue(ring.add(1, 1, lines));
    assertTrue(ring.add(2, 2, List.of(line(2, 0, "person:a", 0))));
    // The first lines of position 1 were overwritten, so nothing of it may be read from here.
    assertNull(ring.read(MINE, new FeedItem.Place(1, 0), 10));
    assertEquals(1, items(ring.read(MINE, FeedItem.Place.endOf(1), 10)).size());
  }

  @Test
  void tellsAReaderOfTwoMailboxesOnceHoweverFramesAreCut() {
    long seed = new Random().nextLong();
    System.out.println("RingTest seed " + seed);
    Random random = new Random(seed);
    for (int round = 0; round < 200; round++) {
      Ring ring = new Ring();
      ring.restartAt(0);
      Set<String> expected = new LinkedHashSet<>();
      for (int position = 1; position <= 6; position++) {
        List<FeedItem> lines = new ArrayList<>();
        for (int ordinal = 0; ordinal < random.nextInt(6); ordinal++) {
          String[] mailboxes = {"person:a", "duty:s", "person:b"};
          FeedItem line = line(position, ordinal, mailboxes[random.nextInt(3)], random.nextInt(3));
          lines.add(line);
          if (MINE.takes(line)) {
            expected.add(position + " " + line.alert());
          }
        }
        assertTrue(ring.add(position, position, lines));
      }
      List<String> told = new ArrayList<>();
      FeedItem.Place cursor = FeedItem.Place.endOf(0);
      while (cursor.compareTo(FeedItem.Place.endOf(6)) < 0) {
        Ring.Slice slice = ring.read(MINE, cursor, 1 + random.nextInt(3));
        assertNotNull(slice);
        slice.items().forEach(i -> told.add(i.place().position() + " " + i.alert()));
        assertTrue(slice.reached().isAfter(cursor));
        cursor = slice.reached();
      }
      assertEquals(List.copyOf(expected), told, "seed " + seed);
    }
  }

  private static List<FeedItem> items(Ring.@org.jspecify.annotations.Nullable Slice slice) {
    assertNotNull(slice);
    return slice.items();
  }

  private static FeedItem line(long position, int ordinal, String mailbox, int alert) {
    return new FeedItem(
        new FeedItem.Place(position, ordinal),
        mailbox,
        "s",
        new UUID(1, alert),
        EntryCause.ENTRY_CAUSE_NEW);
  }
}
