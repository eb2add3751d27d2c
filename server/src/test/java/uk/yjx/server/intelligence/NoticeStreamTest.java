package uk.yjx.server.intelligence;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.grpc.Status;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import uk.yjx.intelligence.v1.Notice;
import uk.yjx.intelligence.v1.NoticeAnswer;
import uk.yjx.intelligence.v1.NoticeKind;
import uk.yjx.intelligence.v1.PersonRole;
import uk.yjx.intelligence.v1.SubmitNoticeRequest;
import uk.yjx.intelligence.v1.Window;
import uk.yjx.server.WireExchange;
import uk.yjx.server.alerts.Area;
import uk.yjx.server.identity.Sessions;

/**
 * StreamNotices over mutual TLS: pipelined, coalesced, in order, each notice with its own answer.
 */
final class NoticeStreamTest {
  private static final String OPERATION = "yjx.intelligence.v1.IntelligenceService/StreamNotices";
  private static final int FRAMES = 6;
  private static final int PER_FRAME = 100;
  private static final int GOING = 20;

  private final WireExchange exchange = WireExchange.shared();
  private final Area area = Area.full(exchange);

  @Test
  void announcesItsWindowFirst() throws Exception {
    Sending sending = Sending.by(area);
    Window window = sending.window();
    assertEquals(NoticeStream.IN_FLIGHT_MAX, window.getNoticesInFlight());
    assertEquals(NoticeStream.PER_FRAME_MAX, window.getNoticesPerFrame());
    assertEquals(NoticeStream.FRAME_BYTES_MAX, window.getFrameBytes());
    assertTrue(window.getStandingNotice().contains("999"));
    sending.halfClose();
    assertEquals(Status.Code.OK, sending.end().getCode());
  }

  @Test
  void endsWellWhenTheServerIsAboutToStopAndAllThatWasTakenIsAnswered() throws Exception {
    area.child(1, area.ann);
    Sending idle = Sending.by(area);
    var unused = idle.window();
    Sending busy = Sending.by(area);
    unused = busy.window();
    List<SubmitNoticeRequest> frame = new ArrayList<>();
    for (int i = 0; i < PER_FRAME; i++) {
      frame.add(request(area.quietStop(1)));
    }
    busy.send(frame);
    assertTrue(!busy.answers().isEmpty(), "the frame was taken before the drain");
    exchange.bean(NoticeStreams.class).drain(Duration.ofSeconds(1));
    assertEquals(Status.Code.OK, idle.end().getCode());
    assertEquals(Status.Code.OK, busy.end().getCode());
  }

  @Test
  void forgetsStreamsWhoseClientsHaveGone() throws Exception {
    Sessions sessions = exchange.bean(Sessions.class);
    List<Sending> many = new ArrayList<>();
    for (int i = 0; i < GOING; i++) {
      many.add(Sending.by(area));
    }
    for (Sending one : many) {
      var unused = one.window();
    }
    // What other tests left behind may end meanwhile too, but nothing begins.
    int withThem = sessions.count();
    many.forEach(Sending::cancel);
    long until = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
    while (sessions.count() > withThem - GOING && System.nanoTime() < until) {
      Thread.onSpinWait();
    }
    assertTrue(sessions.count() <= withThem - GOING, "streams are left behind");
  }

  @Test
  void answersPipelinedFramesCoalescedAndInOrderWithinTheirUrgency() throws Exception {
    area.child(1, area.ann);
    Sending sending = Sending.by(area);
    List<String> urgent = new ArrayList<>();
    List<String> others = new ArrayList<>();
    for (int f = 0; f < FRAMES; f++) {
      List<SubmitNoticeRequest> frame = new ArrayList<>();
      for (int i = 0; i < PER_FRAME; i++) {
        boolean immediate = i % 10 == 0;
        SubmitNoticeRequest request =
            request(
                immediate
                    ? area.notice(
                        NoticeKind.NOTICE_KIND_THREAT_TO_LIFE, PersonRole.PERSON_ROLE_VICTIM, 1)
                    : area.quietStop(1));
        frame.add(request);
        (immediate ? urgent : others).add(request.getRequestId());
      }
      sending.send(frame);
    }
    sending.halfClose();
    Map<String, Long> positions = new HashMap<>();
    int frames = 0;
    while (positions.size() < FRAMES * PER_FRAME) {
      List<NoticeAnswer> answers = sending.answers();
      frames++;
      for (NoticeAnswer answer : answers) {
        assertTrue(answer.hasAccepted(), answer::toString);
        assertEquals(
            null, positions.put(answer.getRequestId(), answer.getAccepted().getPosition()));
      }
    }
    assertEquals(Status.Code.OK, sending.end().getCode());
    assertEquals(FRAMES * PER_FRAME, Set.copyOf(positions.values()).size());
    assertTrue(frames < FRAMES * PER_FRAME / 2, frames + " frames: answers come coalesced");
    for (List<String> sent : List.of(urgent, others)) {
      List<Long> stored = sent.stream().map(positions::get).toList();
      assertEquals(stored.stream().sorted().toList(), stored);
    }
  }

