package uk.yjx.server.alerts;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import uk.yjx.alerts.v1.Scope;
import uk.yjx.server.kernel.Failure;
import uk.yjx.server.kernel.PrincipalId;
import uk.yjx.server.storage.TestDatabase;

/** Malformed, foreign, expired and of another epoch are different errors. */
final class CursorsTest {
  private static final TestDatabase DATABASE = TestDatabase.fresh();
  private static final PrincipalId ANN = PrincipalId.parse("yjs/user/ann");
  private static final PrincipalId BEN = PrincipalId.parse("yjs/user/ben");
  private static final Selection OWN =
      new Selection(Scope.SCOPE_MY_CASELOAD, Set.of("person:ann"), Set.of());
  private static final FeedItem.Place PLACE = new FeedItem.Place(77, 3);

  private final Cursors cursors = new Cursors(DATABASE.vault());
  private final byte[] cursor = cursors.encode(1, ANN, OWN, PLACE);

  @AfterAll
  static void close() {
    DATABASE.close();
  }

  @Test
  void comesBackAsItWasGiven() {
    assertEquals(PLACE, cursors.decode(cursor, 1, ANN, OWN));
    FeedItem.Place before = new FeedItem.Place(5, 0).before();
    assertEquals(before, cursors.decode(cursors.encode(1, ANN, OWN, before), 1, ANN, OWN));
  }

  @Test
  void isMalformedWithAnyBitTurned() {
    for (int bit = 0; bit < cursor.length * 8; bit++) {
      byte[] turned = cursor.clone();
      turned[bit / 8] ^= (byte) (1 << (bit % 8));
      assertEquals("CURSOR_MALFORMED", reason(turned, 1, ANN, OWN));
    }
    assertEquals("CURSOR_MALFORMED", reason(new byte[0], 1, ANN, OWN));
  }

  @Test
  void isForeignToAnotherCallerOrScope() {
    assertEquals("CURSOR_FOREIGN", reason(cursor, 1, BEN, OWN));
    assertEquals(
        "CURSOR_FOREIGN",
        reason(cursor, 1, ANN, new Selection(Scope.SCOPE_TEAM, OWN.mailboxes(), Set.of())));
  }

  @Test
  void doesNotOutliveItsEpochOrItsMailboxes() {
    assertEquals("LOG_EPOCH_CHANGED", reason(cursor, 2, ANN, OWN));
    assertEquals(
        "CURSOR_EXPIRED",
        reason(
            cursor,
            1,
            ANN,
            new Selection(OWN.scope(), Set.of("person:ann", "duty:yjs"), Set.of())));
  }

  private String reason(byte[] bytes, long epoch, PrincipalId caller, Selection selection) {
    return assertThrows(
            Failure.Refused.class, () -> cursors.decode(bytes, epoch, caller, selection))
        .failure()
        .reason();
  }
}
