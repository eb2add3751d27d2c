package uk.yjx.server.safeguarding;

import com.google.protobuf.InvalidProtocolBufferException;
import jakarta.inject.Singleton;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import uk.yjx.common.v1.LegalGateway;
import uk.yjx.safeguarding.v1.ConcernDecision;
import uk.yjx.safeguarding.v1.ConcernRisk;
import uk.yjx.safeguarding.v1.ThreadEntry;
import uk.yjx.safeguarding.v1.ThreadEntryKind;
import uk.yjx.server.kernel.AgencyId;
import uk.yjx.server.kernel.ChildId;
import uk.yjx.server.kernel.PrincipalId;
import uk.yjx.server.storage.Database;
import uk.yjx.server.storage.Vault;

/** Reads concerns. Who decides upon one depends on its fact. */
@Singleton
final class ConcernStore {
  private static final Concern.Side[] SIDES = Concern.Side.values();

  private static final String HEAD =
      """
      SELECT concern_id, child_id, from_agency, to_agency, raised_by, risk, gateway,
             do_not_contact_family, raised_at, raiser_alert, receiver_alert, position
      FROM safeguarding.concern
      """;

  private static final String ONE = HEAD + "WHERE concern_id = ?";

  private static final String OF_AGENCY =
      HEAD
          + """
          WHERE (from_agency = ? OR to_agency = ?) AND position < ?
          ORDER BY position DESC
          LIMIT ?
          """;

  private static final String DONE =
      """
      SELECT concern_id, kind, side, decision, rung
      FROM safeguarding.concern_entry
      WHERE concern_id = ANY (?)
      ORDER BY concern_id, number
      """;

  private static final String CONTENT =
      """
      SELECT e.sealed, k.wrapped
      FROM safeguarding.concern_entry e
      JOIN storage.record_key k ON k.position = e.position
      WHERE e.concern_id = ?
      ORDER BY e.number
      """;

  private final Database database;
  private final Vault vault;

  ConcernStore(Database database, Vault vault) {
    this.database = database;
    this.vault = vault;
  }

  /** A concern with its thread, as far as it matters for how it stands. */
  record Stored(ConcernTables.Head head, long position, List<Concern.Done> thread) {
    Concern concern() {
      return Concern.of(thread);
    }

    /** The number of the next entry. */
    int next() {
      return thread.size() + 1;
    }
  }

  /** A concern. */
  Optional<Stored> find(UUID id) {
    try (Connection c = database.pool().getConnection();
        PreparedStatement s = c.prepareStatement(ONE)) {
      s.setObject(1, id);
      return stored(c, s).stream().findFirst();
    } catch (SQLException e) {
      throw NoticeStore.READ_FAILED.refused();
    }
  }

  /** Concerns an agency has a part in, before a position, the newest first. */
  List<Stored> of(AgencyId agency, long before, int limit) {
    try (Connection c = database.pool().getConnection();
        PreparedStatement s = c.prepareStatement(OF_AGENCY)) {
      s.setString(1, agency.value());
      s.setString(2, agency.value());
      s.setLong(3, before);
      s.setInt(4, limit);
      return stored(c, s);
    } catch (SQLException e) {
      throw NoticeStore.READ_FAILED.refused();
    }
  }

  /** Every entry of a thread with its content. */
  List<ThreadEntry> content(UUID id) {
    try (Connection c = database.pool().getConnection();
        PreparedStatement s = c.prepareStatement(CONTENT)) {
      s.setObject(1, id);
      List<ThreadEntry> entries = new ArrayList<>();
      try (ResultSet r = s.executeQuery()) {
        while (r.next()) {
          entries.add(
              ThreadEntry.parseFrom(
                  vault.open(vault.unwrap(r.getBytes(2)), r.getBytes(1), ConcernTables.PURPOSE)));
        }
      }
      return entries;
    } catch (SQLException e) {
      throw NoticeStore.READ_FAILED.refused();
    } catch (InvalidProtocolBufferException e) {
      throw new IllegalStateException("a stored thread cannot be read", e);
    }
  }

  private static List<Stored> stored(Connection c, PreparedStatement s) throws SQLException {
    List<ConcernTables.Head> heads = new ArrayList<>();
    List<Long> positions = new ArrayList<>();
    try (ResultSet r = s.executeQuery()) {
      while (r.next()) {
        heads.add(head(r));
        positions.add(r.getLong(12));
      }
    }
    Map<UUID, List<Concern.Done>> threads =
        threads(c, heads.stream().map(ConcernTables.Head::id).toList());
    List<Stored> found = new ArrayList<>();
    for (int i = 0; i < heads.size(); i++) {
      found.add(
          new Stored(
              heads.get(i), positions.get(i), threads.getOrDefault(heads.get(i).id(), List.of())));
    }
    return found;
  }

  private static Map<UUID, List<Concern.Done>> threads(Connection c, Collection<UUID> ids)
      throws SQLException {
    Map<UUID, List<Concern.Done>> threads = new HashMap<>();
    try (PreparedStatement s = c.prepareStatement(DONE)) {
      s.setArray(1, c.createArrayOf("uuid", ids.toArray()));
      try (ResultSet r = s.executeQuery()) {
        while (r.next()) {
          Integer side = (Integer) r.getObject(3, Integer.class);
          threads
              .computeIfAbsent(r.getObject(1, UUID.class), id -> new ArrayList<>())
              .add(
                  new Concern.Done(
                      ThreadEntryKind.forNumber(r.getInt(2)),
                      side == null ? null : SIDES[side],
                      ConcernDecision.forNumber(r.getInt(4)),
                      r.getInt(5)));
        }
      }
    }
    return threads;
  }

  private static ConcernTables.Head head(ResultSet r) throws SQLException {
    return new ConcernTables.Head(
        r.getObject(1, UUID.class),
        new ChildId(r.getObject(2, UUID.class)),
        new AgencyId(r.getString(3)),
        new AgencyId(r.getString(4)),
        PrincipalId.parse(r.getString(5)),
        ConcernRisk.forNumber(r.getInt(6)),
        LegalGateway.forNumber(r.getInt(7)),
        r.getBoolean(8),
        r.getObject(9, OffsetDateTime.class).toInstant(),
        r.getObject(10, UUID.class),
        r.getObject(11, UUID.class));
  }
}
