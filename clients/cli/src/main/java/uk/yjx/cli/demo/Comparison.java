package uk.yjx.cli.demo;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import uk.yjx.cli.demo.ReplayRun.RequestKey;
import uk.yjx.operations.v1.MatchOutcome;
import uk.yjx.operations.v1.NoticeOutcome;
import uk.yjx.operations.v1.PersonOutcome;
import uk.yjx.world.CaseloadChild;
import uk.yjx.world.ReplayNotice;
import uk.yjx.world.Truth;

/**
 * What the exchange said of each notice against how the notice was made.
 *
 * @param wrongChild notices linked to another child than theirs
 * @param nameAndBirthOnly notices linked although no valid identifier led to the child
 * @param otherOutcome notices with another outcome than the truth's
 * @param missing notices of which the exchange says nothing
 */
record Comparison(int wrongChild, int nameAndBirthOnly, int otherOutcome, int missing) {

  /** Compares all notices. */
  static Comparison of(
      List<ReplayNotice> notices,
      Map<RequestKey, NoticeOutcome> outcomes,
      Map<CaseloadChild.Key, String> childIds) {
    int wrongChild = 0;
    int nameAndBirthOnly = 0;
    int otherOutcome = 0;
    int missing = 0;
    for (ReplayNotice notice : notices) {
      NoticeOutcome outcome = outcomes.get(RequestKey.of(notice));
      if (outcome == null) {
        missing++;
        continue;
      }
      String expected = notice.truth().child().map(childIds::get).orElse("");
      for (PersonOutcome person : linked(outcome)) {
        wrongChild += person.getChildId().equals(expected) ? 0 : 1;
        nameAndBirthOnly += person.getRule().contains("IDENTIFIER") ? 0 : 1;
      }
      otherOutcome += said(outcome) == notice.truth().outcome() ? 0 : 1;
    }
    return new Comparison(wrongChild, nameAndBirthOnly, otherOutcome, missing);
  }

  /** What does not hold, in words; empty when everything does. */
  List<String> problems() {
    List<String> problems = new ArrayList<>();
    add(problems, wrongChild, "linked to the wrong child");
    add(problems, nameAndBirthOnly, "linked on name and date of birth alone");
    add(problems, otherOutcome, "with another outcome than the truth's");
    add(problems, missing, "of which the exchange says nothing");
    return problems;
  }

  private static void add(List<String> problems, int count, String what) {
    if (count > 0) {
      problems.add(count + " notices " + what);
    }
  }

  private static Truth.Outcome said(NoticeOutcome outcome) {
    if (!linked(outcome).isEmpty()) {
      return Truth.Outcome.LINKED;
    }
    return outcome.getPersonsList().stream()
            .anyMatch(person -> person.getOutcome() == MatchOutcome.MATCH_OUTCOME_REVIEW)
        ? Truth.Outcome.REVIEW
        : Truth.Outcome.UNMATCHED;
  }

  private static List<PersonOutcome> linked(NoticeOutcome outcome) {
    return outcome.getPersonsList().stream()
        .filter(person -> person.getOutcome() == MatchOutcome.MATCH_OUTCOME_LINKED)
        .toList();
  }
}
