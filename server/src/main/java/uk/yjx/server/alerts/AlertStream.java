package uk.yjx.server.alerts;

import com.google.protobuf.ByteString;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletionException;
import org.jspecify.annotations.Nullable;
import uk.yjx.alerts.v1.Acknowledged;
import uk.yjx.alerts.v1.Opened;
import uk.yjx.server.identity.Caller;
import uk.yjx.server.kernel.Failure;

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
  private final StreamSender sender;
  private final Wanted wanted;
  private final StreamProgress progress = new StreamProgress();
  private final Pump pump;
  private volatile FeedItem.Place cursor;
  private volatile boolean begun;
  private volatile boolean waiting;
  private @Nullable Loaded loaded;
  private @Nullable ReadyEvents ready;

  /** Lines read with their alerts, to be disclosed next. */
  private record Loaded(Ring.Slice slice, Disclosures.Known known) {}

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
    this.sender = new StreamSender(outlet);
    this.cursor = from;
    this.wanted = new Wanted(freshUntil, reader.caller().principal());
    this.pump = new Pump(services.pumps(), this::step, sender::broken);
  }

  Selection selection() {
    return selection;
  }

  Caller caller() {
    return reader.caller();
  }

  /** Something may have changed: lines, credit, readiness, a commit. Never blocks. */
  void signal() {
    pump.signal();
  }

  void grant(int alerts, int bytes) {
    credit.grant(alerts, bytes);
    signal();
  }

  /** Sends the first frame; nothing else is sent before it. */
  void opened(Opened opened) {
    sender.send(out -> out.opened(opened));
    begun = true;
    signal();
  }

  /** Sends durable results of acknowledgements, after what is being sent now. */
  void acknowledged(Acknowledged results) {
    sender.add(out -> out.acknowledged(results));
    signal();
  }

  /** Answers a ping, or keeps the stream alive. */
  void progress(long nonce) {
    tellProgress(nonce);
    signal();
  }

  /** Sends a heartbeat when nothing was sent for the interval. */
  void heartbeat(long nowNanos, Duration interval) {
    if (sender.hasBeenQuiet(nowNanos, interval)) {
      progress(0);
    }
  }

  /** Asks the reader to come back after a while, and ends. */
  void drain(Duration retryAfter) {
    sender.add(out -> out.drain(retryAfter));
    end(null);
  }

  /** Ends the stream; with a failure, or well when there is none. */
  void end(@Nullable Failure failure) {
    sender.addEnd(failure);
    signal();
  }

  /** The call is gone: nothing more is sent. */
  void cancelled() {
    sender.cancelled();
  }

  private void step() {
    while (begun && !sender.hasEnded()) {
      sender.sendAdded();
      sendReady();
      if (waiting || ready != null || !sender.mayGoOn()) {
        return;
      }
      if (!advance()) {
        return;
      }
    }
  }

  private void sendReady() {
    ReadyEvents frame = ready;
    if (frame == null) {
      return;
    }
    ready = null;
    cursor = frame.after();
    if (frame.events().isEmpty() || sender.hasEnded()) {
      return;
    }
    credit.use(frame.events().size(), frame.bytes());
    sender.events(frame.released(), frame.message(cursorOf(cursor), credit));
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
      if (!progress.live()) {
        return false;
      }
      tellProgress(0); // at once, not with the next heartbeat
      return true;
    }
    if (max <= 0) {
      progress.blocked("NO_CREDIT");
      return false;
    }
    if (slice == null) {
      progress.catchingUp();
      load(null, max);
      return false;
    }
    Map<UUID, AlertRow> rows =
        wanted.needsTables(slice) ? null : services.feed().recentAlerts(slice.items());
    if (rows == null) {
      // The lines are at hand; an alert that somebody else has dealt with since is read again.
      load(slice, max);
      return false;
    }
    return take(new Loaded(slice, Disclosures.Known.raised(rows)));
  }

  private void load(Ring.@Nullable Slice atHand, int max) {
    waiting = true;
    FeedItem.Place from = cursor;
    services
        .reads()
        .execute(() -> {
          try {
            Ring.Slice slice =
                atHand == null ? services.feed().older(selection, from, max) : atHand;
            long asOf = services.disclosures().stamp();
            Map<UUID, AlertRow> rows =
                services.alerts().byIds(slice.items().stream().map(FeedItem::alert).toList());
            loaded = new Loaded(slice, Disclosures.Known.read(rows, asOf));
            progress.unblocked();
          } catch (SQLException e) {
            progress.blocked("DATABASE_UNAVAILABLE");
            services.retryLater(this);
          } finally {
            waiting = false;
            signal();
          }
        });
  }

  private boolean take(Loaded here) {
    List<FeedItem> items =
        wanted.among(here.slice().items(), here.known().rows(), services.clock().instant());
    if (items.isEmpty()) {
      cursor = here.slice().reached();
      return true;
    }
    disclose(items, here);
    return false;
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
            ready = ReadyEvents.fitting(credit, items, released, here.slice().reached());
          } else {
            failed(error);
          }
          waiting = false;
          signal();
        });
  }

  private void failed(Throwable error) {
    Throwable cause = error instanceof CompletionException ? error.getCause() : error;
    if (cause instanceof Failure.Refused refused && refused.failure().retryAfter() == null) {
      end(refused.failure());
    } else {
      progress.blocked("DATABASE_UNAVAILABLE");
      services.retryLater(this);
    }
  }

  private void tellProgress(long nonce) {
    sender.add(out ->
        out.progress(
            progress.frame(
                cursorOf(cursor), cursorOf(FeedItem.Place.endOf(services.feed().head())), nonce)));
  }

  private ByteString cursorOf(FeedItem.Place place) {
    return services.cursorOf(reader.caller(), selection, place);
  }
}
