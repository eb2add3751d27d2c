package uk.yjx.client.alerts;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import uk.yjx.alerts.v1.Acknowledge;
import uk.yjx.alerts.v1.AcknowledgeResult;
import uk.yjx.alerts.v1.Read;
import uk.yjx.alerts.v1.ReceiveRequest;
import uk.yjx.client.ExchangeException;

/**
 * What the application said about alerts and the exchange has not answered yet. It survives calls:
 * after a reconnection everything unanswered is said again, which is harmless by contract.
 */
final class Acknowledgements {

  private final Unanswered acknowledged = new Unanswered();
  private final Unanswered read = new Unanswered();
  private long frames;

  void acknowledge(Claim claim) {
    acknowledged.add(claim);
  }

  void read(Claim claim) {
    read.add(claim);
  }

  int size() {
    return acknowledged.size() + read.size();
  }

  /** A new call: everything is to be said again, in the order it was said first. */
  void restart() {
    acknowledged.restart();
    read.restart();
  }

  /** The next frame to send; null when everything is said. */
  @Nullable ReceiveRequest nextFrame() {
    List<String> ids = acknowledged.take(++frames);
    if (!ids.isEmpty()) {
      return ReceiveRequest.newBuilder()
          .setAcknowledge(Acknowledge.newBuilder().addAllAlertIds(ids))
          .build();
    }
    ids = read.take(frames);
    if (!ids.isEmpty()) {
      return ReceiveRequest.newBuilder().setRead(Read.newBuilder().addAllAlertIds(ids)).build();
    }
    return null;
  }

  /** Gives each result to those who wait for it. */
  void answered(List<AcknowledgeResult> results) {
    for (AcknowledgeResult result : results) {
      // An id that was both acknowledged and read is answered in the order it was said.
      String id = result.getAlertId();
      boolean toAcknowledge = acknowledged.saidIn(id) <= read.saidIn(id);
      (toAcknowledge ? acknowledged : read).answer(result);
    }
  }

  void fail(ExchangeException cause) {
    acknowledged.fail(cause);
    read.fail(cause);
  }

  /** One request of the application, complete when each of its ids has a result. */
  static final class Claim {

    final List<String> ids;
    final CompletableFuture<List<AcknowledgeResult>> future = new CompletableFuture<>();
    private final List<AcknowledgeResult> results = new ArrayList<>();

    /**
     * Claims results.
     *
     * @param ids distinct; at least one
     */
    Claim(List<String> ids) {
      this.ids = ids;
    }

    void result(AcknowledgeResult result) {
      results.add(result);
      if (results.size() == ids.size()) {
        future.complete(List.copyOf(results));
      }
    }
  }
}
