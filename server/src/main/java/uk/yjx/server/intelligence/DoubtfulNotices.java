package uk.yjx.server.intelligence;

import com.google.protobuf.InvalidProtocolBufferException;
import jakarta.inject.Singleton;
import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.InstantSource;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.BiConsumer;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import uk.yjx.intelligence.v1.Notice;
import uk.yjx.linkage.v1.Desk;
import uk.yjx.server.identity.Caller;
import uk.yjx.server.intake.Doubt;
import uk.yjx.server.intake.DoubtSource;
import uk.yjx.server.intake.Submission;
import uk.yjx.server.journal.Entry;
import uk.yjx.server.journal.RequestKey;
import uk.yjx.server.kernel.AgencyId;
import uk.yjx.server.kernel.ChildId;
import uk.yjx.server.kernel.Violations;
import uk.yjx.server.storage.Database;
import uk.yjx.server.storage.RecordKey;
import uk.yjx.server.storage.Vault;

/** People in police notices of whom a person must say which child they are, if any. */
@Singleton
final class DoubtfulNotices implements DoubtSource {
  private static final int PAGE = 500;

  /** A row for each person who waits: not linked since, the candidates those not yet ruled out. */
  private static final String WAITING =
      """
      SELECT l.notice_position, l.person, min(l.rule), array_agg(l.child_id ORDER BY l.child_id),
        n.agency_id, e.recorded_at, n.sealed, k.wrapped
      FROM intelligence.link l
      JOIN intelligence.notice n ON n.position = l.notice_position AND n.sealed IS NOT NULL
      JOIN journal.entry e ON e.position = n.position
      JOIN storage.record_key k ON k.position = n.position
      WHERE l.outcome = 2
        AND (l.notice_position, l.person) %s (?, ?)
        AND NOT EXISTS (
          SELECT 1 FROM intelligence.link d
          WHERE d.notice_position = l.notice_position AND d.person = l.person
            AND (d.outcome = 1 OR d.outcome = 3 AND d.child_id = l.child_id))
      GROUP BY l.notice_position, l.person, n.agency_id, e.recorded_at, n.sealed, k.wrapped
      ORDER BY l.notice_position, l.person
      LIMIT ?
      """;

  private final NoticeLinks links;
  private final LinkedPersons linked;
  private final NoticeTables tables;
  private final Withdrawals withdrawals;
  private final Database database;
  private final Vault vault;
  private final InstantSource clock;

  DoubtfulNotices(
      NoticeLinks links,
      LinkedPersons linked,
      NoticeTables tables,
      Withdrawals withdrawals,
      Database database,
      Vault vault,
      InstantSource clock) {
    this.links = links;
    this.linked = linked;
    this.tables = tables;
    this.clock = clock;
    this.withdrawals = withdrawals;
    this.database = database;
    this.vault = vault;
  }

  @Override
  public Desk desk() {
    return Desk.DESK_POLICE;
  }

  @Override
  public String schema() {
    return "yjx.intelligence.v1.Notice";
  }

  @Override
  public List<Doubt> waiting(Predicate<ChildId> children, int max) {
    List<Doubt> found = new ArrayList<>();
    long notice = 0;
    int person = -1;
    int read = PAGE;
    while (read == PAGE && found.size() < max) {
      List<Row> page = rows(">", notice, person, PAGE);
      read = page.size();
      for (Row row : page) {
        notice = row.notice();
        person = row.person();
        if (found.size() < max && row.candidates().stream().anyMatch(children)) {
          doubt(row).ifPresent(found::add);
        }
      }
    }
    return found;
  }

  @Override
  public Optional<Doubt> find(long notice, int person) {
    return rows("=", notice, person, 1).stream().flatMap(row -> doubt(row).stream()).findAny();
  }

  @Override
  public boolean othersWait(Doubt than) {
    return rows(">=", than.record(), 0, PAGE).stream()
        .anyMatch(row -> row.notice() == than.record() && row.person() != than.person());
  }

  @Override
  public Submission same(
      Doubt doubt,
      ChildId child,
      String operation,
      Caller caller,
      RequestKey request,
      BiConsumer<Entry.Builder, RecordKey> also) {
    return new EarlierNotice(
        content(doubt),
        doubt.from(),
        doubt.record(),
        List.of(doubt.subject()),
        new EarlierNotice.Occasion(operation, caller, request, child, Set.of(), also),
        links,
        withdrawals);
  }

  @Override
  public void ruleOut(Entry.Builder entry, Doubt doubt, ChildId child) {
    withdrawals.requireStanding(entry, doubt.record());
    ruleOut(entry, doubt.record(), doubt.person(), child);
  }

