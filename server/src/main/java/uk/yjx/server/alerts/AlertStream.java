package uk.yjx.server.alerts;

import com.google.protobuf.ByteString;
import com.google.protobuf.Message;
import io.grpc.stub.ServerCallStreamObserver;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.UUID;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import uk.yjx.alerts.v1.Acknowledged;
import uk.yjx.alerts.v1.AlertEvent;
import uk.yjx.alerts.v1.AlertEvents;
import uk.yjx.alerts.v1.Drain;
import uk.yjx.alerts.v1.Opened;
import uk.yjx.alerts.v1.Progress;
import uk.yjx.alerts.v1.StreamState;
import uk.yjx.server.identity.Caller;
import uk.yjx.server.kernel.Failure;
import uk.yjx.server.kernel.Urgency;

/**
 * One open stream: a cursor over the feed, never a queue of alerts. One thread at a time pumps it;
 * room in the transport and credit are there before a disclosure is committed, and the frame goes
 * out right after the commit.
 */
final class AlertStream {
  /** Alerts in one frame at most. */
  static final int ALERTS_PER_FRAME = 100;

  /** Notes are gone from view after this time. */
  static final Duration NOTE_VIEW = Duration.ofDays(28);

  private final StreamServices services;
  private final Disclosures.Reader reader;
  private final Selection selection;
  private final Credit credit;
  private final Outlet<?> outlet;
  private final FeedItem.Place freshUntil;
  private final AtomicInteger signals = new AtomicInteger();
  private final Queue<Runnable> control = new ConcurrentLinkedQueue<>();
  private volatile FeedItem.Place cursor;
  private volatile StreamState state = StreamState.STREAM_STATE_CATCHING_UP;
  private volatile String blocked = "";
  private volatile boolean begun;
  private volatile boolean ended;
  private volatile long lastSentNanos = System.nanoTime();
  private volatile boolean waiting;
  private @Nullable Loaded loaded;
  private @Nullable Ready ready;

  /** Lines read with their alerts, to be disclosed next. */
  private record Loaded(Ring.Slice slice, Disclosures.Known known) {}

  /** Events whose disclosure is committed, to be sent next. */
  private record Ready(
      List<AlertEvent> events, Disclosures.Released released, FeedItem.Place after) {}

  /** The call's side of the stream, with its own frames. */
  record Outlet<T extends Message>(ServerCallStreamObserver<T> call, Frames<T> frames) {
    void events(Disclosures.Released released, AlertEvents events) {
      released.message(frames.events(events)).send(call);
    }

    void opened(Opened opened) {
      call.onNext(frames.opened(opened));
    }

    void progress(Progress progress) {
      call.onNext(frames.progress(progress));
    }

    void acknowledged(Acknowledged acknowledged) {
      call.onNext(frames.acknowledged(acknowledged));
    }

    void drain(Drain drain) {
      call.onNext(frames.drain(drain));
    }
  }

  /**
   * A stream from a place on.
   *
   * @param freshUntil up to here only what is still open is told: the stream began without a cursor
   */
  AlertStream(
      StreamServices services,
      Disclosures.Reader reader,
      Selection selection,
      Credit credit,
      Outlet<?> outlet,
      FeedItem.Place from,
      FeedItem.Place freshUntil) {
    this.services = services;
    this.reader = reader;
    this.selection = selection;
    this.credit = credit;
    this.outlet = outlet;
    this.cursor = from;
    this.freshUntil = freshUntil;
  }

  Selection selection() {
    return selection;
  }

  Caller caller() {
    return reader.caller();
  }

  /** Something may have changed: lines, credit, readiness, a commit. Never blocks. */
  void signal() {
    if (signals.getAndIncrement() == 0) {
      services.pumps().execute(this::pump);
    }
  }

  void grant(int alerts, int bytes) {
    credit.grant(alerts, bytes);
    signal();
  }

  /** Sends the first frame; nothing else is sent before it. */
  void opened(Opened opened) {
    sendNow(() -> outlet.opened(opened));
    begun = true;
    signal();
  }

  /** Sends durable results of acknowledgements, after what is being sent now. */
  void acknowledged(Acknowledged results) {
    control.add(() -> outlet.acknowledged(results));
    signal();
  }

