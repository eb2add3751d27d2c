package uk.yjx.server.casepapers;

import com.google.protobuf.ByteString;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.ArrayList;
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
import uk.yjx.server.alerts.PlaceCursors;
import uk.yjx.server.alerts.StreamPlace;
import uk.yjx.server.caseload.Caseload;
import uk.yjx.server.identity.Caller;
import uk.yjx.server.journal.Disclosed;
import uk.yjx.server.journal.LogIdentity;
import uk.yjx.server.storage.Vault;

/** What a sender is told, in the order of the journal; and cursors, which are places in it. */
@Singleton
final class RequestFeed {
  /** Lines, or open expectations, in one frame. */
  static final int FRAME_EVENTS_MAX = 100;

  private static final String OPERATION = "yjx.casepapers.v1.CourtService/WatchRequests";

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
  private final InstantSource clock;
  private final PlaceCursors cursors;

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
    this.clock = clock;
    this.cursors = new PlaceCursors(log, vault.macKey("papers request cursor"));
  }

  /** A place among what is open. */
  record OpenPlace(Instant due, UUID expectation) {
    static final OpenPlace BEGIN = new OpenPlace(Instant.EPOCH, new UUID(0, 0));
  }

  /** Some lines; the place is after the last one read, told or not. */
  record LinePage(List<RequestEvent> events, StreamPlace next, boolean isEmpty) {}

  /** Some of what is open; no next place when that was all. */
  record OpenPage(List<RequestEvent> events, @Nullable OpenPlace next) {}

  private record Line(StreamPlace place, UUID expectation, SenderCause cause) {}

  /** The place of the newest line for the caller's agency. */
  StreamPlace newest(Caller caller) {
    return store
        .read(
            NEWEST,
            s -> s.setString(1, caller.agency().value()),
            r -> StreamPlace.endOf(r.getLong(1)))
        .getFirst();
  }

  /** Lines after a place that the caller may be told of now. */
  LinePage after(Caller caller, StreamPlace place) {
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
                    new StreamPlace(r.getLong(1), r.getInt(2)),
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

  /** The cursor of a place. */
  ByteString cursor(Caller caller, StreamPlace place) {
    return cursors.cursor(caller, place);
  }

  /** The place of a cursor. */
  StreamPlace read(Caller caller, ByteString cursor) {
    return cursors.read(caller, cursor);
  }

  private Optional<RequestEvent> event(ExpectationRow row, SenderCause cause, Instant now) {
    return Answers.mayBeTold(agreements, caseload, row, now)
        ? Optional.of(
            RequestEvent.newBuilder().setCause(cause).setWanted(desk.wanted(row, now)).build())
        : Optional.empty();
  }

  /** A cause that a newer process wrote and this one does not know. */
  private static SenderCause cause(int number) {
    @Nullable SenderCause cause = SenderCause.forNumber(number);
    return cause == null ? SenderCause.SENDER_CAUSE_CHANGED : cause;
  }
}
