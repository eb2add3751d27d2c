package uk.yjx.server.casepapers;

import jakarta.inject.Singleton;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.InstantSource;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.BiConsumer;
import java.util.function.Predicate;
import uk.yjx.agreements.v1.DataCategory;
import uk.yjx.casepapers.v1.CreatePackageRequest;
import uk.yjx.intelligence.v1.NoticeKind;
import uk.yjx.linkage.v1.Desk;
import uk.yjx.server.identity.Caller;
import uk.yjx.server.intake.Doubt;
import uk.yjx.server.intake.DoubtSource;
import uk.yjx.server.intake.Submission;
import uk.yjx.server.journal.Entry;
import uk.yjx.server.journal.FactKey;
import uk.yjx.server.journal.RequestKey;
import uk.yjx.server.kernel.AgencyId;
import uk.yjx.server.kernel.ChildId;
import uk.yjx.server.storage.Database;
import uk.yjx.server.storage.RecordKey;

/** Completed packages of which a person must say whose papers they are. */
@Singleton
final class DoubtfulPackages implements DoubtSource {
  private static final int PAGE = 200;

  private static final String WAITING =
      """
      SELECT p.package_id, p.agency_id, p.completed_position, p.completed_at,
        array_agg(l.child_id ORDER BY l.child_id), min(l.rule)
      FROM casepapers.link l
      JOIN casepapers.package p ON p.package_id = l.package_id AND p.sealed IS NOT NULL
      WHERE l.outcome = 2 AND p.completed_position %s ?
        AND NOT EXISTS (
          SELECT 1 FROM casepapers.link d WHERE d.package_id = p.package_id AND d.outcome = 1)
      GROUP BY p.package_id, p.agency_id, p.completed_position, p.completed_at
      ORDER BY p.completed_position
      LIMIT ?
      """;

  private final Completions completions;
  private final PackageReader reader;
  private final Database database;
  private final InstantSource clock;

  DoubtfulPackages(
      Completions completions, PackageReader reader, Database database, InstantSource clock) {
    this.completions = completions;
    this.reader = reader;
    this.database = database;
    this.clock = clock;
  }

  private record Row(
      UUID id, AgencyId from, long position, Instant at, List<ChildId> candidates, String rule) {}

  @Override
  public Desk desk() {
    return Desk.DESK_PARTNERS;
  }

  @Override
  public String schema() {
    return PackageRecorder.CONTRACT;
  }

  @Override
  public List<Doubt> waiting(Predicate<ChildId> children, int max) {
    List<Doubt> found = new ArrayList<>();
    List<Row> page = rows(">", 0, PAGE);
    while (!page.isEmpty() && found.size() < max) {
      page.stream()
          .filter(row -> row.candidates().stream().anyMatch(children))
          .flatMap(row -> doubt(row).stream())
          .limit(max - found.size())
          .forEach(found::add);
      page = rows(">", page.getLast().position(), PAGE);
    }
    return found;
  }

  /** Every package is about one defendant. */
  @Override
  public Optional<Doubt> find(long record, int person) {
    return person == 0
        ? rows("=", record, 1).stream().flatMap(row -> doubt(row).stream()).findAny()
        : Optional.empty();
  }

  @Override
  public boolean othersWait(Doubt than) {
    return false;
  }

  @Override
  public Submission same(
      Doubt doubt,
      ChildId child,
      String operation,
      Caller caller,
      RequestKey request,
      BiConsumer<Entry.Builder, RecordKey> also) {
    StoredPackage stored = stored(doubt);
    CreatePackageRequest announced = reader.announced(stored).orElseThrow(Doubt.NOT_FOUND::refused);
    return new DecidedPapers(
        completions,
        stored,
        announced,
        doubt.record(),
        doubt.subject(),
        new DecidedPapers.By(operation, caller, request, child, clock.instant()),
        (entry, key) -> {
          depend(entry, stored);
          also.accept(entry, key);
        },
        reader.documents(stored.id()));
  }

  @Override
  public void ruleOut(Entry.Builder entry, Doubt doubt, ChildId child) {
    StoredPackage stored = stored(doubt);
    depend(entry, stored);
    completions
        .tables()
        .decide(
            entry, new PackageTables.Link(stored.id(), child, PackageTables.Link.NOT, "DECIDED"));
  }

  /** Papers that were sent about the wrong child are withdrawn by their sender. */
  @Override
  public List<Undone> unlink(Entry.Builder entry, long record, ChildId child) {
    return List.of();
  }

  private static void depend(Entry.Builder entry, StoredPackage stored) {
    entry.depends(FactKey.papers(stored.id())).touches(FactKey.papers(stored.id()));
  }

  private StoredPackage stored(Doubt doubt) {
    return rows("=", doubt.record(), 1).stream()
        .flatMap(row -> reader.find(row.id(), row.from()).stream())
        .findAny()
        .orElseThrow(Doubt.NOT_FOUND::refused);
  }

  private Optional<Doubt> doubt(Row row) {
    return reader
        .find(row.id(), row.from())
        .flatMap(
            stored -> reader.announced(stored).map(announced -> doubt(row, stored, announced)));
  }

  private Doubt doubt(Row row, StoredPackage stored, CreatePackageRequest announced) {
    return new Doubt(
        this,
        row.position(),
        0,
        row.from(),
        row.at(),
        row.candidates(),
        row.rule(),
        completions.subject(stored, announced, row.at()),
        DataCategory.DATA_CATEGORY_CASE_PAPERS,
        announced.getHandling(),
        Optional.empty(),
        NoticeKind.NOTICE_KIND_UNSPECIFIED);
  }

  private List<Row> rows(String order, long position, int max) {
    try (Connection c = database.pool().getConnection();
        PreparedStatement s = c.prepareStatement(WAITING.formatted(order))) {
      s.setLong(1, position);
      s.setInt(2, max);
      List<Row> rows = new ArrayList<>();
      try (ResultSet r = s.executeQuery()) {
        while (r.next()) {
          List<ChildId> candidates = new ArrayList<>();
          for (Object id : (Object[]) r.getArray(5).getArray()) {
            candidates.add(new ChildId((UUID) id));
          }
          rows.add(
              new Row(
                  r.getObject(1, UUID.class),
                  new AgencyId(r.getString(2)),
                  r.getLong(3),
                  r.getObject(4, OffsetDateTime.class).toInstant(),
                  candidates,
                  r.getString(6)));
        }
      }
      return rows;
    } catch (SQLException e) {
      throw PapersFailures.READ_FAILED.refused();
    }
  }
}
