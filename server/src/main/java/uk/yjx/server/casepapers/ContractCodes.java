package uk.yjx.server.casepapers;

import java.util.Locale;
import uk.yjx.casepapers.v1.PapersAnswer;

/** Values of the contract as short codes for the log. */
final class ContractCodes {
  private static final String ANSWER = "PAPERS_ANSWER_";

  private ContractCodes() {}

  /** An answer, as in {@code not-held}. */
  static String of(PapersAnswer answer) {
    return answer.name().substring(ANSWER.length()).toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
