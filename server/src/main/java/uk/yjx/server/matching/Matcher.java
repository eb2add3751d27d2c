package uk.yjx.server.matching;

import jakarta.inject.Singleton;
import java.sql.Connection;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import uk.yjx.server.caseload.CaseBook;
import uk.yjx.server.caseload.Caseload;
import uk.yjx.server.caseload.ChildCase;
import uk.yjx.server.journal.FactSource;
import uk.yjx.server.kernel.ChildId;
import uk.yjx.server.kernel.PersonDescription;

/** Matches against the open cases of the caseload as of the position the facts reflect. */
@Singleton
public final class Matcher implements FactSource {
  /** After the caseload, which it reads. */
  private static final int RANK = 40;

  private final Caseload caseload;
  private final ContestedDetails contested;
  private volatile MatchIndex index = MatchIndex.empty();

  Matcher(Caseload caseload, ContestedDetails contested) {
    this.caseload = caseload;
    this.contested = contested;
  }

  /**
   * Which child the description is of. A plan reads the journal's stamp first and depends on every
   * match key of the description.
   */
  public Match match(Evidence evidence) {
    Match match = index.match(evidence);
    return match instanceof Match.Linked linked && contested.isContested(linked.child(), evidence)
        ? new Match.Review(List.of(linked.child()), Rule.IDENTITY_DISPUTED)
        : match;
  }

  /** As {@link #match(Evidence)}, for whoever asks once. */
  public Match match(PersonDescription person) {
    return match(Evidence.of(person));
  }

  /** The index now, for several questions upon the same children. */
  public MatchIndex now() {
    return index;
  }

  @Override
  public void refresh(Connection connection, long after, long upTo) {
    CaseBook book = caseload.now();
    List<Candidate> open = new ArrayList<>();
    List<ChildId> gone = new ArrayList<>();
    for (ChildId id : caseload.changedSince(after)) {
      Optional<ChildCase> it = book.child(id).filter(found -> !found.closed());
      it.ifPresentOrElse(found -> open.add(new Candidate(id, found.person())), () -> gone.add(id));
    }
    index = index.with(open, gone);
  }

  @Override
  public int rank() {
    return RANK;
  }
}
