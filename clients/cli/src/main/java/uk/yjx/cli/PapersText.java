package uk.yjx.cli;

import java.util.List;
import java.util.stream.Collectors;
import uk.yjx.alerts.v1.CourtFacts;
import uk.yjx.alerts.v1.PapersExpectedFacts;
import uk.yjx.alerts.v1.PapersFacts;
import uk.yjx.casepapers.v1.ContentState;
import uk.yjx.casepapers.v1.Disposal;
import uk.yjx.casepapers.v1.ExpectationState;
import uk.yjx.casepapers.v1.PapersExpected;
import uk.yjx.casepapers.v1.PapersWanted;
import uk.yjx.cli.output.Cell;
import uk.yjx.cli.output.Table;
import uk.yjx.cli.output.Tone;

/** Papers and court events as people read them. */
public final class PapersText {

  private PapersText() {}

  /** The board. */
  public static Table board(List<PapersExpected> expected) {
    Table table =
        Table.of(
            "DUE",
            "CHILD",
            "FOR",
            "ORDER",
            "FROM",
            "STATE",
            "HAVE",
            "NOT THERE",
            "URN",
            "EXPECTED");
    for (PapersExpected one : expected) {
      table.row(
          Cell.of(Times.text(one.getDueAt())),
          Cell.of(one.getServiceChildId()),
          Cell.of(words(one.getStage())),
          Cell.of(
              one.getDisposal() == Disposal.DISPOSAL_UNSPECIFIED ? "" : words(one.getDisposal())),
          Cell.of(one.getExpectedFrom()),
          state(one),
          Cell.of(there(one)),
          Cell.of(notThere(one)),
          Cell.of(one.getUrn()),
          Cell.of(one.getExpectedId()));
    }
    return table;
  }

  /** What services wait for. */
  static Table wanted(List<PapersWanted> wanted) {
    Table table =
        Table.of("DUE", "SERVICE", "FOR", "URN", "DEFENDANT", "MISSING", "#CHASED", "EXPECTED");
    for (PapersWanted one : wanted) {
      table.row(
          one.getOverdue()
              ? new Cell("OVERDUE " + Times.text(one.getDueAt()), Tone.ALARM)
              : Cell.of(Times.text(one.getDueAt())),
          Cell.of(one.getService()),
          Cell.of(words(one.getStage())),
          Cell.of(one.getUrn()),
          Cell.of(one.getDefendant()),
          Cell.of(
              one.getMissingList().stream()
                  .map(c -> words(c) + (one.getRequestedList().contains(c) ? " (asked for)" : ""))
                  .collect(Collectors.joining(", "))),
          Cell.of(one.getChases()),
          Cell.of(one.getExpectedId()));
    }
    return table;
  }

  /** What a worker is told of a court event. */
  static String of(CourtFacts court) {
    String what = court.getWhat().toLowerCase(java.util.Locale.ROOT).replace('_', ' ');
    String order =
        court.getDisposal() == Disposal.DISPOSAL_UNSPECIFIED
            ? ""
            : ": " + words(court.getDisposal());
    String mark = court.getWithdrawn() ? " WITHDRAWN" : court.getCorrected() ? " corrected" : "";
    return what + order + mark + ", " + court.getUrn();
  }

  /** What a worker is told of papers that came. */
  static String of(PapersFacts papers) {
    String held = papers.getHeldBack() == 0 ? "" : ", " + papers.getHeldBack() + " held back";
    return papers.getDocuments()
        + (papers.getDocuments() == 1 ? " document" : " documents")
        + held
        + ", package "
        + papers.getPackageId();
  }

  /** What a worker is told of papers that were expected. */
  static String of(PapersExpectedFacts papers) {
    String missing =
        papers.getMissingList().isEmpty()
            ? ""
            : ": "
                + String.join(
                    ", ", papers.getMissingList().stream().map(PapersText::words).toList())
                + " missing";
    return words(papers.getProgress())
        + missing
        + ", for "
        + words(papers.getStage())
        + ", due "
        + Times.text(papers.getDueAt());
  }

  /** One line of the board. */
  public static String line(PapersExpected one) {
    return one.getServiceChildId()
        + ", "
        + words(one.getDisposal())
        + ": due "
        + Times.text(one.getDueAt())
        + ", "
        + words(one.getState())
        + " "
        + Times.text(one.getCompleteAt());
  }

  /** A value of the contract as words. */
  public static String words(Enum<?> value) {
    return ContractWords.of(value).replace('-', ' ');
  }

  private static String there(PapersExpected one) {
    return one.getContentsList().stream()
        .filter(c -> c.getState() == ContentState.CONTENT_STATE_HAVE)
        .map(c -> words(c.getContent()))
        .collect(Collectors.joining(", "));
  }

  private static String notThere(PapersExpected one) {
    return one.getContentsList().stream()
        .filter(c -> c.getState() != ContentState.CONTENT_STATE_HAVE)
        .map(c -> words(c.getContent()) + ": " + words(c.getState()))
        .collect(Collectors.joining(", "));
  }

  private static Cell state(PapersExpected one) {
    if (one.getOverdue()) {
      return new Cell("OVERDUE", Tone.ALARM);
    }
    return one.getState() == ExpectationState.EXPECTATION_STATE_COMPLETE
        ? new Cell("complete", Tone.GOOD)
        : Cell.of(words(one.getState()));
  }
}