  private void ruleOut(Entry.Builder entry, long notice, int person, ChildId child) {
    links.link(entry, new NoticeLinks.Link(notice, person, NoticeLinks.Link.NOT, child, "DECIDED"));
  }

  @Override
  public List<Undone> unlink(Entry.Builder entry, long notice, ChildId child) {
    List<LinkedPersons.Linked> all = linked.of(notice);
    Set<Integer> persons =
        all.stream()
            .filter(it -> it.child().equals(child))
            .map(it -> it.subject().ordinal())
            .collect(Collectors.toSet());
    if (!persons.isEmpty()) {
      withdrawals.requireStanding(entry, notice);
    }
    List<Undone> undone = new ArrayList<>();
    for (LinkedPersons.Linked one : all) {
      int person = one.subject().ordinal();
      if (persons.contains(person)) {
        links.unlink(entry, new NoticeLinks.Unlinked(notice, person, one.child()));
        ruleOut(entry, notice, person, one.child());
        tables.findable(entry, findable(notice, one));
        undone.add(new Undone(one.child(), one.subject()));
      }
    }
    return undone;
  }

  /** What may not be kept for a person nobody knows goes now. */
  private NoticeTables.Findable findable(long notice, LinkedPersons.Linked one) {
    Instant now = clock.instant();
    return new NoticeTables.Findable(
        notice,
        one.subject().ordinal(),
        one.keepable() ? one.subject().keys() : List.of(),
        one.keepable() ? now.plus(NoticeSubmission.UNMATCHED_RETENTION) : now);
  }

  static Set<ChildId> children(Array ids) throws SQLException {
    Set<ChildId> children = new LinkedHashSet<>();
    for (Object id : (Object[]) ids.getArray()) {
      children.add(new ChildId((UUID) id));
    }
    return children;
  }

  private static PoliceNotice read(Notice notice, AgencyId from, Instant at, Vault vault) {
    return PoliceNotice.read(notice, from, at, vault::fingerprint, new Violations());
  }

  private record Row(
      long notice,
      int person,
      String rule,
      Set<ChildId> candidates,
      AgencyId from,
      Instant receivedAt,
      byte[] sealed,
      byte[] wrapped) {

    Notice open(Vault vault) {
      try {
        return Notice.parseFrom(
            vault.open(vault.unwrap(wrapped), sealed, NoticeTables.NOTICE_PURPOSE));
      } catch (InvalidProtocolBufferException e) {
        throw new IllegalStateException("a stored notice cannot be read", e);
      }
    }
  }

  private Optional<Doubt> doubt(Row row) {
    Notice opened = row.open(vault);
    PoliceNotice police = read(opened, row.from(), row.receivedAt(), vault);
    return police.subjects().stream()
        .filter(subject -> subject.ordinal() == row.person())
        .findAny()
        .map(subject ->
            new Doubt(
                this,
                row.notice(),
                row.person(),
                row.from(),
                row.receivedAt(),
                List.copyOf(row.candidates()),
                row.rule(),
                subject,
                police.category(),
                opened.getHandling(),
                Optional.of(opened.getLocalAuthority()).filter(area -> !area.isEmpty()),
                opened.getKind()));
  }

  /** The notice as it stands; refused when the person no longer waits. */
  private PoliceNotice content(Doubt doubt) {
    return rows("=", doubt.record(), doubt.person(), 1).stream()
        .map(row -> read(row.open(vault), row.from(), row.receivedAt(), vault))
        .findAny()
        .orElseThrow(Doubt.NOT_FOUND::refused);
  }

  private List<Row> rows(String order, long notice, int person, int max) {
    try (Connection c = database.pool().getConnection();
        PreparedStatement s = c.prepareStatement(WAITING.formatted(order))) {
      s.setLong(1, notice);
      s.setInt(2, person);
      s.setInt(3, max);
      List<Row> rows = new ArrayList<>();
      try (ResultSet r = s.executeQuery()) {
        while (r.next()) {
          rows.add(
              new Row(
                  r.getLong(1),
                  r.getInt(2),
                  r.getString(3),
                  children(r.getArray(4)),
                  new AgencyId(r.getString(5)),
                  r.getObject(6, OffsetDateTime.class).toInstant(),
                  r.getBytes(7),
                  r.getBytes(8)));
        }
      }
      return rows;
    } catch (SQLException e) {
      throw Withdrawals.READ_FAILED.refused();
    }
  }
}
