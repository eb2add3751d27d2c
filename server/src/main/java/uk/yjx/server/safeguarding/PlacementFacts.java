package uk.yjx.server.safeguarding;

import jakarta.inject.Singleton;
import java.sql.Connection;
import java.sql.SQLException;
import uk.yjx.server.caseload.RelationshipBook;
import uk.yjx.server.caseload.Relationships;
import uk.yjx.server.journal.FactSource;

/** Placements in memory, kept equal to their table, so that every notice is routed by them. */
@Singleton
final class PlacementFacts implements FactSource, Relationships {
  private static final int RANK = 35;

  private volatile RelationshipBook current = RelationshipBook.EMPTY;

  @Override
  public RelationshipBook now() {
    return current;
  }

  @Override
  public void refresh(Connection connection, long after, long upTo) throws SQLException {
    current =
        current.with(
            PlacementStore.changed(connection, after, upTo).stream()
                .map(HostedChild::relationship)
                .toList());
  }

  @Override
  public int rank() {
    return RANK;
  }
}
