package uk.yjx.server.casepapers;

import jakarta.inject.Singleton;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import uk.yjx.casepapers.v1.PackageRelation;
import uk.yjx.casepapers.v1.PackageState;
import uk.yjx.server.journal.BulkInsert;
import uk.yjx.server.journal.Entry;
import uk.yjx.server.journal.Script;
import uk.yjx.server.journal.TableWriter;
import uk.yjx.server.kernel.AgencyId;
import uk.yjx.server.kernel.ChildId;

/** What entries write of packages. */
@Singleton
final class PackageTables {
  static final String PACKAGE_PURPOSE = "casepapers.package";

  private final TableWriter<NewPackage> packages = new Packages();
  private final TableWriter<NewDocument> documents = new Documents();
  private final TableWriter<Completed> completions = new Completions();
  private final TableWriter<Ended> endings = new Endings();
  private final TableWriter<Forgotten> forgotten = new ForgottenDocuments();
  private final TableWriter<Link> links = new PackageLinks();
  private final TableWriter<Link> decided = new DecidedLinks();

  /** A package that is announced. */
  record NewPackage(
      UUID id,
      AgencyId agency,
      UUID series,
      int version,
      PackageRelation relation,
      long urnFingerprint,
      byte[] sealed,
      Instant createdAt,
      Instant expiresAt) {}

  /** A document that is announced. */
  record NewDocument(UUID id, UUID packageId, int ordinal, long size) {}

  /** A package whose documents become available. */
  record Completed(UUID packageId, Instant at) {}

  /** A package of which nothing is kept. */
  record Ended(UUID packageId, PackageState state, Instant at) {}

  /** A document that begins again. */
  record Forgotten(UUID documentId, Instant at) {}

  /** The child a package is about, or may be about. */
  record Link(UUID packageId, ChildId child, int outcome, String rule) {
    static final int LINKED = 1;
    static final int REVIEW = 2;

    /** Somebody decided that it is not this child. */
    static final int NOT = 3;
  }

  void announce(Entry.Builder entry, NewPackage row, List<NewDocument> of) {
    entry.row(packages, row).weighing(row.sealed().length);
    of.forEach(document -> entry.row(documents, document));
  }

  void complete(Entry.Builder entry, Completed row) {
    entry.row(completions, row);
  }

  void end(Entry.Builder entry, Ended row) {
    entry.row(endings, row);
  }

  void forget(Entry.Builder entry, Forgotten row) {
    entry.row(forgotten, row);
  }

  void link(Entry.Builder entry, Link row) {
    entry.row(links, row);
  }

  /** Somebody decided about a child that the package may be about. */
  void decide(Entry.Builder entry, Link row) {
    entry.row(decided, row);
  }

  private static final class Packages implements TableWriter<NewPackage> {
    private static final BulkInsert<Placed<NewPackage>> INSERT =
        BulkInsert.into("casepapers.package")
            .uuid("package_id")
            .int8("position")
            .text("agency_id")
            .uuid("series_id")
            .int4("version")
            .int2("relation")
            .int8("urn_fingerprint")
            .bytea("sealed")
            .int2("state")
            .timestamptz("created_at")
            .timestamptz("expires_at")
            .filledBy((placed, row) -> {
              NewPackage p = placed.row();
              row.put(p.id())
                  .put(placed.position())
                  .put(p.agency().value())
                  .put(p.series())
                  .put(p.version())
                  .put(p.relation().getNumber())
                  .put(p.urnFingerprint())
                  .put(p.sealed())
                  .put(PackageState.PACKAGE_STATE_OPEN_VALUE)
                  .put(p.createdAt())
                  .put(p.expiresAt());
            });

    @Override
    public void write(Connection c, List<Placed<NewPackage>> rows) throws SQLException {
      INSERT.execute(c, rows);
    }

    @Override
    public boolean append(Script script, List<Placed<NewPackage>> rows) {
      return INSERT.append(script, rows);
    }
  }

  private static final class Documents implements TableWriter<NewDocument> {
    private static final BulkInsert<Placed<NewDocument>> INSERT =
        BulkInsert.into("casepapers.document")
            .uuid("document_id")
            .uuid("package_id")
            .int2("ordinal")
            .int8("size_bytes")
            .int2("state")
            .filledBy((placed, row) ->
                row.put(placed.row().id())
                    .put(placed.row().packageId())
                    .put(placed.row().ordinal())
                    .put(placed.row().size())
                    .put(uk.yjx.casepapers.v1.DocumentState.DOCUMENT_STATE_AWAITED_VALUE));

    @Override
    public void write(Connection c, List<Placed<NewDocument>> rows) throws SQLException {
      INSERT.execute(c, rows);
    }

    @Override
    public int rank() {
      return 110;
    }
  }

  private static final class Completions implements TableWriter<Completed> {
    private static final String COMPLETE =
        """
        UPDATE casepapers.package
        SET state = 2, completed_position = ?, completed_at = ?
        WHERE package_id = ? AND state = 1
        """;
    private static final String AVAILABLE =
        "UPDATE casepapers.document SET state = 4 WHERE package_id = ? AND state = 3";
    private static final String DISCARD =
        """
        SELECT casepapers.discard(document_id, ?)
        FROM casepapers.document
        WHERE package_id = ? AND state = 6
        ORDER BY ordinal
        """;

    @Override
    public void write(Connection c, List<Placed<Completed>> rows) throws SQLException {
      try (PreparedStatement complete = c.prepareStatement(COMPLETE);
          PreparedStatement available = c.prepareStatement(AVAILABLE);
          PreparedStatement discard = c.prepareStatement(DISCARD)) {
        for (Placed<Completed> placed : rows) {
          complete.setLong(1, placed.position());
          complete.setTimestamp(2, Timestamp.from(placed.row().at()));
          complete.setObject(3, placed.row().packageId());
          complete.executeUpdate();
          available.setObject(1, placed.row().packageId());
          available.executeUpdate();
          discard.setTimestamp(1, Timestamp.from(placed.row().at()));
          discard.setObject(2, placed.row().packageId());
          discard.execute();
        }
      }
    }

    @Override
    public int rank() {
      return 120;
    }
  }

  private static final class Endings implements TableWriter<Ended> {
    private static final String END =
        """
        UPDATE casepapers.package
        SET state = ?, sealed = NULL
        WHERE package_id = ? AND state = 1
        """;
    private static final String FORGET =
        """
        SELECT casepapers.forget(document_id, ?)
        FROM casepapers.document
        WHERE package_id = ?
        ORDER BY ordinal
        """;

    @Override
    public void write(Connection c, List<Placed<Ended>> rows) throws SQLException {
      try (PreparedStatement end = c.prepareStatement(END);
          PreparedStatement forget = c.prepareStatement(FORGET)) {
        for (Placed<Ended> placed : rows) {
          end.setInt(1, placed.row().state().getNumber());
          end.setObject(2, placed.row().packageId());
          end.executeUpdate();
          forget.setTimestamp(1, Timestamp.from(placed.row().at()));
          forget.setObject(2, placed.row().packageId());
          forget.execute();
        }
      }
    }

    @Override
    public int rank() {
      return 130;
    }
  }

  private static final class ForgottenDocuments implements TableWriter<Forgotten> {
    @Override
    public void write(Connection c, List<Placed<Forgotten>> rows) throws SQLException {
      for (Placed<Forgotten> placed : rows) {
        UploadLedger.forget(c, placed.row().documentId(), placed.row().at());
      }
    }

    @Override
    public int rank() {
      return 140;
    }
  }
}