  /** Answers a ping, or keeps the stream alive. */
  void progress(long nonce) {
    control.add(() -> outlet.progress(progressFrame(nonce)));
    signal();
  }

  /** Sends a heartbeat when nothing was sent for the interval. */
  void heartbeat(long nowNanos, Duration interval) {
    if (nowNanos - lastSentNanos >= interval.toNanos()) {
      progress(0);
    }
  }

  void drain(Duration retryAfter) {
    Drain frame =
        Drain.newBuilder()
            .setRetryAfter(
                com.google.protobuf.Duration.newBuilder()
                    .setSeconds(retryAfter.toSeconds())
                    .setNanos(retryAfter.toNanosPart()))
            .build();
    control.add(() -> outlet.drain(frame));
    end(null);
  }

  /** Ends the stream; with a failure, or well when there is none. */
  void end(@Nullable Failure failure) {
    control.add(() -> {
      if (!ended) {
        ended = true;
        finish(failure);
      }
    });
    signal();
  }

  /** The call is gone: nothing more is sent. */
  void cancelled() {
    ended = true;
  }

  private void finish(@Nullable Failure failure) {
    if (failure == null) {
      outlet.call().onCompleted();
    } else {
      outlet.call().onError(failure.refused());
    }
  }

  private void pump() {
    int seen = 1;
    do {
      seen = signals.get();
      try {
        step();
      } catch (RuntimeException e) {
        if (!ended && !outlet.call().isCancelled()) {
          ended = true;
          outlet.call().onError(e);
        }
      }
    } while (signals.addAndGet(-seen) != 0);
  }

  private void step() {
    while (begun && !ended) {
      sendControl();
      sendReady();
      if (ended || waiting || ready != null || !control.isEmpty() || !outlet.call().isReady()) {
        return;
      }
      if (!advance()) {
        return;
      }
    }
  }

  private void sendControl() {
    Runnable next = control.poll();
    while (next != null && !ended) {
      sendNow(next);
      next = control.poll();
    }
  }

  private void sendNow(Runnable frame) {
    frame.run();
    lastSentNanos = System.nanoTime();
  }

  private void sendReady() {
    Ready frame = ready;
    if (frame == null) {
      return;
    }
    ready = null;
    cursor = frame.after();
    if (frame.events().isEmpty() || ended) {
      return;
    }
    int bytes = frame.events().stream().mapToInt(AlertEvent::getSerializedSize).sum();
    credit.use(frame.events().size(), bytes);
    AlertEvents events =
        AlertEvents.newBuilder()
            .addAllEvents(frame.events())
            .setCursorAfter(services.cursorOf(reader.caller(), selection, cursor))
            .setCreditAlerts(credit.alerts())
            .setCreditBytes(credit.bytes())
            .build();
    outlet.events(frame.released(), events);
    lastSentNanos = System.nanoTime();
  }

  /** Reads on and begins a disclosure; false when there is nothing to do until the next signal. */
  private boolean advance() {
    Loaded here = loaded;
    if (here != null) {
      loaded = null;
      return take(here);
    }
    int max = credit.alertsAllowed(ALERTS_PER_FRAME);
    Ring.Slice slice = services.feed().recent(selection, cursor, Math.max(1, max));
    if (slice != null && slice.items().isEmpty()) {
      cursor = slice.reached();
      return goLive();
    }
    if (max <= 0) {
      block("NO_CREDIT");
      return false;
    }
    if (slice == null) {
      state = StreamState.STREAM_STATE_CATCHING_UP;
      load(max);
      return false;
    }
    Map<UUID, AlertRow> rows = isFresh(slice) ? null : services.feed().recentAlerts(slice.items());
    if (rows == null) {
      load(max);
      return false;
    }
    long asOf = slice.items().getFirst().place().position();
    return take(new Loaded(slice, new Disclosures.Known(rows, asOf)));
  }

  /** Says at once that the reader has everything; true when there is a frame to send for it. */
  private boolean goLive() {
    if (state == StreamState.STREAM_STATE_LIVE) {
      return false;
    }
    state = StreamState.STREAM_STATE_LIVE;
    blocked = "";
    control.add(() -> outlet.progress(progressFrame(0)));
    return true;
  }

  private boolean isFresh(Ring.Slice slice) {
    return !slice.items().getFirst().place().isAfter(freshUntil);
  }

