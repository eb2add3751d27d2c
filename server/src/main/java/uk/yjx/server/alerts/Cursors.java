package uk.yjx.server.alerts;

import jakarta.inject.Singleton;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.util.Arrays;
import uk.yjx.server.kernel.Failure;
import uk.yjx.server.kernel.PrincipalId;
import uk.yjx.server.storage.MacKey;
import uk.yjx.server.storage.Vault;

/**
 * Opaque, authenticated cursors of 57 bytes: version, log epoch, position, ordinal, a hash of whose
 * stream it is, a hash of the mailboxes it runs over, and a truncated HMAC over them. Malformed,
 * foreign and expired are three errors. A cursor over other mailboxes than the caller has now is
 * expired: in a mailbox that was not the caller's then, something older may still be open.
 */
@Singleton
final class Cursors {
  private static final byte VERSION = 1;
  private static final int BODY_BYTES = 1 + 8 + 8 + 4 + 8 + 8;
  private static final int MAC_BYTES = 16;

  private static final Failure MALFORMED =
      Failure.field("CURSOR_MALFORMED", "open.resume_cursor", "this is no cursor of this exchange");

  private static final Failure FOREIGN =
      Failure.of(
          Failure.Code.PERMISSION_DENIED,
          "CURSOR_FOREIGN",
          "this cursor belongs to another caller or scope");

  private static final Failure EPOCH_CHANGED =
      Failure.of(
          Failure.Code.FAILED_PRECONDITION,
          "LOG_EPOCH_CHANGED",
          "the exchange was restored since; open without a cursor, nothing open is lost");

  static final Failure EXPIRED =
      Failure.of(
          Failure.Code.OUT_OF_RANGE,
          "CURSOR_EXPIRED",
          "the cursor is older than what is kept, or than your desks and groups; open without one,"
              + " nothing open is lost");

  private final MacKey mac;

  Cursors(Vault vault) {
    this.mac = vault.macKey("alerts cursor");
  }

  byte[] encode(long epoch, PrincipalId caller, Selection selection, FeedItem.Place place) {
    ByteBuffer body = ByteBuffer.allocate(BODY_BYTES + MAC_BYTES);
    body.put(VERSION)
        .putLong(epoch)
        .putLong(place.position())
        .putInt(place.ordinal())
        .putLong(owner(caller, selection))
        .putLong(mac.fingerprint(selection.text()));
    body.put(tag(body.array()));
    return body.array();
  }

  /** Reads a cursor; whether it is older than what is retained is the caller's to decide. */
  FeedItem.Place decode(byte[] cursor, long epoch, PrincipalId caller, Selection selection) {
    if (cursor.length != BODY_BYTES + MAC_BYTES || cursor[0] != VERSION) {
      throw MALFORMED.refused();
    }
    byte[] tag = Arrays.copyOfRange(cursor, BODY_BYTES, cursor.length);
    // Guards against forged cursors, so the comparison takes the same time whatever differs.
    if (!MessageDigest.isEqual(tag, tag(cursor))) {
      throw MALFORMED.refused();
    }
    ByteBuffer body = ByteBuffer.wrap(cursor, 1, BODY_BYTES - 1);
    long cursorEpoch = body.getLong();
    FeedItem.Place place = new FeedItem.Place(body.getLong(), body.getInt());
    if (body.getLong() != owner(caller, selection)) {
      throw FOREIGN.refused();
    }
    if (cursorEpoch != epoch) {
      throw EPOCH_CHANGED.refused();
    }
    if (body.getLong() != mac.fingerprint(selection.text())) {
      throw EXPIRED.refused();
    }
    return place;
  }

  private byte[] tag(byte[] cursor) {
    return Arrays.copyOf(mac.mac(Arrays.copyOf(cursor, BODY_BYTES)), MAC_BYTES);
  }

  private long owner(PrincipalId caller, Selection selection) {
    return mac.fingerprint(caller + "\n" + selection.scope().getNumber());
  }
}
