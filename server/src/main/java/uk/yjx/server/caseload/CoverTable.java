package uk.yjx.server.caseload;

import jakarta.inject.Singleton;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import uk.yjx.server.journal.BulkInsert;
import uk.yjx.server.journal.TableWriter;

/** Writes cover; what is recorded once is never changed. */
@Singleton
final class CoverTable implements TableWriter<Cover> {

  private static final BulkInsert<Placed<Cover>> COVERS =
      BulkInsert.into("caseload.cover")
          .int8("changed_position")
          .int4("ordinal")
          .text("service")
          .text("absent_principal_id")
          .text("cover_principal_id")
          .timestamptz("valid_from")
          .timestamptz("valid_to")
          .timestamptz("decided_at")
          .filledBy(CoverTable::fill);

  @Override
  public void write(Connection connection, List<Placed<Cover>> rows) throws SQLException {
    COVERS.execute(connection, rows);
  }

  private static void fill(Placed<Cover> placed, BulkInsert.Row row) {
    Cover cover = placed.row();
    row.put(placed.position())
        .put(placed.ordinal())
        .put(cover.service().value())
        .put(cover.absent().toString())
        .put(cover.standIn().toString())
        .put(cover.from())
        .put(cover.to())
        .put(cover.decidedAt());
  }
}
