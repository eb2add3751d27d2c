package uk.yjx.cli.people;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import uk.yjx.server.matching.PersonRow;
import uk.yjx.server.matching.Roster;

/** Reads files of people into a roster. */
public final class PeopleFiles {

  private final PeopleMapping mapping;
  private final BirthFormat birth;

  /**
   * Reads files by a mapping.
   *
   * @param thisYear the year from which years of two digits count back
   */
  public PeopleFiles(PeopleMapping mapping, int thisYear) {
    this.mapping = mapping;
    this.birth = new BirthFormat(mapping.birthFormat(), thisYear);
  }

  /**
   * The people of one file, or of two that are matched with each other.
   *
   * @throws IllegalArgumentException if a column of the mapping is missing
   */
  public Roster read(Path left, @Nullable Path right) throws IOException {
    Roster roster =
        new Roster(
            mapping.address().size(),
            mapping.other().size(),
            List.copyOf(mapping.identifiers().keySet()));
    add(left, roster);
    if (right != null) {
      roster.endOfLeft();
      add(right, roster);
    }
    return roster;
  }

  private void add(Path file, Roster roster) throws IOException {
    try (CsvReader csv = new CsvReader(Files.newBufferedReader(file, StandardCharsets.UTF_8))) {
      List<String> header = csv.read();
      if (header == null) {
        throw new IllegalArgumentException(file.getFileName() + " has no header");
      }
      Map<String, Integer> columns = new HashMap<>();
      for (int i = 0; i < header.size(); i++) {
        columns.putIfAbsent(header.get(i), i);
      }
      checkColumns(file, columns);
      for (List<String> record = csv.read(); record != null; record = csv.read()) {
        roster.add(row(new Cells(columns, record)));
      }
    }
  }

  private void checkColumns(Path file, Map<String, Integer> columns) {
    List<String> wanted = new ArrayList<>(mapping.single().values());
    wanted.add(mapping.id());
    wanted.addAll(mapping.address());
    wanted.addAll(mapping.other());
    wanted.addAll(mapping.identifiers().values());
    if (!mapping.birth().isEmpty()) {
      wanted.add(mapping.birth());
    }
    for (String column : wanted) {
      if (!columns.containsKey(column)) {
        throw new IllegalArgumentException(
            file.getFileName() + " has no column '" + column + "' that the mapping names");
      }
    }
  }

  private PersonRow row(Cells cells) {
    return new PersonRow(
        cells.of(mapping.id()),
        cells.of(mapping.single().get("forename")),
        cells.of(mapping.single().get("middle")),
        cells.of(mapping.single().get("surname")),
        cells.of(mapping.single().get("full_name")),
        mapping.birth().isEmpty() ? 0 : birth.parse(cells.of(mapping.birth())),
        cells.of(mapping.single().get("postcode")),
        mapping.address().stream().map(cells::of).toList(),
        cells.of(mapping.single().get("sex")),
        cells.of(mapping.single().get("email")),
        cells.of(mapping.single().get("phone")),
        mapping.other().stream().map(cells::of).toList(),
        mapping.identifiers().values().stream().map(cells::of).toList());
  }

  private record Cells(Map<String, Integer> columns, List<String> record) {

    String of(@Nullable String column) {
      Integer at = column == null ? null : columns.get(column);
      return at == null || at >= record.size() ? "" : record.get(at);
    }
  }
}
