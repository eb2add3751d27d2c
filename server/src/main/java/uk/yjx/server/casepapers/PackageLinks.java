package uk.yjx.server.casepapers;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import uk.yjx.server.journal.BulkInsert;
import uk.yjx.server.journal.TableWriter;

/** Writes whom packages are about, or may be about. */
final class PackageLinks implements TableWriter<PackageTables.Link> {
  private static final BulkInsert<Placed<PackageTables.Link>> INSERT =
      BulkInsert.into("casepapers.link")
          .uuid("package_id")
          .uuid("child_id")
          .int2("outcome")
          .text("rule")
          .int8("position")
          .filledBy((placed, row) ->
              row.put(placed.row().packageId())
                  .put(placed.row().child().value())
                  .put(placed.row().outcome())
                  .put(placed.row().rule())
                  .put(placed.position()));

  @Override
  public void write(Connection c, List<Placed<PackageTables.Link>> rows) throws SQLException {
    INSERT.execute(c, rows);
  }

  @Override
  public int rank() {
    return 150;
  }
}
