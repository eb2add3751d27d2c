package uk.yjx.server.journal;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** The rows of a batch that belong to rooms, table by table, in order of position. */
final class RoomRows {

  private static final class Table {
    private final TableWriter<?> writer;
    private final List<TableWriter.Placed<?>> rows = new ArrayList<>();
    private long position;
    private int ordinal;

    Table(TableWriter<?> writer) {
      this.writer = writer;
    }

    void add(long at, Object row) {
      ordinal = at == position ? ordinal + 1 : 0;
      position = at;
      rows.add(new TableWriter.Placed<>(at, ordinal, row));
    }
  }

  private final List<Table> tables = new ArrayList<>();

  /** Adds the rows of the entry at a position; positions come in order. */
  void add(long position, Entry entry) {
    for (Entry.Row<?> row : entry.rows()) {
      table(row.table()).add(position, row.row());
    }
  }

  /** Adds all of it to the script, or writes what cannot be added; tables of lower rank first. */
  void write(Connection connection, Script script) throws SQLException {
    List<Table> ordered = new ArrayList<>(tables);
    ordered.sort(Comparator.comparingInt(t -> t.writer.rank()));
    for (Table table : ordered) {
      write(connection, script, table.writer, table.rows);
    }
  }

  /** There are few tables in a batch, so that looking at each is quicker than a map. */
  private Table table(TableWriter<?> writer) {
    for (Table table : tables) {
      if (table.writer == writer) {
        return table;
      }
    }
    Table added = new Table(writer);
    tables.add(added);
    return added;
  }

  @SuppressWarnings({"unchecked", "rawtypes"}) // rows are grouped by the table they were made for
  private static void write(
      Connection connection, Script script, TableWriter writer, List<TableWriter.Placed<?>> rows)
      throws SQLException {
    if (!writer.append(script, rows)) {
      script.execute(connection);
      writer.write(connection, rows);
    }
  }
}
