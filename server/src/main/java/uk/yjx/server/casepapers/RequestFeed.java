package uk.yjx.server.casepapers;

import com.google.protobuf.ByteString;
import jakarta.inject.Singleton;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import uk.yjx.casepapers.v1.RequestEvent;
import uk.yjx.casepapers.v1.SenderCause;
import uk.yjx.casepapers.v1.WatchRequestsResponse;
import uk.yjx.common.v1.Purpose;
import uk.yjx.server.agreements.Agreements;
import uk.yjx.server.alerts.Consultations;
import uk.yjx.server.caseload.Caseload;
import uk.yjx.server.identity.Caller;
import uk.yjx.server.journal.Disclosed;
import uk.yjx.server.journal.LogIdentity;
import uk.yjx.server.kernel.Failure;
import uk.yjx.server.storage.MacKey;
import uk.yjx.server.storage.Vault;

/** What a sender is told, in the order of the journal; and cursors, which are places in it. */
@Singleton
final class RequestFeed {
  /** Lines, or open expectations, in one frame. */
  static final int FRAME_EVENTS_MAX = 100;

  private static final int BODY_BYTES = 8 + 8 + 4 + 8;
  private static final int CODE_BYTES = 16;
  private static final String OPERATION = "yjx.casepapers.v1.CourtService/WatchRequests";

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

  private static final String LINES =
      """
      SELECT position, ordinal, expectation_id, cause
      FROM casepapers.sender_line
      WHERE agency = ? AND (position, ordinal) > (?, ?)
      ORDER BY position, ordinal
      LIMIT ?
      """;

  private static final String NEWEST =
      """
      SELECT coalesce(max(position), 0)
      FROM casepapers.sender_line
      WHERE agency = ?
      """;

  private static final String OPEN =
      PapersStore.EXPECTATION_COLUMNS
          + """
          WHERE x.expected_from = ? AND x.state = 1 AND (x.due_at, x.expectation_id) > (?, ?)
          ORDER BY x.due_at, x.expectation_id
          LIMIT ?
          """;

  private final PapersStore store;
  private final SenderDesk desk;
  private final Agreements agreements;
  private final Caseload caseload;
  private final Consultations consultations;
  private final LogIdentity log;
  private final InstantSource clock;
  private final MacKey codes;

  RequestFeed(
      PapersStore store,
      SenderDesk desk,
      Agreements agreements,
      Caseload caseload,
      Consultations consultations,
      LogIdentity log,
      InstantSource clock,
      Vault vault) {
    this.store = store;
    this.desk = desk;
    this.agreements = agreements;
    this.caseload = caseload;
    this.consultations = consultations;
    this.log = log;
    this.clock = clock;
    this.codes = vault.macKey("papers request cursor");
  }

  /** A place in the journal's order. */
  record Place(long position, int ordinal) {

    /** After everything up to a position. */
    static Place endOf(long position) {
      return new Place(position, Integer.MAX_VALUE);
    }
  }

  /** A place among what is open. */
  record OpenPlace(Instant due, UUID expectation) {
    static final OpenPlace BEGIN = new OpenPlace(Instant.EPOCH, new UUID(0, 0));
  }

  /** Some lines; the place is after the last one read, told or not. */
  record LinePage(List<RequestEvent> events, Place next, boolean isEmpty) {}

  /** Some of what is open; no next place when that was all. */
  record OpenPage(List<RequestEvent> events, @Nullable OpenPlace next) {}

  private record Line(Place place, UUID expectation, SenderCause cause) {}

  /** The place of the newest line for the caller's agency. */
  Place newest(Caller caller) {
    return store
        .read(NEWEST, s -> s.setString(1, caller.agency().value()), r -> Place.endOf(r.getLong(1)))
        .getFirst();
  }

