package uk.yjx.client.publish;

import java.util.List;
import java.util.Optional;
import uk.yjx.client.receipts.SignedReceipts;
import uk.yjx.common.v1.Receipt;
import uk.yjx.common.v1.Refusal;
import uk.yjx.intelligence.v1.NoticeRemark;
import uk.yjx.intelligence.v1.SafeguardingRoute;

/** What became of one published notice, as far as a sender may know. */
public sealed interface Publication {

  /** The request id of the notice. */
  String requestId();

  /**
   * Durable and logged.
   *
   * @param receipt where the notice stands in the log
   * @param route for safeguarding kinds: whether the area's front door is on the exchange
   * @param remarks about the data itself
   * @param proof all receipts of the answer frame with their signature; empty when it came without
   */
  record Accepted(
      Receipt receipt,
      SafeguardingRoute route,
      List<NoticeRemark> remarks,
      Optional<SignedReceipts> proof)
      implements Publication {

    /** Keeps an unchangeable copy of the remarks. */
    public Accepted {
      remarks = List.copyOf(remarks);
    }

    @Override
    public String requestId() {
      return receipt.getRequestId();
    }
  }

  /**
   * Refused; nothing changed.
   *
   * @param refusal why, with every violation at once
   */
  record Refused(String requestId, Refusal refusal) implements Publication {}
}
