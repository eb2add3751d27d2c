package uk.yjx.server.quarter;

import io.grpc.Channel;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import uk.yjx.common.v1.LegalGateway;
import uk.yjx.safeguarding.v1.AcknowledgeConcernRequest;
import uk.yjx.safeguarding.v1.CloseConcernRequest;
import uk.yjx.safeguarding.v1.ConcernDecision;
import uk.yjx.safeguarding.v1.ConcernMessage;
import uk.yjx.safeguarding.v1.ConcernRisk;
import uk.yjx.safeguarding.v1.ConcernServiceGrpc;
import uk.yjx.safeguarding.v1.ConcernServiceGrpc.ConcernServiceBlockingStub;
import uk.yjx.safeguarding.v1.ConfirmConversationRequest;
import uk.yjx.safeguarding.v1.DecideConcernRequest;
import uk.yjx.safeguarding.v1.MarkInsufficientRequest;
import uk.yjx.safeguarding.v1.RaiseConcernRequest;
import uk.yjx.safeguarding.v1.RecordConversationRequest;
import uk.yjx.safeguarding.v1.StatementBasis;
import uk.yjx.safeguarding.v1.WithdrawConcernRequest;
import uk.yjx.server.safeguarding.Care;

/** Concerns of a service with social care: raised, answered late or never, not accepted, agreed. */
final class Concerns {
  private final Servers servers;
  private final Care care;
  private final Random random;
  private final List<Talk> open = new ArrayList<>();

  /** Where a concern has come to. */
  private enum At {
    RAISED,
    ANSWERED
  }

  private record Talk(String id, String worker, At at, boolean acknowledged) {}

  Concerns(Servers servers, Care care, Random random) {
    this.servers = servers;
    this.care = care;
    this.random = random;
  }

  void raise(String child, String worker) {
    RaiseConcernRequest request =
        RaiseConcernRequest.newBuilder()
            .setRequestId(care.area.requestId())
            .setChildId(child)
            .setToAgency(care.agency)
            .setRisk(
                random.nextInt(4) == 0
                    ? ConcernRisk.CONCERN_RISK_IMMEDIATE
                    : ConcernRisk.CONCERN_RISK_OTHER)
            .setGateway(LegalGateway.LEGAL_GATEWAY_CA04_S10)
            .setMessage(message("She says that she does not feel safe at her placement."))
            .build();
    String id = as(worker, stub -> stub.raiseConcern(request)).getConcernId();
    open.add(new Talk(id, worker, At.RAISED, false));
  }

  /** Both sides go on with what is open, or leave it. */
  void goOn() {
    for (Talk one : List.copyOf(open)) {
      Talk next =
          switch (one.at()) {
            case RAISED -> raised(one);
            case ANSWERED -> answered(one);
          };
      open.remove(one);
      if (next != null) {
        open.add(next);
      }
    }
  }

  private @Nullable Talk raised(Talk one) {
    int chance = random.nextInt(200);
    if (chance < 12 && !one.acknowledged()) {
      var request =
          AcknowledgeConcernRequest.newBuilder()
              .setRequestId(care.area.requestId())
              .setConcernId(one.id())
              .build();
      var unused = as(door(), stub -> stub.acknowledgeConcern(request));
      return new Talk(one.id(), one.worker(), At.RAISED, true);
    }
    if (chance < 20) {
      var request =
          DecideConcernRequest.newBuilder()
              .setRequestId(care.area.requestId())
              .setConcernId(one.id())
              .setDecision(ConcernDecision.CONCERN_DECISION_ACTION_TAKEN)
              .setMessage(message("A social worker visits today."))
              .build();
      var unused = as(door(), stub -> stub.decideConcern(request));
      return new Talk(one.id(), one.worker(), At.ANSWERED, true);
    }
    if (chance < 22) {
      return agreed(one);
    }
    if (chance < 23) {
      var request =
          WithdrawConcernRequest.newBuilder()
              .setRequestId(care.area.requestId())
              .setConcernId(one.id())
              .setReason("Settled otherwise.")
              .build();
      var unused = as(one.worker(), stub -> stub.withdrawConcern(request));
      return null;
    }
    return one;
  }

  private Talk agreed(Talk one) {
    var recorded =
        RecordConversationRequest.newBuilder()
            .setRequestId(care.area.requestId())
            .setConcernId(one.id())
            .setMessage(message("Agreed by telephone: a joint visit."))
            .build();
    var unused = as(one.worker(), stub -> stub.recordConversation(recorded));
    var confirmed =
        ConfirmConversationRequest.newBuilder()
            .setRequestId(care.area.requestId())
            .setConcernId(one.id())
            .build();
    var unusedToo = as(door(), stub -> stub.confirmConversation(confirmed));
    return new Talk(one.id(), one.worker(), At.ANSWERED, true);
  }

  private @Nullable Talk answered(Talk one) {
    int chance = random.nextInt(100);
    if (chance < 4) {
      var request =
          MarkInsufficientRequest.newBuilder()
              .setRequestId(care.area.requestId())
              .setConcernId(one.id())
              .setReason("Nobody has spoken to her.")
              .build();
      var unused = as(one.worker(), stub -> stub.markInsufficient(request));
      return new Talk(one.id(), one.worker(), At.RAISED, true);
    }
    if (chance < 24) {
      var request =
          CloseConcernRequest.newBuilder()
              .setRequestId(care.area.requestId())
              .setConcernId(one.id())
              .build();
      var unused = as(one.worker(), stub -> stub.closeConcern(request));
      return null;
    }
    return one;
  }

  private String door() {
    return care.agency + "/user/fay";
  }

  private <T> T as(String who, Function<ConcernServiceBlockingStub, T> call) {
    return servers.call(
        who,
        (Channel channel) ->
            call.apply(
                ConcernServiceGrpc.newBlockingStub(channel)
                    .withDeadlineAfter(Worker.CALL_SECONDS_MAX, TimeUnit.SECONDS)));
  }

  private static ConcernMessage message(String text) {
    return ConcernMessage.newBuilder()
        .setBasis(StatementBasis.STATEMENT_BASIS_FACT)
        .setText(text)
        .build();
  }
}