  private void load(int max) {
    waiting = true;
    FeedItem.Place from = cursor;
    services
        .reads()
        .execute(() -> {
          try {
            Ring.Slice slice = services.feed().older(selection, from, max);
            long asOf = services.disclosures().stamp();
            Map<UUID, AlertRow> rows =
                services.alerts().byIds(slice.items().stream().map(FeedItem::alert).toList());
            loaded = new Loaded(slice, new Disclosures.Known(rows, asOf));
            state = StreamState.STREAM_STATE_CATCHING_UP;
            blocked = "";
          } catch (SQLException e) {
            block("DATABASE_UNAVAILABLE");
            services.retryLater(this);
          } finally {
            waiting = false;
            signal();
          }
        });
  }

  private boolean take(Loaded here) {
    List<FeedItem> items = new ArrayList<>();
    Instant now = services.clock().instant();
    for (FeedItem item : here.slice().items()) {
      if (isWanted(item, here.known().rows().get(item.alert()), now)) {
        items.add(item);
      }
    }
    if (items.isEmpty()) {
      cursor = here.slice().reached();
      return true;
    }
    disclose(items, here);
    return false;
  }

  /** A stream that began without a cursor is told, of what lay before, only what is still open. */
  private boolean isWanted(FeedItem item, @Nullable AlertRow row, Instant now) {
    if (row == null) {
      return false;
    }
    boolean view =
        row.alert().urgency() != Urgency.NOTE
            || row.alert().raisedAt().isAfter(now.minus(NOTE_VIEW));
    if (item.place().isAfter(freshUntil)) {
      return view;
    }
    boolean tells =
        switch (item.cause()) {
          case ENTRY_CAUSE_NEW, ENTRY_CAUSE_REASSIGNED, ENTRY_CAUSE_COVER, ENTRY_CAUSE_ESCALATED ->
              true;
          case ENTRY_CAUSE_UNSPECIFIED,
              ENTRY_CAUSE_CHANGED,
              ENTRY_CAUSE_WITHDRAWN,
              ENTRY_CAUSE_MOVED_AWAY,
              UNRECOGNIZED ->
              false;
        };
    return tells && view && !row.isDealtWith();
  }

  private void disclose(List<FeedItem> items, Loaded here) {
    waiting = true;
    List<Disclosures.Line> lines =
        items.stream().map(i -> new Disclosures.Line(i.alert(), i.cause())).toList();
    services
        .disclosures()
        .release(reader, lines, here.known())
        .whenComplete((released, error) -> {
          if (error == null) {
            ready = fit(items, released, here.slice().reached());
          } else {
            failed(error);
          }
          waiting = false;
          signal();
        });
  }

  /** Cuts the frame where byte credit ends; what is left out is read again and disclosed again. */
  private Ready fit(List<FeedItem> items, Disclosures.Released released, FeedItem.Place reached) {
    List<AlertEvent> events = new ArrayList<>();
    int bytes = 0;
    for (int i = 0; i < items.size(); i++) {
      AlertEvent event = released.outcome().events().get(i);
      if (event == null) {
        continue;
      }
      if (!events.isEmpty() && !credit.allowsAfter(bytes)) {
        return new Ready(events, released, items.get(i).place().before());
      }
      events.add(event);
      bytes += event.getSerializedSize();
    }
    return new Ready(events, released, reached);
  }

  private void failed(Throwable error) {
    Throwable cause = error instanceof CompletionException ? error.getCause() : error;
    if (cause instanceof Failure.Refused refused && refused.failure().retryAfter() == null) {
      end(refused.failure());
    } else {
      block("DATABASE_UNAVAILABLE");
      services.retryLater(this);
    }
  }

  private void block(String why) {
    state = StreamState.STREAM_STATE_BLOCKED;
    blocked = why;
  }

  private Progress progressFrame(long nonce) {
    return Progress.newBuilder()
        .setCursor(services.cursorOf(reader.caller(), selection, cursor))
        .setHeadCursor(headCursor())
        .setState(state)
        .setBlockedReason(state == StreamState.STREAM_STATE_BLOCKED ? blocked : "")
        .setNonce(nonce)
        .build();
  }

  private ByteString headCursor() {
    return services.cursorOf(
        reader.caller(), selection, FeedItem.Place.endOf(services.feed().head()));
  }
}
