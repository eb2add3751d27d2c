package uk.yjx.server.safeguarding;

import jakarta.inject.Singleton;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import uk.yjx.server.journal.Entry;
import uk.yjx.server.journal.FactKey;
import uk.yjx.server.journal.TableWriter;
import uk.yjx.server.kernel.AgencyId;
import uk.yjx.server.kernel.ChildId;

/** What is written of placements: each once, its checklist, and what becomes of both. */
@Singleton
final class PlacementTables {
  private final TableWriter<HostedChild> placements = new Placements();
  private final TableWriter<OwedThing> items = new Items();
  private final TableWriter<Change> changes = new Changes();
  private final TableWriter<Ended> endings = new Endings();

  /** What becomes of a placement or of something owed. */
  private enum What {
    RECEIVED("UPDATE safeguarding.owed_item SET received_at = ? WHERE item_id = ?"),
    CLIMBED("UPDATE safeguarding.owed_item SET climbs = climbs + 1 WHERE item_id = ?"),
    DEFAULTED("UPDATE safeguarding.owed_item SET defaulted_at = ? WHERE item_id = ?"),
    NOT_WAITED_FOR("UPDATE safeguarding.owed_item SET not_waited_since = ? WHERE item_id = ?");

    private final String sql;

    What(String sql) {
      this.sql = sql;
    }
  }

  private record Change(What what, UUID id, Instant at) {}

  private record Ended(UUID placement, Instant at) {}

  void record(Entry.Builder entry, HostedChild placement, List<OwedThing> owed) {
    entry.row(placements, placement);
    relates(entry, placement);
    owed.forEach(one -> entry.row(items, one));
  }

  void received(Entry.Builder entry, OwedThing item, Instant at) {
    change(entry, item.placement(), new Change(What.RECEIVED, item.id(), at));
  }

  void climbed(Entry.Builder entry, OwedThing item, Instant at) {
    change(entry, item.placement(), new Change(What.CLIMBED, item.id(), at));
  }

  void defaulted(Entry.Builder entry, OwedThing item, Instant at) {
    change(entry, item.placement(), new Change(What.DEFAULTED, item.id(), at));
  }

  void notWaitedFor(Entry.Builder entry, OwedThing item, Instant at) {
    change(entry, item.placement(), new Change(What.NOT_WAITED_FOR, item.id(), at));
  }

  void ended(Entry.Builder entry, HostedChild placement, Instant at) {
    entry.row(endings, new Ended(placement.id(), at)).touches(FactKey.placement(placement.id()));
    relates(entry, placement);
  }

  /** Whoever routes notices about the child, or releases what was routed, is decided again. */
  private static void relates(Entry.Builder entry, HostedChild placement) {
    entry.touches(FactKey.relationship(placement.id()));
    entry.touches(FactKey.child(placement.hostChild()));
    ChildId homeChild = placement.homeChild();
    if (homeChild != null) {
      entry.touches(FactKey.child(homeChild));
    }
  }

  /** Whoever decided upon the placement is decided again. */
  private void change(Entry.Builder entry, UUID placement, Change change) {
    entry.row(changes, change).touches(FactKey.placement(placement));
  }

  private static final class Placements implements TableWriter<HostedChild> {
    private static final String INSERT =
        """
        INSERT INTO safeguarding.placement
          (placement_id, position, host, host_child_id, home, home_child_id, placing_agency, gateway,
           recorded_by, valid_from, valid_until, host_alert, home_alert, placing_alert,
           changed_position)
        VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
        """;

    @Override
    public void write(Connection c, List<Placed<HostedChild>> rows) throws SQLException {
      try (PreparedStatement s = c.prepareStatement(INSERT)) {
        for (Placed<HostedChild> placed : rows) {
          HostedChild it = placed.row();
          ChildId homeChild = it.homeChild();
          AgencyId placing = it.placing();
          s.setObject(1, it.id());
          s.setLong(2, placed.position());
          s.setString(3, it.host().value());
          s.setObject(4, it.hostChild().value());
          s.setString(5, it.home().value());
          s.setObject(6, homeChild == null ? null : homeChild.value(), Types.OTHER);
          s.setString(7, placing == null ? null : placing.value());
          s.setInt(8, it.gateway().getNumber());
          s.setString(9, it.recordedBy().toString());
          set(s, 10, it.from());
          set(s, 11, it.until());
          s.setObject(12, it.hostAlert());
          s.setObject(13, it.homeAlert());
          s.setObject(14, it.placingAlert());
          s.setLong(15, placed.position());
          s.addBatch();
        }
        s.executeBatch();
      }
    }
  }

  private static final class Items implements TableWriter<OwedThing> {
    private static final String INSERT =
        """
        INSERT INTO safeguarding.owed_item
          (item_id, placement_id, kind, owed_by, authority, due_at)
        VALUES (?, ?, ?, ?, ?, ?)
        """;

    @Override
    public void write(Connection c, List<Placed<OwedThing>> rows) throws SQLException {
      try (PreparedStatement s = c.prepareStatement(INSERT)) {
        for (Placed<OwedThing> placed : rows) {
          OwedThing it = placed.row();
          s.setObject(1, it.id());
          s.setObject(2, it.placement());
          s.setInt(3, it.kind().getNumber());
          s.setInt(4, it.by().getNumber());
          s.setString(5, it.authority().value());
          set(s, 6, it.dueAt());
          s.addBatch();
        }
        s.executeBatch();
      }
    }
  }

  private static final class Changes implements TableWriter<Change> {
    @Override
    public void write(Connection c, List<Placed<Change>> rows) throws SQLException {
      for (Placed<Change> placed : rows) {
        Change change = placed.row();
        try (PreparedStatement s = c.prepareStatement(change.what().sql)) {
          if (change.what() == What.CLIMBED) {
            s.setObject(1, change.id());
          } else {
            set(s, 1, change.at());
            s.setObject(2, change.id());
          }
          s.executeUpdate();
        }
      }
    }
  }

  private static final class Endings implements TableWriter<Ended> {
    private static final String END =
        """
        UPDATE safeguarding.placement
        SET ended_at = ?, changed_position = ?
        WHERE placement_id = ?
        """;

    @Override
    public void write(Connection c, List<Placed<Ended>> rows) throws SQLException {
      try (PreparedStatement s = c.prepareStatement(END)) {
        for (Placed<Ended> placed : rows) {
          set(s, 1, placed.row().at());
          s.setLong(2, placed.position());
          s.setObject(3, placed.row().placement());
          s.addBatch();
        }
        s.executeBatch();
      }
    }
  }

  private static void set(PreparedStatement s, int column, @Nullable Instant at)
      throws SQLException {
    s.setObject(column, at == null ? null : at.atOffset(ZoneOffset.UTC));
  }
}
