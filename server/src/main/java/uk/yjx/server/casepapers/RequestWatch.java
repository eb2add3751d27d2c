package uk.yjx.server.casepapers;

import io.grpc.stub.ServerCallStreamObserver;
import jakarta.inject.Singleton;
import org.jspecify.annotations.Nullable;
import uk.yjx.casepapers.v1.WatchRequestsRequest;
import uk.yjx.casepapers.v1.WatchRequestsResponse;
import uk.yjx.server.alerts.StreamPlace;
import uk.yjx.server.identity.Caller;

/** Opens a sender's stream at a cursor or, without one, with everything that is open. */
@Singleton
final class RequestWatch {
  private final RequestFeed feed;
  private final RequestStreams streams;

  RequestWatch(RequestFeed feed, RequestStreams streams) {
    this.feed = feed;
    this.streams = streams;
  }

  void open(
      Caller caller,
      WatchRequestsRequest request,
      ServerCallStreamObserver<WatchRequestsResponse> call) {
    boolean resumes = !request.getResumeCursor().isEmpty();
    // Read before what is open, so that a line of meanwhile is told twice rather than never.
    StreamPlace place =
        resumes ? feed.read(caller, request.getResumeCursor()) : feed.newest(caller);
    RequestFeed.@Nullable OpenPlace begin = resumes ? null : RequestFeed.OpenPlace.BEGIN;
    streams.add(caller, call, new RequestTeller(feed, caller, place, begin)).open();
  }
}
