package uk.yjx.cli;

import uk.yjx.cli.output.Screen;
import uk.yjx.cli.output.Tone;
import uk.yjx.client.publish.Publication;
import uk.yjx.client.publish.PublisherCounts;
import uk.yjx.intelligence.v1.NoticeAnswer;

/** Answers to notices as people and programs read them. */
final class PublicationText {

  private PublicationText() {}

  /** Prints the answer to one notice. */
  static void print(Screen screen, Publication publication) {
    switch (publication) {
      case Publication.Accepted accepted -> {
        if (screen.json()) {
          screen.json(
              NoticeAnswer.newBuilder()
                  .setRequestId(accepted.requestId())
                  .setAccepted(accepted.receipt())
                  .setSafeguardingRoute(accepted.route())
                  .addAllRemarks(accepted.remarks()));
        } else {
          StringBuilder line = new StringBuilder(accepted.requestId());
          line.append(" ACCEPTED position ").append(accepted.receipt().getPosition());
          switch (accepted.route()) {
            case SAFEGUARDING_ROUTE_ROUTED -> line.append(", front door on the exchange");
            case SAFEGUARDING_ROUTE_NOT_ROUTED ->
                line.append(", NOT ROUTED: make the safeguarding referral yourself");
            case SAFEGUARDING_ROUTE_UNSPECIFIED, UNRECOGNIZED -> {}
          }
          accepted.remarks().forEach(one -> line.append(", ").append(ContractWords.of(one)));
          screen.say(line.toString(), Tone.GOOD);
        }
      }
      case Publication.Refused refused -> {
        if (screen.json()) {
          screen.json(
              NoticeAnswer.newBuilder()
                  .setRequestId(refused.requestId())
                  .setRefused(refused.refusal()));
        } else {
          screen.say(
              refused.requestId()
                  + " REFUSED "
                  + refused.refusal().getReason()
                  + ": "
                  + refused.refusal().getMessage(),
              Tone.WARNING);
        }
      }
    }
  }

  /** Says what became of all of them; the total is 0 where it is not known. */
  static void sum(Screen screen, PublisherCounts counts, long total) {
    screen.remark(
        counts.submitted()
            + " submitted"
            + (total > 0 ? " of " + total : "")
            + ", "
            + counts.accepted()
            + " accepted, "
            + counts.refused()
            + " refused, "
            + counts.resent()
            + " sent again");
  }
}
