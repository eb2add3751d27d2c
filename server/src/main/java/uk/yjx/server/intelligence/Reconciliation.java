package uk.yjx.server.intelligence;

import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;
import java.sql.SQLException;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.List;
import org.jspecify.annotations.Nullable;
import uk.yjx.intelligence.v1.ReconcileSubmissionsRequest;
import uk.yjx.intelligence.v1.ReconcileSubmissionsResponse;
import uk.yjx.intelligence.v1.ReconciledDay;
import uk.yjx.server.identity.Caller;
import uk.yjx.server.kernel.Failure;

/**
 * One comparison of what a sender says it sent with what is held: each frame of request ids is
 * answered with those that are not, the end with the counts. A further frame is asked for only when
 * the answer before it has room to leave. Runs on a thread that may wait.
 */
final class Reconciliation implements StreamObserver<ReconcileSubmissionsRequest> {
  /** Request ids in a frame. */
  static final int PER_FRAME_MAX = 1_000;

  /** Request ids in one comparison: more than any force submits in a day. */
  static final int IDS_MAX = 200_000;

  private static final Failure DAY_MALFORMED =
      Failure.field("DAY_MALFORMED", "day", "the first frame names a day, as 2026-03-31");

  private static final Failure DAY_CHANGED =
      Failure.field("DAY_CHANGED", "day", "a comparison is about one day, the first frame's");

  private static final Failure TOO_MANY_IDS =
      Failure.field(
          "TOO_MANY_IDS",
          "request_ids",
          "a frame names at most " + PER_FRAME_MAX + " request ids, a comparison " + IDS_MAX);

  private final ServerCallStreamObserver<ReconcileSubmissionsResponse> out;
  private final Caller caller;
  private final HeldNotices held;
  private @Nullable LocalDate day;
  private boolean waitsForRoom;
  private boolean ended;
  private long sent;
  private long missing;

  Reconciliation(
      ServerCallStreamObserver<ReconcileSubmissionsResponse> out, Caller caller, HeldNotices held) {
    this.out = out;
    this.caller = caller;
    this.held = held;
    out.disableAutoRequest();
    out.setOnReadyHandler(this::goOn);
    out.setOnCancelHandler(() -> ended = true);
    out.request(1);
  }

  @Override
  public void onNext(ReconcileSubmissionsRequest frame) {
    if (ended) {
      return;
    }
    Failure wrong = wrong(frame);
    if (wrong != null) {
      fail(wrong);
      return;
    }
    sent += frame.getRequestIdsCount();
    try {
      List<String> unknown = held.missing(caller.agency(), frame.getRequestIdsList());
      missing += unknown.size();
      out.onNext(
          ReconcileSubmissionsResponse.newBuilder().addAllMissingRequestIds(unknown).build());
    } catch (SQLException e) {
      fail(HeldNotices.UNREADABLE);
      return;
    }
    waitsForRoom = true;
    goOn();
  }

  @Override
  public void onCompleted() {
    if (ended) {
      return;
    }
    LocalDate about = day;
    if (about == null) {
      fail(DAY_MALFORMED);
      return;
    }
    try {
      long recorded = held.recordedOn(caller.agency(), about);
      held.audit(caller, about);
      ended = true;
      out.onNext(
          ReconcileSubmissionsResponse.newBuilder()
              .setTotals(
                  ReconciledDay.newBuilder()
                      .setDay(about.toString())
                      .setSent(sent)
                      .setHeld(sent - missing)
                      .setMissing(missing)
                      .setRecordedThatDay(recorded))
              .build());
      out.onCompleted();
    } catch (SQLException e) {
      fail(HeldNotices.UNREADABLE);
    }
  }

  @Override
  public void onError(Throwable cancelled) {
    ended = true;
  }

  private @Nullable Failure wrong(ReconcileSubmissionsRequest frame) {
    if (frame.getRequestIdsCount() > PER_FRAME_MAX || sent + frame.getRequestIdsCount() > IDS_MAX) {
      return TOO_MANY_IDS;
    }
    if (day != null) {
      return frame.getDay().isEmpty() || frame.getDay().equals(day.toString()) ? null : DAY_CHANGED;
    }
    try {
      day = LocalDate.parse(frame.getDay());
      return null;
    } catch (DateTimeException e) {
      return DAY_MALFORMED;
    }
  }

  private void goOn() {
    if (waitsForRoom && !ended && out.isReady()) {
      waitsForRoom = false;
      out.request(1);
    }
  }

  private void fail(Failure failure) {
    ended = true;
    out.onError(failure.refused());
  }
}
