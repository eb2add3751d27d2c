package uk.yjx.server.alerts;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Iterator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import uk.yjx.agreements.v1.DataCategory;
import uk.yjx.alerts.v1.Alert;
import uk.yjx.alerts.v1.AlertEvent;
import uk.yjx.alerts.v1.AlertServiceGrpc;
import uk.yjx.alerts.v1.WatchRequest;
import uk.yjx.alerts.v1.WatchResponse;
import uk.yjx.common.v1.LegalGateway;
import uk.yjx.common.v1.Purpose;
import uk.yjx.safeguarding.v1.AnswerRequest;
import uk.yjx.safeguarding.v1.AskBackRequest;
import uk.yjx.safeguarding.v1.ConcernDecision;
import uk.yjx.safeguarding.v1.ConcernMessage;
import uk.yjx.safeguarding.v1.ConcernRisk;
import uk.yjx.safeguarding.v1.ConcernServiceGrpc;
import uk.yjx.safeguarding.v1.ConcernServiceGrpc.ConcernServiceBlockingStub;
import uk.yjx.safeguarding.v1.DecideConcernRequest;
import uk.yjx.safeguarding.v1.RaiseConcernRequest;
import uk.yjx.safeguarding.v1.StatementBasis;
import uk.yjx.server.WireExchange;
import uk.yjx.server.safeguarding.Care;

/** Concerns come live to both agencies, over both kinds of streams and mutual TLS. */
final class ConcernsLiveTest {
  private final Care care = Care.agreed(WireExchange.shared());
  private final Area area = care.area;
  private final String fay = care.agency + "/user/fay";

  @Test
  void eachSideHearsAtOnceOverItsStreamWhatTheOtherDoesAndNobodyElseDoes() throws Exception {
    care.agree(area.service, care.agency, List.of(DataCategory.DATA_CATEGORY_CONCERN));
    String child = area.child(1, area.ann);
    Reading worker = Reading.of(area, area.ann);
    Reading other = Reading.of(area, area.ben);
    assertEquals(List.of(), worker.untilLive());
    assertEquals(List.of(), other.untilLive());
    Iterator<WatchResponse> door =
        AlertServiceGrpc.newBlockingStub(area.as(fay))
            .withDeadlineAfter(60, TimeUnit.SECONDS)
            .watch(WatchRequest.newBuilder().setPurpose(Purpose.PURPOSE_SAFEGUARDING).build());
    String concern = raise(child);
    assertEquals(concern, nextConcern(door).getConcernId());
    assertEquals(concern, concerns(worker.untilLive()).getLast(), "the raiser follows it too");
    var unusedAsked =
        as(fay)
            .askBack(
                AskBackRequest.newBuilder()
                    .setRequestId(area.requestId())
                    .setConcernId(concern)
                    .setMessage(message("Since when?"))
                    .build());
    assertEquals(concern, concerns(worker.untilLive()).getLast());
    var unusedAnswered =
        as(area.ann)
            .answer(
                AnswerRequest.newBuilder()
                    .setRequestId(area.requestId())
                    .setConcernId(concern)
                    .setMessage(message("Since Tuesday."))
                    .build());
    assertEquals(concern, nextConcern(door).getConcernId());
    var unusedDecided =
        as(fay)
            .decideConcern(
                DecideConcernRequest.newBuilder()
                    .setRequestId(area.requestId())
                    .setConcernId(concern)
                    .setDecision(ConcernDecision.CONCERN_DECISION_ACTION_TAKEN)
                    .setMessage(message("A social worker visits today."))
                    .build());
    assertEquals(concern, concerns(worker.untilLive()).getLast());
    assertEquals(List.of(), concerns(other.untilLive()));
    worker.close();
    other.close();
  }

  private String raise(String child) {
    return as(area.ann)
        .raiseConcern(
            RaiseConcernRequest.newBuilder()
                .setRequestId(area.requestId())
                .setChildId(child)
                .setToAgency(care.agency)
                .setRisk(ConcernRisk.CONCERN_RISK_OTHER)
                .setGateway(LegalGateway.LEGAL_GATEWAY_CA04_S10)
                .setMessage(message("She says that she does not feel safe at her placement."))
                .build())
        .getConcernId();
  }

  private static Alert nextConcern(Iterator<WatchResponse> frames) {
    while (true) {
      for (AlertEvent event : frames.next().getEvents().getEventsList()) {
        if (!event.getAlert().getConcernId().isEmpty()) {
          return event.getAlert();
        }
      }
    }
  }

  private static List<String> concerns(List<AlertEvent> events) {
    return events.stream()
        .map(event -> event.getAlert().getConcernId())
        .filter(id -> !id.isEmpty())
        .toList();
  }

  private ConcernServiceBlockingStub as(String who) {
    return ConcernServiceGrpc.newBlockingStub(area.as(who));
  }

  private static ConcernMessage message(String text) {
    return ConcernMessage.newBuilder()
        .setBasis(StatementBasis.STATEMENT_BASIS_FACT)
        .setText(text)
        .build();
  }
}
