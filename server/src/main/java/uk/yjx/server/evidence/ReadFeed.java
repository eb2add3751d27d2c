package uk.yjx.server.evidence;

import com.google.protobuf.ByteString;
import io.grpc.stub.ServerCallStreamObserver;
import jakarta.inject.Singleton;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import uk.yjx.audit.v1.AuditServiceGrpc;
import uk.yjx.audit.v1.ReadsProgress;
import uk.yjx.audit.v1.RecordRead;
import uk.yjx.audit.v1.RecordReads;
import uk.yjx.audit.v1.WatchReadsRequest;
import uk.yjx.audit.v1.WatchReadsResponse;
import uk.yjx.common.v1.Purpose;
import uk.yjx.common.v1.Role;
import uk.yjx.server.alerts.LiveStream;
import uk.yjx.server.alerts.PlaceCursors;
import uk.yjx.server.alerts.StreamPlace;
import uk.yjx.server.identity.Caller;
import uk.yjx.server.journal.Disclosed;
import uk.yjx.server.journal.LogIdentity;
import uk.yjx.server.journal.Receipts;
import uk.yjx.server.storage.Vault;

/** Tells agencies, in the order of the journal, who reads what they sent. */
@Singleton
final class ReadFeed {
  /** Reads in one frame. */
  static final int FRAME_READS_MAX = 100;

  private static final String OPERATION = AuditServiceGrpc.SERVICE_NAME + "/WatchReads";

  private static final String READS =
      """
      SELECT t.position, t.ordinal, t.agreement_id, t.reader_agency, t.reader_role, e.recorded_at,
             o.request_id
      FROM evidence.told_read t
      JOIN journal.entry e ON e.position = t.position
      LEFT JOIN journal.entry o ON o.position = t.record_position AND o.agency_id = t.owner
      WHERE t.owner = ? AND (t.position, t.ordinal) > (?, ?)
      ORDER BY t.position, t.ordinal
      LIMIT ?
      """;

  private final LogStore store;
  private final ToldReads granted;
  private final ReadStreams streams;
  private final Readings readings;
  private final PlaceCursors cursors;

  ReadFeed(
      LogStore store,
      ToldReads granted,
      ReadStreams streams,
      Readings readings,
      LogIdentity log,
      Vault vault) {
    this.store = store;
    this.granted = granted;
    this.streams = streams;
    this.readings = readings;
    this.cursors = new PlaceCursors(log, vault.macKey("told reads cursor"));
  }

  /** Some reads that may be told; the place is after the last one looked at, told or not. */
  private record Page(List<RecordRead> reads, StreamPlace next, boolean isEmpty) {}

  /** Opens a stream at a cursor or, without one, at the first read. */
  void open(
      Caller caller, WatchReadsRequest request, ServerCallStreamObserver<WatchReadsResponse> call) {
    StreamPlace from =
        request.getResumeCursor().isEmpty()
            ? StreamPlace.BEGIN
            : cursors.read(caller, request.getResumeCursor());
    streams.add(caller, call, new Teller(caller, from)).open();
  }

  private Page after(Caller caller, StreamPlace place) {
    return store.borrow(c -> {
      try (PreparedStatement s = c.prepareStatement(READS)) {
        s.setString(1, caller.agency().value());
        s.setLong(2, place.position());
        s.setInt(3, place.ordinal());
        s.setInt(4, FRAME_READS_MAX);
        try (ResultSet r = s.executeQuery()) {
          return page(r, place);
        }
      }
    });
  }

  private Page page(ResultSet r, StreamPlace place) throws SQLException {
    List<RecordRead> reads = new ArrayList<>();
    StreamPlace next = place;
    while (r.next()) {
      next = new StreamPlace(r.getLong(1), r.getInt(2));
      // What was granted when it was read may have been taken back since.
      if (granted.isGranted(r.getString(3))) {
        reads.add(read(r));
      }
    }
    return new Page(reads, next, next.equals(place));
  }

  private static RecordRead read(ResultSet r) throws SQLException {
    @Nullable String request = r.getString(7);
    @Nullable Role role = Role.forNumber(r.getInt(5));
    return RecordRead.newBuilder()
        .setAgreementId(r.getString(3))
        .setReaderAgency(r.getString(4))
        .setReaderRole(role == null ? Role.ROLE_UNSPECIFIED : role)
        .setReadAt(Receipts.timestamp(r.getObject(6, OffsetDateTime.class).toInstant()))
        .setRequestId(request == null ? "" : request)
        .build();
  }

  /** One owner's place in the order. */
  private final class Teller implements LiveStream.Teller<WatchReadsResponse> {
    private final Caller caller;
    private StreamPlace place;

    /** The first cursor is told at once. */
    private boolean cursorDue = true;

    Teller(Caller caller, StreamPlace from) {
      this.caller = caller;
      this.place = from;
    }

    @Override
    public boolean tellNext(LiveStream<WatchReadsResponse> stream, boolean heartbeatDue) {
      Page page = after(caller, place);
      if (page.isEmpty() && !heartbeatDue && !cursorDue) {
        return false;
      }
      place = page.next();
      ByteString cursor = cursors.cursor(caller, place);
      if (page.reads().isEmpty()) {
        WatchReadsResponse progress =
            WatchReadsResponse.newBuilder()
                .setProgress(ReadsProgress.newBuilder().setCursor(cursor))
                .build();
        stream.send(call -> call.onNext(progress));
      } else {
        WatchReadsResponse frame =
            WatchReadsResponse.newBuilder()
                .setReads(RecordReads.newBuilder().addAllReads(page.reads()).setCursorAfter(cursor))
                .build();
        stream.send(call -> disclosed(page.reads(), frame).send(call));
      }
      cursorDue = false;
      return true;
    }

    private Disclosed<WatchReadsResponse> disclosed(
        List<RecordRead> reads, WatchReadsResponse frame) {
      return Disclosed.by(
          readings
              .commit(
                  caller,
                  LogAccess::mayWatchReads,
                  new Readings.Reading(
                      OPERATION,
                      Purpose.PURPOSE_LAWFULNESS_CHECK,
                      "yjx.audit.v1.RecordRead",
                      "audit",
                      "reads up to " + place.position(),
                      reads.size(),
                      List.of(),
                      null))
              .join(),
          frame);
    }
  }
}
