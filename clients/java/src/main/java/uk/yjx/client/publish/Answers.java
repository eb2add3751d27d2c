package uk.yjx.client.publish;

import io.grpc.Status;
import java.util.List;
import java.util.Optional;
import uk.yjx.client.receipts.SignedReceipts;
import uk.yjx.common.v1.Receipt;
import uk.yjx.common.v1.ReceiptSignature;
import uk.yjx.common.v1.Refusal;
import uk.yjx.intelligence.v1.NoticeAnswer;
import uk.yjx.intelligence.v1.NoticeAnswers;
import uk.yjx.intelligence.v1.SubmitNoticeResponse;

/** Turns answers of the exchange into what the application sees. */
final class Answers {

  private final Optional<SignedReceipts> proof;

  /** The answers of one frame, which share one signature. */
  Answers(NoticeAnswers frame) {
    this(frame.getAnswersList(), frame.hasSignature(), frame.getSignature());
  }

  /** The answer of a unary call. */
  Answers(SubmitNoticeResponse response) {
    this(List.of(response.getAnswer()), response.hasSignature(), response.getSignature());
  }

  private Answers(List<NoticeAnswer> answers, boolean signed, ReceiptSignature signature) {
    List<Receipt> receipts =
        answers.stream().filter(NoticeAnswer::hasAccepted).map(NoticeAnswer::getAccepted).toList();
    proof =
        signed && !receipts.isEmpty()
            ? Optional.of(new SignedReceipts(receipts, signature))
            : Optional.empty();
  }

  Publication publication(NoticeAnswer answer) {
    return switch (answer.getResultCase()) {
      case ACCEPTED ->
          new Publication.Accepted(
              answer.getAccepted(), answer.getSafeguardingRoute(), answer.getRemarksList(), proof);
      case REFUSED -> new Publication.Refused(answer.getRequestId(), answer.getRefused());
      case RESULT_NOT_SET ->
          new Publication.Refused(
              answer.getRequestId(),
              refusal(Status.Code.INTERNAL, "ANSWER_EMPTY", "the exchange gave no result"));
    };
  }

  /** What becomes of a notice that fits into no frame. */
  static Publication tooLarge(InFlight item, int frameBytes) {
    String message =
        "the notice has %d bytes; a frame takes %d"
            .formatted(item.request.getSerializedSize(), frameBytes);
    return new Publication.Refused(
        item.requestId(), refusal(Status.Code.INVALID_ARGUMENT, "NOTICE_TOO_LARGE", message));
  }

  private static Refusal refusal(Status.Code code, String reason, String message) {
    return Refusal.newBuilder().setCode(code.value()).setReason(reason).setMessage(message).build();
  }
}
