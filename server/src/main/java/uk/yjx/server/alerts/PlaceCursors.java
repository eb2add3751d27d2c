package uk.yjx.server.alerts;

import com.google.protobuf.ByteString;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.util.Arrays;
import uk.yjx.server.identity.Caller;
import uk.yjx.server.journal.LogIdentity;
import uk.yjx.server.kernel.Failure;
import uk.yjx.server.storage.MacKey;

/**
 * Cursors of streams that an agency follows as one: opaque, authenticated, and the agency's own.
 * Not safe to share between kinds of streams: each has a key of its own.
 */
public final class PlaceCursors {
  private static final int BODY_BYTES = 8 + 8 + 4 + 8;
  private static final int CODE_BYTES = 16;

  private static final Failure MALFORMED =
      Failure.field("CURSOR_MALFORMED", "resume_cursor", "this is no cursor of this exchange");

  private static final Failure FOREIGN =
      Failure.of(
          Failure.Code.PERMISSION_DENIED, "CURSOR_FOREIGN", "this cursor is another agency's");

  private static final Failure EPOCH_CHANGED =
      Failure.of(
          Failure.Code.FAILED_PRECONDITION,
          "LOG_EPOCH_CHANGED",
          "the exchange was restored since; open without a cursor, nothing open is lost");

  private final LogIdentity log;
  private final MacKey codes;

  /** Cursors under a key. */
  public PlaceCursors(LogIdentity log, MacKey codes) {
    this.log = log;
    this.codes = codes;
  }

  /** The cursor of a place. */
  public ByteString cursor(Caller caller, StreamPlace place) {
    ByteBuffer body = ByteBuffer.allocate(BODY_BYTES + CODE_BYTES);
    body.putLong(log.epoch())
        .putLong(place.position())
        .putInt(place.ordinal())
        .putLong(owner(caller));
    body.put(code(body.array()));
    return ByteString.copyFrom(body.array());
  }

  /** The place of a cursor; malformed, foreign and of another epoch are three refusals. */
  public StreamPlace read(Caller caller, ByteString cursor) {
    byte[] bytes = cursor.toByteArray();
    // Guards against forged cursors, so the comparison takes the same time whatever differs.
    if (bytes.length != BODY_BYTES + CODE_BYTES
        || !MessageDigest.isEqual(
            Arrays.copyOfRange(bytes, BODY_BYTES, bytes.length), code(bytes))) {
      throw MALFORMED.refused();
    }
    ByteBuffer body = ByteBuffer.wrap(bytes);
    long epoch = body.getLong();
    StreamPlace place = new StreamPlace(body.getLong(), body.getInt());
    if (body.getLong() != owner(caller)) {
      throw FOREIGN.refused();
    }
    if (epoch != log.epoch()) {
      throw EPOCH_CHANGED.refused();
    }
    return place;
  }

  private byte[] code(byte[] bytes) {
    return Arrays.copyOf(codes.mac(Arrays.copyOf(bytes, BODY_BYTES)), CODE_BYTES);
  }

  private long owner(Caller caller) {
    return codes.fingerprint(caller.agency().value());
  }
}
