package uk.yjx.server.alerts;

import jakarta.inject.Singleton;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.util.Arrays;
import uk.yjx.alerts.v1.Scope;
import uk.yjx.server.kernel.Failure;
import uk.yjx.server.kernel.PrincipalId;
import uk.yjx.server.storage.MacKey;
import uk.yjx.server.storage.Vault;

/**
 * Opaque, authenticated cursors of 49 bytes: version, log epoch, position, ordinal, a hash of whose
 * stream it is, and a truncated HMAC over them. Malformed, foreign and expired are three errors.
 */
@Singleton
final class Cursors {
  private static final byte VERSION = 1;
  private static final int BODY_BYTES = 1 + 8 + 8 + 4 + 8;
  private static final int MAC_BYTES = 16;

  private static final Failure MALFORMED =
      Failure.field(
          "CURSOR_MALFORMED", "open.resume_cursor", "this is no cursor of this exchange");

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

  private final MacKey mac;

  Cursors(Vault vault) {
    this.mac = vault.macKey("alerts cursor");
  }

  byte[] encode(long epoch, PrincipalId caller, Scope scope, FeedItem.Place place) {
    ByteBuffer body = ByteBuffer.allocate(BODY_BYTES + MAC_BYTES);
    body.put(VERSION)
        .putLong(epoch)
        .putLong(place.position())
        .putInt(place.ordinal())
        .putLong(owner(caller, scope));
    body.put(tag(body.array()));
    return body.array();
  }

  /** Reads a cursor; CURSOR_EXPIRED is the caller's to decide, from what is retained. */
  FeedItem.Place decode(byte[] cursor, long epoch, PrincipalId caller, Scope scope) {
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
    if (body.getLong() != owner(caller, scope)) {
      throw FOREIGN.refused();
    }
    if (cursorEpoch != epoch) {
      throw EPOCH_CHANGED.refused();
    }
    return place;
  }

  private byte[] tag(byte[] cursor) {
    return Arrays.copyOf(mac.mac(Arrays.copyOf(cursor, BODY_BYTES)), MAC_BYTES);
  }

  private long owner(PrincipalId caller, Scope scope) {
    return mac.fingerprint(caller + "\n" + scope.getNumber());
  }
}