  @Test
  void answersEachNoticeOfAFrameOnItsOwn() throws Exception {
    area.child(1, area.ann);
    SubmitNoticeRequest known = request(area.quietStop(1));
    SubmitNoticeRequest good = request(area.quietStop(1));
    SubmitNoticeRequest reused =
        known.toBuilder()
            .setNotice(
                area.notice(NoticeKind.NOTICE_KIND_ARREST, PersonRole.PERSON_ROLE_ARRESTED, 1))
            .build();
    SubmitNoticeRequest nameless = request(Notice.newBuilder());
    SubmitNoticeRequest noStop =
        request(
            area.notice(
                NoticeKind.NOTICE_KIND_STOP_SEARCH, PersonRole.PERSON_ROLE_SEARCHED_PERSON, 1));
    Sending sending = Sending.by(area);
    sending.send(List.of(known));
    NoticeAnswer first = sending.answers().getFirst();
    long stored = exchange.notices();
    sending.send(List.of(reused, nameless, good, noStop));
    sending.send(List.of(known));
    Map<String, List<NoticeAnswer>> answers = sending.answered(5);
    assertEquals(stored + 1, exchange.notices());
    assertTrue(all(answers, good).getFirst().hasAccepted());
    assertEquals("VALIDATION_FAILED", refusal(answers, nameless));
    assertEquals("DETAIL_MISSING", refusal(answers, noStop));
    List<NoticeAnswer> twice = all(answers, known);
    assertEquals(2, twice.size());
    Set<String> told = new HashSet<>();
    for (NoticeAnswer answer : twice) {
      told.add(answer.hasAccepted() ? "ACCEPTED" : answer.getRefused().getReason());
      if (answer.hasAccepted()) {
        assertEquals(first.getAccepted(), answer.getAccepted());
      }
    }
    assertEquals(Set.of("ACCEPTED", "REQUEST_ID_REUSED"), told);
    sending.halfClose();
    assertEquals(Status.Code.OK, sending.end().getCode());
    area.arrest(1); // written after the refusals
    for (String reason : List.of("VALIDATION_FAILED", "DETAIL_MISSING", "REQUEST_ID_REUSED")) {
      assertTrue(exchange.refusals(reason, OPERATION) > 0, reason);
    }
  }

  @Test
  void refusesAFrameOfTooManyOrNoNoticesWhole() throws Exception {
    long stored = exchange.notices();
    List<SubmitNoticeRequest> many = new ArrayList<>();
    for (int i = 0; i <= NoticeStream.PER_FRAME_MAX; i++) {
      many.add(request(area.quietStop(1)));
    }
    for (List<SubmitNoticeRequest> frame : List.of(many, List.<SubmitNoticeRequest>of())) {
      Sending sending = Sending.by(area);
      sending.send(frame);
      assertEquals("INVALID_ARGUMENT BATCH_TOO_LARGE", sending.endReason());
    }
    assertEquals(stored, exchange.notices());
    area.arrest(1);
    assertTrue(exchange.refusals("BATCH_TOO_LARGE", OPERATION) >= 2);
  }

  @Test
  void givesEveryAcceptedNoticeOneAnswerAndItsEventOfCollection() throws Exception {
    area.child(1, area.ann);
    java.util.SplittableRandom random = new java.util.SplittableRandom(20260306);
    List<Notice.Builder> kinds =
        List.of(
            area.quietStop(1),
            area.quietStop(2),
            area.notice(NoticeKind.NOTICE_KIND_ARREST, PersonRole.PERSON_ROLE_ARRESTED, 1),
            area.notice(NoticeKind.NOTICE_KIND_ARREST, PersonRole.PERSON_ROLE_ARRESTED, 2),
            Notice.newBuilder());
    long before = exchange.refusals("accepted", OPERATION);
    Sending sending = Sending.by(area);
    List<SubmitNoticeRequest> frame = new ArrayList<>();
    for (int i = 0; i < 200; i++) {
      frame.add(request(kinds.get(random.nextInt(kinds.size()))));
    }
    sending.send(frame);
    Map<String, List<NoticeAnswer>> answers = sending.answered(frame.size());
    sending.halfClose();
    sending.end();
    assertEquals(frame.size(), answers.size());
    assertFalse(answers.values().stream().anyMatch(all -> all.size() != 1));
    long accepted = answers.values().stream().filter(a -> a.getFirst().hasAccepted()).count();
    assertEquals(before + accepted, exchange.refusals("accepted", OPERATION));
  }

  private SubmitNoticeRequest request(Notice.Builder notice) {
    return SubmitNoticeRequest.newBuilder()
        .setRequestId(area.requestId())
        .setNotice(notice)
        .build();
  }

  private static String refusal(
      Map<String, List<NoticeAnswer>> answers, SubmitNoticeRequest request) {
    return all(answers, request).getFirst().getRefused().getReason();
  }

  private static List<NoticeAnswer> all(
      Map<String, List<NoticeAnswer>> answers, SubmitNoticeRequest request) {
    return Objects.requireNonNull(answers.get(request.getRequestId()));
  }
}
