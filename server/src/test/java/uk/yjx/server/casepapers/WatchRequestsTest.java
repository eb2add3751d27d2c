package uk.yjx.server.casepapers;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.google.protobuf.ByteString;
import io.grpc.Context;
import io.grpc.StatusRuntimeException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import uk.yjx.agreements.v1.PapersStage;
import uk.yjx.casepapers.v1.Disposal;
import uk.yjx.casepapers.v1.PapersContent;
import uk.yjx.casepapers.v1.RequestDocumentRequest;
import uk.yjx.casepapers.v1.RequestEvent;
import uk.yjx.casepapers.v1.SenderCause;
import uk.yjx.casepapers.v1.WatchRequestsRequest;
import uk.yjx.casepapers.v1.WatchRequestsResponse;
import uk.yjx.server.alerts.Area;

/** A sender's stream: everything open first, then what changes, and nothing skipped. */
final class WatchRequestsTest {
  private final CourtArea court = new CourtArea();
  private final Area area = court.area;
  private final List<Context.CancellableContext> calls = new ArrayList<>();
  private final Deque<RequestEvent> pending = new ArrayDeque<>();
  private ByteString cursor = ByteString.EMPTY;

  @AfterEach
  void hangUp() {
    calls.forEach(call -> call.cancel(null));
  }

  @Test
  void beginsWithEverythingOpenAndGoesOnLive() {
    court.owes(CourtArea.workingHours(PapersStage.PAPERS_STAGE_REFERRAL_ORDER, 24));
    String id = ordered(1);
    Iterator<WatchRequestsResponse> stream = watch(ByteString.EMPTY);
    RequestEvent first = next(stream);
    assertEquals(SenderCause.SENDER_CAUSE_EXPECTED, first.getCause());
    assertEquals(id, first.getWanted().getExpectedId());
    request(id);
    RequestEvent asked = next(stream);
    assertEquals(SenderCause.SENDER_CAUSE_REQUESTED, asked.getCause());
    assertEquals(
        List.of(PapersContent.PAPERS_CONTENT_CASE_SUMMARY), asked.getWanted().getRequestedList());
    String other = ordered(2);
    assertEquals(other, next(stream).getWanted().getExpectedId());
  }

  @Test
  void resumesAfterACursorWithoutSkippingAnything() {
    court.owes(CourtArea.workingHours(PapersStage.PAPERS_STAGE_REFERRAL_ORDER, 24));
    Iterator<WatchRequestsResponse> stream = watch(ByteString.EMPTY);
    untilCursor(stream);
    String first = ordered(1);
    assertEquals(first, next(stream).getWanted().getExpectedId());
    ByteString after = cursor;
    assertFalse(after.isEmpty());
    hangUp();
    request(first);
    String second = ordered(2);
    Iterator<WatchRequestsResponse> again = watch(after);
    assertEquals(SenderCause.SENDER_CAUSE_REQUESTED, next(again).getCause());
    assertEquals(second, next(again).getWanted().getExpectedId());
    refused("CURSOR_FOREIGN", court.listing, after);
    refused("CURSOR_MALFORMED", court.casework, ByteString.copyFromUtf8("no cursor"));
    byte[] forged = after.toByteArray();
    forged[9]++;
    refused("CURSOR_MALFORMED", court.casework, ByteString.copyFrom(forged));
  }

  @Test
  void anotherAgencyIsToldNothing() {
    court.owes(CourtArea.workingHours(PapersStage.PAPERS_STAGE_REFERRAL_ORDER, 24));
    String id = ordered(1);
    CourtArea elsewhere = new CourtArea();
    Iterator<WatchRequestsResponse> stream = watch(elsewhere, elsewhere.casework, ByteString.EMPTY);
    untilCursor(stream);
    request(id);
    elsewhere.owes(CourtArea.workingHours(PapersStage.PAPERS_STAGE_REFERRAL_ORDER, 24));
    elsewhere.area.child(1, elsewhere.area.ann);
    elsewhere.record(
        elsewhere.listing,
        elsewhere.about(1, "r1", elsewhere.result(Disposal.DISPOSAL_REFERRAL_ORDER)));
    assertEquals(elsewhere.area.service, next(stream).getWanted().getService());
  }

  private String ordered(int child) {
    String id = area.child(child, area.ann);
    court.record(
        court.listing,
        court.about(child, "r" + child, court.result(Disposal.DISPOSAL_REFERRAL_ORDER)));
    return court.board(area.ann).stream()
        .filter(e -> e.getChildId().equals(id))
        .findFirst()
        .orElseThrow()
        .getExpectedId();
  }

  private void request(String id) {
    var unused =
        court
            .as(area.ann)
            .requestDocument(
                RequestDocumentRequest.newBuilder()
                    .setRequestId(area.requestId())
                    .setExpectedId(id)
                    .addContents(PapersContent.PAPERS_CONTENT_CASE_SUMMARY)
                    .build());
  }

  private Iterator<WatchRequestsResponse> watch(ByteString from) {
    return watch(court, court.casework, from);
  }

  private Iterator<WatchRequestsResponse> watch(CourtArea at, String who, ByteString from) {
    Context.CancellableContext call = Context.current().withCancellation();
    calls.add(call);
    Iterator<WatchRequestsResponse>[] opened = newArray();
    call.run(() ->
        opened[0] =
            at.as(who)
                .watchRequests(WatchRequestsRequest.newBuilder().setResumeCursor(from).build()));
    return assertNotNullStream(opened[0]);
  }

  @SuppressWarnings({"unchecked", "rawtypes"}) // an array of one is a box
  private static Iterator<WatchRequestsResponse>[] newArray() {
    return new Iterator[1];
  }

  private static Iterator<WatchRequestsResponse> assertNotNullStream(
      Iterator<WatchRequestsResponse> stream) {
    assertNotNull(stream);
    return stream;
  }

  /** The next request, of this frame or a later one. */
  private RequestEvent next(Iterator<WatchRequestsResponse> stream) {
    while (pending.isEmpty()) {
      WatchRequestsResponse frame = stream.next();
      if (frame.hasRequests()) {
        cursor = frame.getRequests().getCursorAfter();
        pending.addAll(frame.getRequests().getEventsList());
      }
    }
    return pending.remove();
  }

  private static void untilCursor(Iterator<WatchRequestsResponse> stream) {
    while (!stream.next().hasProgress()) {
      // The first heartbeat comes at once.
    }
  }

  private void refused(String reason, String who, ByteString from) {
    StatusRuntimeException refused =
        assertThrows(StatusRuntimeException.class, () -> watch(court, who, from).next());
    assertEquals(reason, refused.getStatus().getDescription());
  }
}
