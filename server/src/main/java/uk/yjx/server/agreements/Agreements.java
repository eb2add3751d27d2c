package uk.yjx.server.agreements;

import jakarta.inject.Singleton;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import uk.yjx.server.journal.FactSource;

/** The agreements in memory, kept equal to their table. */
@Singleton
public final class Agreements implements FactSource {
  private static final int RANK = 20;

  private volatile AgreementBook current = AgreementBook.EMPTY;

  /**
   * The book now; a plan reads the journal's stamp first and depends on {@code agreements(from)}.
   */
  public AgreementBook now() {
    return current;
  }

  @Override
  public void refresh(Connection connection, long after, long upTo) throws SQLException {
    List<AgreementBook.Proposed> versions = AgreementTable.changed(connection, after, upTo);
    List<AgreementBook.StateChange> states = StateTable.changed(connection, after, upTo);
    if (!versions.isEmpty() || !states.isEmpty()) {
      current = current.with(versions, states);
    }
  }

  @Override
  public int rank() {
    return RANK;
  }
}
