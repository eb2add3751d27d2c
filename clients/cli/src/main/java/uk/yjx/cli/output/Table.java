package uk.yjx.cli.output;

import java.util.ArrayList;
import java.util.List;

/** Rows under headings, each column as wide as its widest cell. */
public final class Table {

  private static final String GAP = "  ";

  private final List<Column> columns;
  private final List<List<Cell>> rows = new ArrayList<>();

  private Table(List<Column> columns) {
    this.columns = columns;
  }

  /** A table with these headings; a heading that begins with «#» stands over numbers. */
  public static Table of(String... headings) {
    List<Column> columns = new ArrayList<>();
    for (String heading : headings) {
      boolean number = heading.startsWith("#");
      columns.add(new Column(number ? heading.substring(1) : heading, number));
    }
    return new Table(columns);
  }

  /** Adds a row with as many cells as there are headings. */
  public Table row(Cell... cells) {
    if (cells.length != columns.size()) {
      throw new IllegalArgumentException(
          "a row of " + cells.length + " cells under " + columns.size() + " headings");
    }
    rows.add(List.of(cells));
    return this;
  }

  /** Adds a row of ordinary text. */
  public Table row(String... cells) {
    Cell[] plain = new Cell[cells.length];
    for (int i = 0; i < cells.length; i++) {
      plain[i] = Cell.of(cells[i]);
    }
    return row(plain);
  }

  /** The number of rows. */
  public int size() {
    return rows.size();
  }

  /** The lines of the table; without headings when all of them are empty. */
  List<String> lines(boolean colour) {
    List<String> lines = new ArrayList<>();
    if (columns.stream().anyMatch(column -> !column.heading().isEmpty())) {
      lines.add(
          line(
              columns.stream().map(column -> new Cell(column.heading(), Tone.STRONG)).toList(),
              colour));
    }
    rows.forEach(row -> lines.add(line(row, colour)));
    return lines;
  }

  private String line(List<Cell> cells, boolean colour) {
    StringBuilder line = new StringBuilder();
    for (int i = 0; i < cells.size(); i++) {
      boolean last = i == cells.size() - 1;
      boolean number = columns.get(i).number();
      int width = last && !number ? cells.get(i).width() : width(i);
      line.append(i == 0 ? "" : GAP).append(cells.get(i).fitted(width, number, colour));
    }
    return line.toString().stripTrailing();
  }

  private int width(int column) {
    int widest = new Cell(columns.get(column).heading(), Tone.PLAIN).width();
    for (List<Cell> row : rows) {
      widest = Math.max(widest, row.get(column).width());
    }
    return widest;
  }

  private record Column(String heading, boolean number) {}
}
