package uk.yjx.server.evidence;

import jakarta.inject.Singleton;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import uk.yjx.agreements.v1.SenderKnowledge;
import uk.yjx.server.agreements.Agreements;
import uk.yjx.server.alerts.ReadListener;
import uk.yjx.server.journal.BulkInsert;
import uk.yjx.server.journal.Entry;
import uk.yjx.server.journal.Script;
import uk.yjx.server.journal.TableWriter;

/** Notes reads for the owner of the record where an agreement grants that, and nothing else. */
@Singleton
final class ToldReads implements ReadListener {
  private final Agreements agreements;
  private final TableWriter<RecordRead> table = new Table();

  ToldReads(Agreements agreements) {
    this.agreements = agreements;
  }

  /** A read of something about a protected child is told to nobody, whatever is agreed. */
  @Override
  public void read(Entry.Builder entry, RecordRead read) {
    if (!read.aboutProtected() && isGranted(read.agreementId())) {
      entry.row(table, read);
    }
  }

  /** Whether senders may learn of reads under an agreement now. */
  boolean isGranted(String agreementId) {
    return agreements.now().senderMayLearn(agreementId, SenderKnowledge.SENDER_KNOWLEDGE_READS);
  }

  /** Whether any of the entries tells an owner something. */
  boolean anyIn(List<Entry> entries) {
    return entries.stream().anyMatch(entry -> !entry.rowsOf(table).isEmpty());
  }

  private static final class Table implements TableWriter<RecordRead> {
    private static final BulkInsert<Placed<RecordRead>> INSERT =
        BulkInsert.into("evidence.told_read")
            .text("owner")
            .int8("position")
            .int4("ordinal")
            .int8("record_position")
            .text("agreement_id")
            .text("reader_agency")
            .int2("reader_role")
            .filledBy((placed, row) ->
                row.put(placed.row().owner().value())
                    .put(placed.position())
                    .put(placed.ordinal())
                    .put(placed.row().recordPosition())
                    .put(placed.row().agreementId())
                    .put(placed.row().reader().value())
                    .put(placed.row().role().getNumber()));

    @Override
    public void write(Connection c, List<Placed<RecordRead>> rows) throws SQLException {
      INSERT.execute(c, rows);
    }

    @Override
    public boolean append(Script script, List<Placed<RecordRead>> rows) {
      return INSERT.append(script, rows);
    }
  }
}
