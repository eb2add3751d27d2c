package uk.yjx.server.intelligence;

import com.google.protobuf.InvalidProtocolBufferException;
import jakarta.inject.Singleton;
import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.BiConsumer;
import java.util.function.Predicate;
import uk.yjx.agreements.v1.DataCategory;
import uk.yjx.common.v1.Handling;
import uk.yjx.intelligence.v1.Notice;
import uk.yjx.server.identity.Caller;
import uk.yjx.server.intake.Submission;
import uk.yjx.server.journal.Entry;
import uk.yjx.server.journal.RequestKey;
import uk.yjx.server.kernel.AgencyId;
import uk.yjx.server.kernel.ChildId;
import uk.yjx.server.kernel.Violations;
import uk.yjx.server.storage.Database;
import uk.yjx.server.storage.RecordKey;
import uk.yjx.server.storage.Vault;

/** People in notices of whom a person must say which child they are, if any. */
@Singleton
public final class Doubts {
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

  private static final String PERSONS_LINKED =
      """
      SELECT person
      FROM intelligence.link
      WHERE notice_position = ? AND outcome = 1 AND child_id = ?
      """;

  private final NoticeLinks links;
  private final Withdrawals withdrawals;
  private final Database database;
  private final Vault vault;

  Doubts(NoticeLinks links, Withdrawals withdrawals, Database database, Vault vault) {
    this.links = links;
    this.withdrawals = withdrawals;
    this.database = database;
    this.vault = vault;
  }

  /**
   * One person of one notice.
   *
   * @param notice position of the notice
   * @param person index of the person in it
   * @param candidates children it may be, those ruled out by a person left out
   * @param rule why it was not linked by itself
   * @param subject the person, and what the notice would raise
   * @param category what kind of data the notice is
   * @param content the notice
   */
  public record Doubt(
      long notice,
      int person,
      AgencyId from,
      Instant receivedAt,
      List<ChildId> candidates,
      String rule,
      Submission.Subject subject,
      DataCategory category,
      Notice content) {
    public Doubt {
      candidates = List.copyOf(candidates);
    }

    /** The rule under which the notice is shared. */
    public Handling handling() {
      return content.getHandling();
    }

    /** Names nothing: the content is personal data and stays out of logs. */
    @Override
    public String toString() {
      return "Doubt[" + notice + "." + person + "]";
    }
  }

  /** Who waits and may be one of these children, the oldest first; at most so many. */
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
          row.doubt(vault).ifPresent(found::add);
        }
      }
    }
    return found;
  }

  /** One person, if it still waits. */
  public Optional<Doubt> find(long notice, int person) {
    return rows("=", notice, person, 1).stream()
        .flatMap(row -> row.doubt(vault).stream())
        .findAny();
  }

  /** Whether anybody else of the notice waits. */
  public boolean othersWait(Doubt than) {
    return rows(">=", than.notice(), 0, PAGE).stream()
        .anyMatch(row -> row.notice() == than.notice() && row.person() != than.person());
  }

  /** What links the person to a child and raises what the notice would have raised. */
  public Submission same(
      Doubt doubt,
      ChildId child,
      String operation,
      Caller caller,
      RequestKey request,
      BiConsumer<Entry.Builder, RecordKey> also) {
    return new EarlierNotice(
        read(doubt.content(), doubt.from(), doubt.receivedAt(), vault),
        doubt.from(),
        doubt.notice(),
        List.of(doubt.subject()),
        new EarlierNotice.Occasion(operation, caller, request, child, also),
        links,
        withdrawals);
  }

  /** Lets an entry stand only while the notice does, and no other decision on it beside this. */
  public void requireStanding(Entry.Builder entry, long notice) {
    withdrawals.requireStanding(entry, notice);
  }

  /** The person is not this child, whatever matching finds later. */
  public void ruleOut(Entry.Builder entry, long notice, int person, ChildId child) {
    links.link(entry, new NoticeLinks.Link(notice, person, NoticeLinks.Link.NOT, child, "DECIDED"));
  }

  /** Undoes the links of a notice to a child and rules the child out; the persons it was. */
  public Set<Integer> unlink(Entry.Builder entry, long notice, ChildId child) {
    Set<Integer> persons = new LinkedHashSet<>();
    try (Connection c = database.pool().getConnection();
        PreparedStatement s = c.prepareStatement(PERSONS_LINKED)) {
      s.setLong(1, notice);
      s.setObject(2, child.value());
      try (ResultSet r = s.executeQuery()) {
        while (r.next()) {
          persons.add(r.getInt(1));
        }
      }
    } catch (SQLException e) {
      throw Withdrawals.READ_FAILED.refused();
    }
    for (int person : persons) {
      links.unlink(entry, new NoticeLinks.Unlinked(notice, person, child));
      ruleOut(entry, notice, person, child);
    }
    return persons;
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

    Optional<Doubt> doubt(Vault vault) {
      Notice opened = open(vault);
      PoliceNotice police = read(opened, from, receivedAt, vault);
      return police.subjects().stream()
          .filter(subject -> subject.ordinal() == person)
          .findAny()
          .map(subject ->
              new Doubt(
                  notice,
                  person,
                  from,
                  receivedAt,
                  List.copyOf(candidates),
                  rule,
                  subject,
                  police.category(),
                  opened));
    }
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
