package uk.yjx.server.caseload;

import jakarta.inject.Singleton;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import uk.yjx.server.journal.FactSource;
import uk.yjx.server.kernel.ChildId;
import uk.yjx.server.storage.Vault;

/** The caseload in memory, kept equal to its tables. */
@Singleton
public final class Caseload implements FactSource {
  private static final int RANK = 30;

  private record Refreshed(CaseBook book, long after, List<ChildId> changed) {}

  private final Vault vault;
  private volatile Refreshed current = new Refreshed(CaseBook.EMPTY, 0, List.of());

  Caseload(Vault vault) {
    this.vault = vault;
  }

  /**
   * The caseload now. A plan reads the journal's stamp first and depends on {@code child}, on
   * {@code service} for cover, or on {@code caseNumber}.
   */
  public CaseBook now() {
    return current.book;
  }

  /**
   * Children whose cases changed after a position; some that did not may be among them. For fact
   * sources of later rank, which are refreshed right after this one with the same position.
   */
  public List<ChildId> changedSince(long after) {
    Refreshed now = current;
    if (after >= now.after) {
      return now.changed;
    }
    List<ChildId> all = new ArrayList<>(now.changed);
    now.book.forEach(it -> all.add(it.id()));
    return all;
  }

  @Override
  public void refresh(Connection connection, long after, long upTo) throws SQLException {
    CaseChanges changes = CaseChanges.read(connection, vault, after, upTo);
    List<ChildId> changed = new ArrayList<>(changes.erased());
    changes.cases().forEach(it -> changed.add(it.id()));
    current =
        new Refreshed(
            current.book.with(
                changes.cases(), changes.erased(), changes.covers(), changes.separations()),
            after,
            changed);
  }

  @Override
  public int rank() {
    return RANK;
  }
}
