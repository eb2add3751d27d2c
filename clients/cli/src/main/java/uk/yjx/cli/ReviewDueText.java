package uk.yjx.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import uk.yjx.cli.output.Cell;
import uk.yjx.cli.output.Table;
import uk.yjx.cli.output.Tone;
import uk.yjx.oversight.v1.Contribution;
import uk.yjx.oversight.v1.GetReviewDueResponse;
import uk.yjx.oversight.v1.ReviewDue;
import uk.yjx.oversight.v1.ReviewEntry;
import uk.yjx.oversight.v1.ReviewState;
import uk.yjx.oversight.v1.RiskSign;

/** Reviews as people read them. */
final class ReviewDueText {

  private ReviewDueText() {}

  /** Reviews, one a line. */
  static Table table(List<ReviewDue> reviews) {
    Table table =
        Table.of("REVIEW", "CHILD", "NUMBER", "STATE", "DUE", "#ALERTS", "CONTRIBUTIONS", "");
    for (ReviewDue review : reviews) {
      table.row(
          Cell.of(review.getReviewId()),
          Cell.of(review.getChildName()),
          Cell.of(review.getServiceChildId()),
          state(review),
          Cell.of(Times.text(review.getDueAt())),
          Cell.of(review.getTriggers()),
          Cell.of(
              review.getContributionsList().stream()
                  .map(ReviewDueText::contribution)
                  .collect(Collectors.joining(", "))),
          review.getUnchangedCopy()
              ? new Cell("UNCHANGED COPY", Tone.ALARM)
              : Cell.of(review.getChallenges() > 0 ? "challenged" : ""));
    }
    return table;
  }

  /** A review with its history and contributions. */
  static List<String> whole(GetReviewDueResponse response) {
    ReviewDue review = response.getReview();
    List<String> lines = new ArrayList<>();
    lines.add(
        review.getChildName()
            + " ("
            + review.getServiceChildId()
            + "), due "
            + Times.text(review.getDueAt())
            + (review.getOverdue() ? ", OVERDUE" : ""));
    response.getHistoryList().forEach(entry -> lines.add(line(entry)));
    for (Contribution one : review.getContributionsList()) {
      lines.add("  " + contribution(one) + (one.getText().isEmpty() ? "" : ": " + one.getText()));
    }
    return lines;
  }

  /** Signs of risk as words. */
  static String signs(List<RiskSign> signs) {
    return signs.stream().map(ContractWords::of).collect(Collectors.joining(", "));
  }

  private static String line(ReviewEntry entry) {
    StringBuilder line =
        new StringBuilder()
            .append("  ")
            .append(Times.text(entry.getAt()))
            .append(' ')
            .append(ContractWords.of(entry.getKind()));
    if (!entry.getAuthor().isEmpty()) {
      line.append(" by ").append(entry.getAuthor());
    }
    if (!entry.getReason().isEmpty()) {
      line.append(": ").append(entry.getReason());
    }
    entry
        .getChangesList()
        .forEach(change ->
            line.append("\n    ")
                .append(ContractWords.of(change.getPart()))
                .append(": ")
                .append(change.getWhat()));
    return line.toString();
  }

  private static String contribution(Contribution one) {
    String role = ContractWords.of(one.getRole());
    if (one.hasAt()) {
      return role + (one.getNothingToAdd() ? " (nothing to add)" : " (came)");
    }
    return role + (one.getOverdue() ? " (OVERDUE)" : " (by " + Times.text(one.getDueAt()) + ")");
  }

  private static Cell state(ReviewDue review) {
    if (review.getState() == ReviewState.REVIEW_STATE_OPEN) {
      return review.getOverdue() ? new Cell("OVERDUE", Tone.ALARM) : new Cell("due", Tone.WARNING);
    }
    return new Cell(ContractWords.of(review.getOutcome()), Tone.GOOD);
  }
}
