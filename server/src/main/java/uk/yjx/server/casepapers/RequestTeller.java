package uk.yjx.server.casepapers;

import com.google.protobuf.ByteString;
import java.util.List;
import org.jspecify.annotations.Nullable;
import uk.yjx.casepapers.v1.PapersRequests;
import uk.yjx.casepapers.v1.RequestEvent;
import uk.yjx.casepapers.v1.RequestsProgress;
import uk.yjx.casepapers.v1.WatchRequestsResponse;
import uk.yjx.server.alerts.LiveStream;
import uk.yjx.server.alerts.StreamPlace;
import uk.yjx.server.identity.Caller;

/**
 * Tells a sender what is expected of it: everything that is open, unless it resumes at a cursor,
 * then what comes.
 */
final class RequestTeller implements LiveStream.Teller<WatchRequestsResponse> {
  private final RequestFeed feed;
  private final Caller caller;
  private StreamPlace place;
  private RequestFeed.@Nullable OpenPlace begin;

  /** The first cursor is told at once. */
  private boolean cursorDue = true;

  /**
   * What a caller is told.
   *
   * @param place after which lines are told
   * @param begin where among what is open to begin; null when it resumes
   */
  RequestTeller(
      RequestFeed feed, Caller caller, StreamPlace place, RequestFeed.@Nullable OpenPlace begin) {
    this.feed = feed;
    this.caller = caller;
    this.place = place;
    this.begin = begin;
  }

  @Override
  public boolean tellNext(LiveStream<WatchRequestsResponse> stream, boolean heartbeatDue) {
    RequestFeed.OpenPlace at = begin;
    if (at != null) {
      RequestFeed.OpenPage page = feed.open(caller, at);
      begin = page.next();
      // No cursor before all of it is told: one that resumes would miss the rest.
      send(stream, page.events(), ByteString.EMPTY);
      cursorDue = true;
      return true;
    }
    RequestFeed.LinePage page = feed.after(caller, place);
    if (page.isEmpty() && !heartbeatDue && !cursorDue) {
      return false;
    }
    place = page.next();
    if (page.events().isEmpty()) {
      WatchRequestsResponse progress =
          WatchRequestsResponse.newBuilder()
              .setProgress(RequestsProgress.newBuilder().setCursor(feed.cursor(caller, place)))
              .build();
      stream.send(call -> call.onNext(progress));
    } else {
      send(stream, page.events(), feed.cursor(caller, place));
    }
    cursorDue = false;
    return true;
  }

  private void send(
      LiveStream<WatchRequestsResponse> stream, List<RequestEvent> events, ByteString cursor) {
    if (!events.isEmpty()) {
      WatchRequestsResponse frame =
          WatchRequestsResponse.newBuilder()
              .setRequests(PapersRequests.newBuilder().addAllEvents(events).setCursorAfter(cursor))
              .build();
      stream.send(call -> feed.disclosed(caller, events, frame).send(call));
    }
  }
}
