package uk.yjx.server.intake;

import uk.yjx.server.agreements.AgreementBook;
import uk.yjx.server.caseload.CaseBook;
import uk.yjx.server.caseload.RelationshipBook;
import uk.yjx.server.clocks.DueTimes;
import uk.yjx.server.identity.Directory;
import uk.yjx.server.matching.Evidence;
import uk.yjx.server.matching.Match;

/**
 * The facts a plan is decided upon, all in memory.
 *
 * @param stamp the position of the journal they reflect, or an earlier one
 */
public record Snapshot(
    long stamp,
    Directory directory,
    AgreementBook agreements,
    CaseBook cases,
    RelationshipBook related,
    Matching matching,
    DueTimes due) {

  /** Says which child a person is. */
  public interface Matching {

    /** The best that can be said of one person. */
    Match match(Evidence evidence);
  }
}
