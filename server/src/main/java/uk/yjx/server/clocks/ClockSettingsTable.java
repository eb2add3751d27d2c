package uk.yjx.server.clocks;

import com.google.protobuf.InvalidProtocolBufferException;
import jakarta.inject.Singleton;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import uk.yjx.clocks.v1.Calendar;
import uk.yjx.clocks.v1.ClockKind;
import uk.yjx.server.journal.Entry;
import uk.yjx.server.journal.FactKey;
import uk.yjx.server.journal.TableWriter;
import uk.yjx.server.kernel.AgencyId;

/** Writes and reads versions of calendars and ladders; a version once written is never changed. */
@Singleton
final class ClockSettingsTable {

  private static final String CALENDARS =
      """
      SELECT agency, definition
      FROM clocks.calendar_version
      WHERE changed_position > ? AND changed_position <= ?
      ORDER BY agency, version
      """;

  private static final String LADDERS =
      """
      SELECT agency, definition
      FROM clocks.ladder_version
      WHERE changed_position > ? AND changed_position <= ?
      ORDER BY agency, kind, version
      """;

  private final TableWriter<NewCalendar> calendars = new Calendars();
  private final TableWriter<NewLadder> ladders = new Ladders();

  private record NewCalendar(AgencyId agency, Calendar definition) {}

  private record NewLadder(AgencyId agency, uk.yjx.clocks.v1.Ladder definition) {}

  void record(Entry.Builder entry, AgencyId agency, Calendar definition) {
    entry.row(calendars, new NewCalendar(agency, definition)).touches(FactKey.clockRules(agency));
  }

  void record(Entry.Builder entry, AgencyId agency, uk.yjx.clocks.v1.Ladder definition) {
    entry.row(ladders, new NewLadder(agency, definition)).touches(FactKey.clockRules(agency));
  }

  /** The book with the versions written at positions in (after, upTo]. */
  static ClockBook changed(Connection c, ClockBook book, long after, long upTo)
      throws SQLException {
    Map<AgencyId, List<CalendarVersion>> newCalendars = new HashMap<>();
    read(
        c,
        CALENDARS,
        after,
        upTo,
        (agency, definition) ->
            newCalendars
                .computeIfAbsent(agency, k -> new ArrayList<>())
                .add(ClockTranslation.read(Calendar.parseFrom(definition))));
    Map<ClockBook.LadderOf, List<ClockBook.DatedLadder>> newLadders = new HashMap<>();
    read(
        c,
        LADDERS,
        after,
        upTo,
        (agency, definition) -> {
          uk.yjx.clocks.v1.Ladder sent = uk.yjx.clocks.v1.Ladder.parseFrom(definition);
          newLadders
              .computeIfAbsent(
                  new ClockBook.LadderOf(agency, sent.getKind()), k -> new ArrayList<>())
              .add(
                  new ClockBook.DatedLadder(
                      LocalDate.parse(sent.getValidFrom()), ClockTranslation.read(sent)));
        });
    return newCalendars.isEmpty() && newLadders.isEmpty()
        ? book
        : book.with(newCalendars, newLadders);
  }

  private interface Version {
    void take(AgencyId agency, byte[] definition) throws InvalidProtocolBufferException;
  }

  private static void read(Connection c, String sql, long after, long upTo, Version to)
      throws SQLException {
    try (PreparedStatement s = c.prepareStatement(sql)) {
      s.setLong(1, after);
      s.setLong(2, upTo);
      try (ResultSet r = s.executeQuery()) {
        while (r.next()) {
          to.take(new AgencyId(r.getString(1)), r.getBytes(2));
        }
      }
    } catch (InvalidProtocolBufferException e) {
      throw new IllegalStateException("a stored calendar or ladder cannot be read", e);
    }
  }

  private static final class Calendars implements TableWriter<NewCalendar> {
    private static final String INSERT =
        """
        INSERT INTO clocks.calendar_version
          (agency, version, valid_from, definition, changed_position)
        VALUES (?, ?, ?, ?, ?)
        """;

    @Override
    public void write(Connection c, List<Placed<NewCalendar>> rows) throws SQLException {
      try (PreparedStatement s = c.prepareStatement(INSERT)) {
        for (Placed<NewCalendar> placed : rows) {
          Calendar definition = placed.row().definition();
          s.setString(1, placed.row().agency().value());
          s.setInt(2, definition.getVersion());
          s.setObject(3, LocalDate.parse(definition.getValidFrom()));
          s.setBytes(4, definition.toByteArray());
          s.setLong(5, placed.position());
          s.addBatch();
        }
        s.executeBatch();
      }
    }
  }

  private static final class Ladders implements TableWriter<NewLadder> {
    private static final String INSERT =
        """
        INSERT INTO clocks.ladder_version
          (agency, kind, version, valid_from, definition, changed_position)
        VALUES (?, ?, ?, ?, ?, ?)
        """;

    @Override
    public void write(Connection c, List<Placed<NewLadder>> rows) throws SQLException {
      try (PreparedStatement s = c.prepareStatement(INSERT)) {
        for (Placed<NewLadder> placed : rows) {
          uk.yjx.clocks.v1.Ladder definition = placed.row().definition();
          ClockKind kind = definition.getKind();
          s.setString(1, placed.row().agency().value());
          s.setInt(2, kind.getNumber());
          s.setInt(3, definition.getVersion());
          s.setObject(4, LocalDate.parse(definition.getValidFrom()));
          s.setBytes(5, definition.toByteArray());
          s.setLong(6, placed.position());
          s.addBatch();
        }
        s.executeBatch();
      }
    }
  }
}
