package uk.yjx.world;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * A stop-and-search file in the form of data.police.uk.
 *
 * @param rows rows that could be read, in order
 * @param bad rows that could not, in order: none is thrown away silently
 */
public record StopSearchFile(List<StopSearchRow> rows, List<BadRow> bad) {

  /** The bundled file: February 2019, Metropolitan Police, recorded age under 18. */
  public static final String BUNDLED = "met-stop-and-search-2019-02-under-18.csv";

  /** What has to be shown wherever the bundled file is used. */
  public static final String BUNDLED_NOTICE =
      "Contains public sector information licensed under the Open Government Licence v3.0"
          + " (data.police.uk, Metropolitan Police, February 2019).";

  /** Copies the lists. */
  public StopSearchFile {
    rows = List.copyOf(rows);
    bad = List.copyOf(bad);
  }

  /**
   * A row that cannot be read; it says why without repeating the value.
   *
   * @param number row number from 1, 0 for the header
   * @param column name of the column concerned, empty when it is the whole row
   * @param reason what is wrong
   */
  public record BadRow(int number, String column, String reason) {}

  /** Reads the bundled file. */
  public static StopSearchFile bundled() {
    try (InputStream in =
        Objects.requireNonNull(StopSearchFile.class.getResourceAsStream(BUNDLED), BUNDLED)) {
      return parse(new String(in.readAllBytes(), StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Reads a whole file; columns are found by the names in its header. */
  public static StopSearchFile parse(String text) {
    List<Csv.Line> lines = Csv.lines(text);
    if (lines.isEmpty()) {
      return new StopSearchFile(List.of(), List.of(new BadRow(0, "", "the file is empty")));
    }
    List<String> header = lines.getFirst().fields().stream().map(String::strip).toList();
    List<BadRow> bad = new ArrayList<>();
    for (String column : StopSearchColumns.NEEDED) {
      if (!header.contains(column)) {
        bad.add(new BadRow(0, column, "column is missing"));
      }
    }
    if (!bad.isEmpty()) {
      return new StopSearchFile(List.of(), bad);
    }
    List<StopSearchRow> rows = new ArrayList<>();
    for (int number = 1; number < lines.size(); number++) {
      try {
        rows.add(StopSearchColumns.row(number, header, lines.get(number)));
      } catch (StopSearchColumns.BadValue e) {
        bad.add(new BadRow(number, e.column(), e.reason()));
      }
    }
    return new StopSearchFile(rows, bad);
  }
}