  /** Lines after a place that the caller may be told of now. */
  LinePage after(Caller caller, Place place) {
    Instant now = clock.instant();
    List<Line> lines =
        store.read(
            LINES,
            s -> {
              s.setString(1, caller.agency().value());
              s.setLong(2, place.position());
              s.setInt(3, place.ordinal());
              s.setInt(4, FRAME_EVENTS_MAX);
            },
            r ->
                new Line(
                    new Place(r.getLong(1), r.getInt(2)),
                    r.getObject(3, UUID.class),
                    cause(r.getInt(4))));
    List<RequestEvent> events = new ArrayList<>();
    for (Line line : lines) {
      store
          .expectation(line.expectation())
          .flatMap(row -> event(row, line.cause(), now))
          .ifPresent(events::add);
    }
    return new LinePage(events, lines.isEmpty() ? place : lines.getLast().place(), lines.isEmpty());
  }

  /** What is open after a place, as far as the caller may be told of it now. */
  OpenPage open(Caller caller, OpenPlace place) {
    Instant now = clock.instant();
    List<ExpectationRow> rows =
        store.read(
            OPEN,
            s -> {
              s.setString(1, caller.agency().value());
              s.setObject(2, place.due().atOffset(ZoneOffset.UTC));
              s.setObject(3, place.expectation());
              s.setInt(4, FRAME_EVENTS_MAX);
            },
            store::expectation);
    List<RequestEvent> events = new ArrayList<>();
    rows.forEach(row -> event(row, SenderCause.SENDER_CAUSE_EXPECTED, now).ifPresent(events::add));
    boolean all = rows.size() < FRAME_EVENTS_MAX;
    return new OpenPage(
        events, all ? null : new OpenPlace(rows.getLast().dueAt(), rows.getLast().id()));
  }

  /** A frame, once it is committed that it is sent. */
  Disclosed<WatchRequestsResponse> disclosed(
      Caller caller, List<RequestEvent> events, WatchRequestsResponse frame) {
    return Disclosed.by(
        consultations
            .commit(
                caller,
                new Consultations.Shown(
                    OPERATION,
                    Purpose.PURPOSE_SUPERVISION,
                    "yjx.casepapers.v1.PapersWanted",
                    "case-papers",
                    events.stream().map(e -> e.getWanted().getExpectedId()).toList()))
            .join(),
        frame);
  }

  /** The cursor of a place: opaque, and the agency's own. */
  ByteString cursor(Caller caller, Place place) {
    ByteBuffer body = ByteBuffer.allocate(BODY_BYTES + CODE_BYTES);
    body.putLong(log.epoch())
        .putLong(place.position())
        .putInt(place.ordinal())
        .putLong(owner(caller));
    body.put(code(body.array()));
    return ByteString.copyFrom(body.array());
  }

  /** The place of a cursor; malformed, foreign and of another epoch are three refusals. */
  Place read(Caller caller, ByteString cursor) {
    byte[] bytes = cursor.toByteArray();
    // Guards against forged cursors, so the comparison takes the same time whatever differs.
    if (bytes.length != BODY_BYTES + CODE_BYTES
        || !MessageDigest.isEqual(
            Arrays.copyOfRange(bytes, BODY_BYTES, bytes.length), code(bytes))) {
      throw MALFORMED.refused();
    }
    ByteBuffer body = ByteBuffer.wrap(bytes);
    long epoch = body.getLong();
    Place place = new Place(body.getLong(), body.getInt());
    if (body.getLong() != owner(caller)) {
      throw FOREIGN.refused();
    }
    if (epoch != log.epoch()) {
      throw EPOCH_CHANGED.refused();
    }
    return place;
  }

  private Optional<RequestEvent> event(ExpectationRow row, SenderCause cause, Instant now) {
    return Answers.mayBeTold(agreements, caseload, row, now)
        ? Optional.of(
            RequestEvent.newBuilder().setCause(cause).setWanted(desk.wanted(row, now)).build())
        : Optional.empty();
  }

  private byte[] code(byte[] bytes) {
    return Arrays.copyOf(codes.mac(Arrays.copyOf(bytes, BODY_BYTES)), CODE_BYTES);
  }

  private long owner(Caller caller) {
    return codes.fingerprint(caller.agency().value());
  }

  /** A cause that a newer process wrote and this one does not know. */
  private static SenderCause cause(int number) {
    @Nullable SenderCause cause = SenderCause.forNumber(number);
    return cause == null ? SenderCause.SENDER_CAUSE_CHANGED : cause;
  }
}
