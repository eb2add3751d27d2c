package uk.yjx.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import uk.yjx.cli.output.Cell;
import uk.yjx.cli.output.Table;
import uk.yjx.cli.output.Tone;
import uk.yjx.clocks.v1.Post;
import uk.yjx.safeguarding.v1.ConcernDecision;
import uk.yjx.safeguarding.v1.ConcernHead;
import uk.yjx.safeguarding.v1.ConcernRisk;
import uk.yjx.safeguarding.v1.ConcernStanding;
import uk.yjx.safeguarding.v1.ThreadEntry;

/** Concerns as people read them. */
public final class ConcernText {

  private ConcernText() {}

  /** A table of concerns. */
  static Table table(List<ConcernHead> concerns) {
    Table table = Table.of("RISK", "CHILD", "FROM", "TO", "STATE", "RAISED", "THEN TO", "CONCERN");
    for (ConcernHead head : concerns) {
      table.row(
          head.getRisk() == ConcernRisk.CONCERN_RISK_IMMEDIATE
              ? new Cell("immediate", Tone.ALARM)
              : Cell.of("other"),
          Cell.of(
              head.getChildName()
                  + (head.getDoNotContactFamily() ? " (DO NOT CONTACT FAMILY)" : "")),
          Cell.of(head.getFromAgency()),
          Cell.of(head.getToAgency()),
          Cell.of(ContractWords.of(head.getStanding().getState())),
          Cell.of(Times.text(head.getRaisedAt())),
          Cell.of(next(head.getStanding())),
          Cell.of(head.getConcernId()));
    }
    return table;
  }

  /** «team manager at 16:00»; empty when it goes to nobody else. */
  public static String next(ConcernStanding standing) {
    return standing.getNextPostsCount() == 0
        ? ""
        : posts(standing.getNextPostsList()) + " at " + Times.text(standing.getNextAt());
  }

  /** What it is about and how it stands. */
  static List<String> head(ConcernHead head) {
    List<String> lines = new ArrayList<>();
    lines.add(
        head.getChildName()
            + (head.getChildBorn().isEmpty() ? "" : ", born " + head.getChildBorn())
            + (head.getServiceChildId().isEmpty() ? "" : " (" + head.getServiceChildId() + ")"));
    lines.add(
        head.getFromAgency()
            + " to "
            + head.getToAgency()
            + ", "
            + ContractWords.of(head.getStanding().getState())
            + ", climbed "
            + head.getStanding().getClimbs());
    if (!head.getStanding().getQuestionFor().isEmpty()) {
      lines.add("a question waits for " + head.getStanding().getQuestionFor());
    }
    if (head.getStanding().hasAcknowledgeBy()) {
      lines.add("to be acknowledged by " + Times.text(head.getStanding().getAcknowledgeBy()));
    }
    String next = next(head.getStanding());
    if (!next.isEmpty()) {
      lines.add("this goes to " + next + ", in both agencies");
    }
    return lines;
  }

  /** One entry, marked fact, assessment or opinion, with the family's text apart. */
  static String entry(ThreadEntry entry) {
    StringBuilder text = new StringBuilder();
    text.append(entry.getNumber()).append(". ").append(Times.text(entry.getAt())).append(' ');
    text.append(ContractWords.of(entry.getKind()).replace('-', ' '));
    if (!entry.getAuthor().isEmpty()) {
      text.append(", ").append(entry.getAuthor());
    }
    if (entry.getDecision() != ConcernDecision.CONCERN_DECISION_UNSPECIFIED) {
      text.append(", ").append(ContractWords.of(entry.getDecision()).replace('-', ' '));
    }
    if (entry.getToldCount() > 0) {
      text.append(": told ").append(posts(entry.getToldList())).append(" of both agencies");
    }
    if (entry.getCorrects() > 0) {
      text.append(", corrects ").append(entry.getCorrects());
    }
    if (entry.getCorrected()) {
      text.append(" [CORRECTED BELOW]");
    }
    if (entry.getWithheld()) {
      text.append("\n   (for other roles)");
    }
    if (entry.hasMessage()) {
      text.append("\n   [")
          .append(ContractWords.of(entry.getMessage().getBasis()))
          .append("] ")
          .append(entry.getMessage().getText());
      if (!entry.getMessage().getFamilyText().isEmpty()) {
        text.append("\n   FOR THE FAMILY: ").append(entry.getMessage().getFamilyText());
      }
    }
    return text.toString();
  }

  /** Offices in words. */
  public static String posts(List<Post> posts) {
    return posts.stream()
        .map(post -> ContractWords.of(post).replace('-', ' '))
        .collect(Collectors.joining(", "));
  }
}
