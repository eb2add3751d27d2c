package uk.yjx.server.caseload;

import jakarta.inject.Singleton;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import uk.yjx.server.journal.BulkInsert;
import uk.yjx.server.journal.TableWriter;
import uk.yjx.server.kernel.PrincipalId;

/** Writes cases with their allocations. */
@Singleton
final class CaseTable implements TableWriter<CaseTable.Row> {
  /** What the sealed part of a case is bound to. */
  static final String SEALED_PURPOSE = "caseload.case";

  /**
   * A case as it is from now on.
   *
   * @param it the case
   * @param sealed who the child is and the orders, under the entry's key
   */
  record Row(ChildCase it, byte[] sealed) {}

  private record AllocationRow(ChildCase it, int ordinal, long position) {
    Allocation allocation() {
      return it.allocations().get(ordinal);
    }
  }

  private static final String PUT =
      """
      INSERT INTO caseload.child
        (child_id, service, service_child_id, closed, version, sealed, decided_at,
         changed_position)
      VALUES (?, ?, ?, ?, ?, ?, ?, ?)
      ON CONFLICT (child_id) DO UPDATE
      SET closed = excluded.closed,
          version = excluded.version,
          sealed = excluded.sealed,
          decided_at = excluded.decided_at,
          changed_position = excluded.changed_position
      """;

  private static final BulkInsert<AllocationRow> ALLOCATIONS =
      BulkInsert.into("caseload.allocation")
          .uuid("child_id")
          .int4("version")
          .int4("ordinal")
          .text("principal_id")
          .text("practice_group")
          .text("role")
          .timestamptz("valid_from")
          .timestamptz("valid_to")
          .int8("changed_position")
          .filledBy(CaseTable::fill);

  @Override
  public void write(Connection connection, List<Placed<Row>> rows) throws SQLException {
    List<AllocationRow> allocations = new ArrayList<>();
    try (PreparedStatement s = connection.prepareStatement(PUT)) {
      for (Placed<Row> placed : rows) {
        ChildCase it = placed.row().it();
        s.setObject(1, it.id().value());
        s.setString(2, it.service().value());
        s.setString(3, it.number());
        s.setBoolean(4, it.closed());
        s.setInt(5, it.version());
        s.setBytes(6, placed.row().sealed());
        s.setObject(7, it.decidedAt().atOffset(ZoneOffset.UTC));
        s.setLong(8, placed.position());
        s.addBatch();
        for (int i = 0; i < it.allocations().size(); i++) {
          allocations.add(new AllocationRow(it, i, placed.position()));
        }
      }
      s.executeBatch();
    }
    ALLOCATIONS.execute(connection, allocations);
  }

  private static void fill(AllocationRow a, BulkInsert.Row row) {
    PrincipalId worker = a.allocation().worker();
    row.put(a.it().id().value())
        .put(a.it().version())
        .put(a.ordinal())
        .put(worker == null ? null : worker.toString())
        .put(a.allocation().practiceGroup())
        .put(a.allocation().role().name())
        .put(a.allocation().from())
        .put(a.allocation().to())
        .put(a.position());
  }
}
