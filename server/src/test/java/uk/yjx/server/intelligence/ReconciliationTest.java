package uk.yjx.server.intelligence;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.grpc.StatusException;
import io.grpc.stub.BlockingClientCall;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import uk.yjx.intelligence.v1.IntelligenceServiceGrpc;
import uk.yjx.intelligence.v1.ReconcileSubmissionsRequest;
import uk.yjx.intelligence.v1.ReconcileSubmissionsResponse;
import uk.yjx.intelligence.v1.ReconciledDay;
import uk.yjx.intelligence.v1.SubmitNoticeRequest;
import uk.yjx.server.WireExchange;
import uk.yjx.server.alerts.Area;
import uk.yjx.server.transport.Told;

/** What a sender says it sent, and what is held: its own, and nothing else. */
final class ReconciliationTest {
  private static final String OPERATION =
      "yjx.intelligence.v1.IntelligenceService/ReconcileSubmissions";

  private final WireExchange exchange = WireExchange.shared();
  private final Area area = Area.full(exchange);
  private final String today = LocalDate.now(ZoneOffset.UTC).toString();

  @Test
  void namesWhatIsNotHeldInOrderAndCountsTheRest() throws Exception {
    List<String> held = submit(area, 3);
    long looked = exchange.refusals("shown", OPERATION);
    Comparison comparison = new Comparison(area);
    List<String> first =
        comparison.ask(today, List.of("never-sent-2", held.get(0), "never-sent-1", held.get(1)));
    assertEquals(List.of("never-sent-2", "never-sent-1"), first);
    assertEquals(List.of(), comparison.ask("", List.of(held.get(2))));
    ReconciledDay totals = comparison.end();
    assertEquals(today, totals.getDay());
    assertEquals(5, totals.getSent());
    assertEquals(3, totals.getHeld());
    assertEquals(2, totals.getMissing());
    assertTrue(totals.getRecordedThatDay() >= 3 || !today.equals(today()), "or it is midnight");
    assertEquals(looked + 1, exchange.refusals("shown", OPERATION), "it is in the log");
  }

  @Test
  void anotherAgencysNoticesAreMissingLikeAnyOther() throws Exception {
    List<String> theirs = submit(Area.full(exchange), 2);
    Comparison comparison = new Comparison(area);
    assertEquals(theirs, comparison.ask(today, theirs));
    assertEquals(0, comparison.end().getRecordedThatDay());
  }

  @Test
  void countsADayOnWhichNothingCame() throws Exception {
    submit(area, 1);
    Comparison comparison = new Comparison(area);
    assertEquals(List.of(), comparison.ask("2001-02-03", List.of()));
    ReconciledDay totals = comparison.end();
    assertEquals(0, totals.getSent());
    assertEquals(0, totals.getRecordedThatDay());
  }

  @Test
  void refusesADayThatIsNoneAndOneThatChanges() throws Exception {
    assertEquals("INVALID_ARGUMENT DAY_MALFORMED", refused(new Comparison(area), ""));
    assertEquals("INVALID_ARGUMENT DAY_MALFORMED", refused(new Comparison(area), "2026-02-30"));
    Comparison comparison = new Comparison(area);
    comparison.ask("2026-03-01", List.of());
    assertEquals("INVALID_ARGUMENT DAY_CHANGED", refused(comparison, "2026-03-02"));
  }

  @Test
  void refusesMoreIdsThanAFrameOrAComparisonHolds() throws Exception {
    List<String> frame = new ArrayList<>();
    for (int i = 0; i < Reconciliation.PER_FRAME_MAX; i++) {
      frame.add("never-sent-" + i);
    }
    Comparison comparison = new Comparison(area);
    for (int i = 0; i < Reconciliation.IDS_MAX / Reconciliation.PER_FRAME_MAX; i++) {
      assertEquals(frame.size(), comparison.ask(today, frame).size());
    }
    assertEquals(
        "INVALID_ARGUMENT TOO_MANY_IDS",
        told(comparison, ReconcileSubmissionsRequest.newBuilder().addRequestIds("one-too-many")));
    frame.add("one-too-many");
    assertEquals(
        "INVALID_ARGUMENT VALIDATION_FAILED",
        told(
            new Comparison(area),
            ReconcileSubmissionsRequest.newBuilder().setDay(today).addAllRequestIds(frame)));
  }

  private static String refused(Comparison comparison, String day) throws InterruptedException {
    return told(comparison, ReconcileSubmissionsRequest.newBuilder().setDay(day));
  }

  private static String told(Comparison comparison, ReconcileSubmissionsRequest.Builder frame)
      throws InterruptedException {
    try {
      comparison.call.write(frame.build());
      throw new AssertionError("answered: " + comparison.call.read());
    } catch (StatusException e) {
      return Told.reason(e);
    }
  }

  private static List<String> submit(Area area, int count) throws Exception {
    List<SubmitNoticeRequest> frame = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      frame.add(
          SubmitNoticeRequest.newBuilder()
              .setRequestId(area.requestId())
              .setNotice(area.quietStop(1))
              .build());
    }
    Sending sending = Sending.by(area);
    sending.send(frame);
    var unused = sending.answered(count);
    sending.halfClose();
    return frame.stream().map(SubmitNoticeRequest::getRequestId).toList();
  }

  private static String today() {
    return LocalDate.now(ZoneOffset.UTC).toString();
  }

  /** One call as the police of an area. */
  private static final class Comparison {
    private final BlockingClientCall<ReconcileSubmissionsRequest, ReconcileSubmissionsResponse>
        call;

    Comparison(Area area) {
      call =
          IntelligenceServiceGrpc.newBlockingV2Stub(area.as(area.police + "/system/records"))
              .reconcileSubmissions();
    }

    List<String> ask(String day, List<String> ids) throws Exception {
      call.write(
          ReconcileSubmissionsRequest.newBuilder().setDay(day).addAllRequestIds(ids).build());
      return Objects.requireNonNull(call.read()).getMissingRequestIdsList();
    }

    ReconciledDay end() throws Exception {
      call.halfClose();
      ReconcileSubmissionsResponse last = Objects.requireNonNull(call.read());
      assertTrue(last.hasTotals());
      return last.getTotals();
    }
  }
}
