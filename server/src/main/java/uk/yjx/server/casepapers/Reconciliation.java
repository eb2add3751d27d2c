package uk.yjx.server.casepapers;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import uk.yjx.casepapers.v1.ExpectationState;
import uk.yjx.casepapers.v1.PapersExpected;
import uk.yjx.server.journal.Receipts;

/**
 * What must change so that the expectations of a matter are those it calls for. Pure: of the same
 * matter it asks for the same expectations, whatever events led there and in which order.
 *
 * @param open expectations to be opened
 * @param changed expectations that stay, with other facts
 * @param moved expectations that stay, due at another time
 * @param closed expectations that are wanted no longer
 * @param reopened expectations that are wanted again
 */
record Reconciliation(
    List<ExpectationRow> open,
    List<ExpectationRow> changed,
    List<ExpectationRow> moved,
    List<ExpectationRow> closed,
    List<ExpectationRow> reopened) {

  Reconciliation {
    open = List.copyOf(open);
    changed = List.copyOf(changed);
    moved = List.copyOf(moved);
    closed = List.copyOf(closed);
    reopened = List.copyOf(reopened);
  }

  /**
   * Compares what there is with what is wanted.
   *
   * @param existing every expectation there ever was in the matter
   * @param wanted what the matter calls for and somebody has agreed to send, each as it would be
   *     opened now
   */
  static Reconciliation of(List<ExpectationRow> existing, List<ExpectationRow> wanted) {
    Map<UUID, ExpectationRow> known = new HashMap<>();
    existing.forEach(row -> known.put(row.id(), row));
    List<ExpectationRow> open = new ArrayList<>();
    List<ExpectationRow> changed = new ArrayList<>();
    List<ExpectationRow> moved = new ArrayList<>();
    List<ExpectationRow> closed = new ArrayList<>();
    List<ExpectationRow> reopened = new ArrayList<>();
    for (ExpectationRow want : wanted) {
      ExpectationRow row = known.remove(want.id());
      if (row == null) {
        open.add(want);
        continue;
      }
      ExpectationRow now = row.with(want.facts(), want.dueAt());
      if (row.state() == ExpectationState.EXPECTATION_STATE_CLOSED) {
        reopened.add(now.in(ExpectationState.EXPECTATION_STATE_OPEN));
      } else if (!now.dueAt().equals(row.dueAt())) {
        moved.add(now);
      } else if (!now.equals(row)) {
        changed.add(now);
      }
    }
    known.values().stream()
        .filter(ExpectationRow::isOpen)
        .map(row -> row.in(ExpectationState.EXPECTATION_STATE_CLOSED))
        .forEach(closed::add);
    return new Reconciliation(open, changed, moved, closed, reopened);
  }

  /** What is shown of an expectation and follows from the matter. */
  static PapersExpected facts(WantedPapers wanted, String urn, String defendant) {
    PapersExpected.Builder facts =
        PapersExpected.newBuilder()
            .setUrn(urn)
            .setDefendant(defendant)
            .setDisposal(wanted.disposal())
            .setPlea(wanted.plea())
            .setFileType(wanted.fileType());
    Instant panel = wanted.panelAt();
    if (panel != null) {
      facts.setPanelAt(Receipts.timestamp(panel));
    }
    Instant assessment = wanted.assessmentStartedAt();
    if (assessment != null) {
      facts.setAssessmentStartedAt(Receipts.timestamp(assessment));
    }
    return facts.build();
  }
}
