package uk.yjx.server.casepapers;

import jakarta.inject.Singleton;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import uk.yjx.casepapers.v1.DeclineReason;
import uk.yjx.casepapers.v1.DocumentKind;
import uk.yjx.casepapers.v1.PapersContent;
import uk.yjx.casepapers.v1.SenderCause;
import uk.yjx.server.journal.BulkInsert;
import uk.yjx.server.journal.Entry;
import uk.yjx.server.journal.Script;
import uk.yjx.server.journal.TableWriter;
import uk.yjx.server.kernel.AgencyId;
import uk.yjx.server.kernel.ChildId;
import uk.yjx.server.storage.RecordKey;
import uk.yjx.server.storage.Vault;

/** What is written of papers that come, are answered, are asked for, and are told to senders. */
@Singleton
final class ProgressTables {
  static final String REASON_PURPOSE = "casepapers.answer";

  private final Vault vault;
  private final TableWriter<Arrived> arrivals = new Inserting<>(20, ARRIVALS);
  private final TableWriter<SealedAnswer> answers = new Inserting<>(130, ANSWERS);
  private final TableWriter<Requested> requests = new Inserting<>(130, REQUESTS);
  private final TableWriter<Line> lines = new Inserting<>(130, LINES);
  private final TableWriter<UUID> replacing = new Replacing();

  ProgressTables(Vault vault) {
    this.vault = vault;
  }

  /** A document of a case that became readable for a child's service. */
  record Arrived(ChildId child, long urnKey, UUID series, DocumentKind kind, Instant at) {}

  /** What a sender said of one content. */
  record Said(UUID expectation, Completeness.Answer answer, DeclineReason declined) {}

  /** A content that was asked for by name. */
  record Requested(UUID expectation, PapersContent content, Instant at) {}

  /** Something a sender is to be told; lines of an entry are told in order. */
  record Line(AgencyId agency, UUID expectation, SenderCause cause) {}

  private record SealedAnswer(Said said, byte @Nullable [] reason) {}

  void arrived(Entry.Builder entry, Arrived document) {
    entry.row(arrivals, document);
  }

  /** What a series held before is replaced; what the same entry adds to it is not. */
  void replace(Entry.Builder entry, UUID series) {
    entry.row(replacing, series);
  }

  /** An answer; its reason in words is sealed under the entry's key, none when empty. */
  void answer(Entry.Builder entry, RecordKey key, Said said, String reason) {
    byte[] sealed =
        reason.isEmpty()
            ? null
            : vault.seal(key, reason.getBytes(StandardCharsets.UTF_8), REASON_PURPOSE);
    entry.row(answers, new SealedAnswer(said, sealed));
  }

  void request(Entry.Builder entry, Requested requested) {
    entry.row(requests, requested);
  }

  void tellSender(Entry.Builder entry, Line line) {
    entry.row(lines, line);
  }

  /** Whether an entry tells an agency anything. */
  boolean tells(Entry entry) {
    return !entry.rowsOf(lines).isEmpty();
  }

  private static final BulkInsert<TableWriter.Placed<Arrived>> ARRIVALS =
      BulkInsert.into("casepapers.arrival")
          .int8("position")
          .int4("ordinal")
          .uuid("child_id")
          .int8("urn_key")
          .uuid("series_id")
          .int2("document_kind")
          .timestamptz("available_at")
          .filledBy((placed, row) ->
              row.put(placed.position())
                  .put(placed.ordinal())
                  .put(placed.row().child().value())
                  .put(placed.row().urnKey())
                  .put(placed.row().series())
                  .put(placed.row().kind().getNumber())
                  .put(placed.row().at()));

  private static final BulkInsert<TableWriter.Placed<SealedAnswer>> ANSWERS =
      BulkInsert.into("casepapers.answer")
          .int8("position")
          .int4("ordinal")
          .uuid("expectation_id")
          .int2("content")
          .int2("answer")
          .int2("decline_reason")
          .timestamptz("expected_by")
          .timestamptz("answered_at")
          .bytea("sealed")
          .filledBy((placed, row) -> {
            Said said = placed.row().said();
            row.put(placed.position())
                .put(placed.ordinal())
                .put(said.expectation())
                .put(said.answer().content().getNumber())
                .put(said.answer().answer().getNumber())
                .put(said.declined().getNumber())
                .put(said.answer().expectedBy())
                .put(said.answer().at())
                .put(placed.row().reason());
          });

  private static final BulkInsert<TableWriter.Placed<Requested>> REQUESTS =
      BulkInsert.into("casepapers.content_request")
          .int8("position")
          .int4("ordinal")
          .uuid("expectation_id")
          .int2("content")
          .timestamptz("requested_at")
          .filledBy((placed, row) ->
              row.put(placed.position())
                  .put(placed.ordinal())
                  .put(placed.row().expectation())
                  .put(placed.row().content().getNumber())
                  .put(placed.row().at()));

  private static final BulkInsert<TableWriter.Placed<Line>> LINES =
      BulkInsert.into("casepapers.sender_line")
          .text("agency")
          .int8("position")
          .int4("ordinal")
          .uuid("expectation_id")
          .int2("cause")
          .filledBy((placed, row) ->
              row.put(placed.row().agency().value())
                  .put(placed.position())
                  .put(placed.ordinal())
                  .put(placed.row().expectation())
                  .put(placed.row().cause().getNumber()));

  private static final class Inserting<R> implements TableWriter<R> {
    private final int rank;
    private final BulkInsert<Placed<R>> insert;

    Inserting(int rank, BulkInsert<Placed<R>> insert) {
      this.rank = rank;
      this.insert = insert;
    }

    @Override
    public void write(Connection c, List<Placed<R>> rows) throws SQLException {
      insert.execute(c, rows);
    }

    @Override
    public boolean append(Script script, List<Placed<R>> rows) {
      return insert.append(script, rows);
    }

    @Override
    public int rank() {
      return rank;
    }
  }

  private static final class Replacing implements TableWriter<UUID> {
    private static final String REPLACE =
        """
        UPDATE casepapers.arrival
        SET replaced = true
        WHERE series_id = ? AND position < ? AND NOT replaced
        """;

    @Override
    public void write(Connection c, List<Placed<UUID>> rows) throws SQLException {
      try (PreparedStatement s = c.prepareStatement(REPLACE)) {
        for (Placed<UUID> placed : rows) {
          s.setObject(1, placed.row());
          s.setLong(2, placed.position());
          s.addBatch();
        }
        s.executeBatch();
      }
    }

    @Override
    public int rank() {
      return 131;
    }
  }
}
