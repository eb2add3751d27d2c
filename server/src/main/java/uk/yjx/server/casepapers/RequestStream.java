package uk.yjx.server.casepapers;

import com.google.protobuf.ByteString;
import io.grpc.stub.ServerCallStreamObserver;
import java.util.List;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import uk.yjx.casepapers.v1.PapersRequests;
import uk.yjx.casepapers.v1.RequestEvent;
import uk.yjx.casepapers.v1.RequestsProgress;
import uk.yjx.casepapers.v1.WatchRequestsResponse;
import uk.yjx.server.identity.Caller;
import uk.yjx.server.kernel.Failure;

/**
 * One sender's open stream: a place, never a queue. One thread at a time pumps it; lines are read
 * and their disclosure committed only when the transport has room for them. It begins with
 * everything that is open, unless it resumes at a cursor.
 */
final class RequestStream {
  private final RequestFeed feed;
  private final Caller caller;
  private final ServerCallStreamObserver<WatchRequestsResponse> call;
  private final Executor pumps;
  private final Runnable gone;
  private final AtomicInteger signals = new AtomicInteger();
  private RequestFeed.Place place;
  private RequestFeed.@Nullable OpenPlace begin;
  private volatile boolean ended;
  private volatile boolean heartbeatDue = true;
  private volatile @Nullable Failure ending;
  private volatile long lastSentNanos = System.nanoTime();

  /**
   * A stream that is silent until it is signalled.
   *
   * @param place after which lines are told
   * @param begin where among what is open to begin; null when it resumes
   * @param gone called once when the call has ended, however it did
   */
  RequestStream(
      RequestFeed feed,
      Caller caller,
      ServerCallStreamObserver<WatchRequestsResponse> call,
      RequestFeed.Place place,
      RequestFeed.@Nullable OpenPlace begin,
      Executor pumps,
      Runnable gone) {
    this.feed = feed;
    this.caller = caller;
    this.call = call;
    this.place = place;
    this.begin = begin;
    this.pumps = pumps;
    this.gone = gone;
  }

  /** Something may have changed: lines, readiness, the clock. Never blocks. */
  void signal() {
    if (signals.getAndIncrement() == 0) {
      pumps.execute(this::pump);
    }
  }

  boolean hasEnded() {
    return ended;
  }

  /** Asks for a heartbeat when nothing was sent for so long. */
  void heartbeat(long nowNanos, long intervalNanos) {
    if (nowNanos - lastSentNanos >= intervalNanos) {
      heartbeatDue = true;
      signal();
    }
  }

  /** Ends the call, after what is being sent now. */
  void end(Failure why) {
    ending = why;
    signal();
  }

  /** The client has gone. */
  void cancelled() {
    finish();
  }

  private void pump() {
    int seen;
    do {
      seen = signals.get();
      try {
        step();
      } catch (CompletionException e) {
        fail(e.getCause() == null ? e : e.getCause());
      } catch (RuntimeException e) {
        fail(e);
      }
    } while (signals.addAndGet(-seen) != 0);
  }

  private void step() {
    while (!ended) {
      Failure why = ending;
      if (why != null) {
        fail(why.refused());
        return;
      }
      if (!call.isReady()) {
        return;
      }
      RequestFeed.OpenPlace at = begin;
      if (at != null) {
        RequestFeed.OpenPage page = feed.open(caller, at);
        begin = page.next();
        // No cursor before all of it is told: one that resumes would miss the rest.
        send(page.events(), ByteString.EMPTY);
        heartbeatDue = true; // the first cursor follows at once
        continue;
      }
      RequestFeed.LinePage page = feed.after(caller, place);
      if (page.isEmpty() && !heartbeatDue) {
        return;
      }
      place = page.next();
      send(page.events(), feed.cursor(caller, place));
      if (page.events().isEmpty() && (heartbeatDue || !page.isEmpty())) {
        progress();
      }
    }
  }

  private void send(List<RequestEvent> events, ByteString cursor) {
    if (events.isEmpty() || ended || call.isCancelled()) {
      return;
    }
    WatchRequestsResponse frame =
        WatchRequestsResponse.newBuilder()
            .setRequests(PapersRequests.newBuilder().addAllEvents(events).setCursorAfter(cursor))
            .build();
    feed.disclosed(caller, events, frame).send(call);
    sent();
  }

  private void progress() {
    if (!ended && !call.isCancelled()) {
      call.onNext(
          WatchRequestsResponse.newBuilder()
              .setProgress(RequestsProgress.newBuilder().setCursor(feed.cursor(caller, place)))
              .build());
      sent();
    }
  }

  private void sent() {
    lastSentNanos = System.nanoTime();
    heartbeatDue = false;
  }

  private void fail(Throwable why) {
    if (finish() && !call.isCancelled()) {
      call.onError(why);
    }
  }

  private synchronized boolean finish() {
    if (ended) {
      return false;
    }
    ended = true;
    gone.run();
    return true;
  }
}
