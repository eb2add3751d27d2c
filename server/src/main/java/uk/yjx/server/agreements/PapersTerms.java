package uk.yjx.server.agreements;

import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import uk.yjx.agreements.v1.Agreement;
import uk.yjx.agreements.v1.DataCategory;
import uk.yjx.agreements.v1.PapersStage;
import uk.yjx.agreements.v1.PapersTerm;
import uk.yjx.server.kernel.Violations;

/**
 * What an agreement may say of papers: each step once, and only what its steps can be counted by.
 */
final class PapersTerms {

  private PapersTerms() {}

  /** The terms; adds what cannot be to the violations. */
  static List<PapersTerm> read(Agreement sent, Violations violations) {
    Set<PapersStage> seen = EnumSet.noneOf(PapersStage.class);
    for (int i = 0; i < sent.getPapersCount(); i++) {
      PapersTerm term = sent.getPapers(i);
      String path = "agreement.papers[" + i + "]";
      if (!seen.add(term.getStage())) {
        violations.add("PAPERS_TERM_TWICE", path + ".stage", "each step is named once");
      }
      if (term.hasWorkingDaysBefore() != (term.getStage() == PapersStage.PAPERS_STAGE_PANEL)) {
        violations.add(
            "PAPERS_TERM_NOT_OF_STAGE",
            path,
            "papers for a panel, and only those, are due so many working days before it");
      }
    }
    if (sent.getPapersCount() > 0
        && !sent.getCategoriesList().contains(DataCategory.DATA_CATEGORY_CASE_PAPERS)) {
      violations.add(
          "PAPERS_NOT_COVERED", "agreement.papers", "an agreement that owes papers covers them");
    }
    return sent.getPapersList();
  }
}
