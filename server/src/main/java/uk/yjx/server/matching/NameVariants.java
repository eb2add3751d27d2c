package uk.yjx.server.matching;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Which words are ways of writing one name: nicknames and groups of spellings. */
final class NameVariants {

  private static final NameVariants INSTANCE = load();

  private final Map<String, Set<String>> nicknames = new HashMap<>();
  private final Map<String, String> spellings = new HashMap<>();

  private NameVariants() {}

  /** The tables that come with the exchange. */
  static NameVariants standard() {
    return INSTANCE;
  }

  /** The word that stands for all its spellings; itself if there is no group. */
  String spelling(String word) {
    return spellings.getOrDefault(word, word);
  }

  /** The names of which this one is a short form or that are short forms of it. */
  Set<String> related(String word) {
    return nicknames.getOrDefault(word, Set.of());
  }

  private static NameVariants load() {
    NameVariants tables = new NameVariants();
    for (String line : lines("spellings.txt")) {
      String[] words = line.split(" ");
      for (String word : words) {
        tables.spellings.putIfAbsent(word, words[0]);
      }
    }
    for (String line : lines("nicknames.csv")) {
      String[] cells = line.split(",");
      tables.relate(cells[0], cells[2]);
      tables.relate(tables.spelling(cells[0]), tables.spelling(cells[2]));
    }
    for (String line : lines("nicknames-more.txt")) {
      String[] words = line.split(" ");
      for (int i = 1; i < words.length; i++) {
        tables.relate(words[0], words[i]);
      }
    }
    return tables;
  }

  private void relate(String a, String b) {
    if (!a.equals(b)) {
      nicknames.computeIfAbsent(a, none -> new HashSet<>()).add(b);
      nicknames.computeIfAbsent(b, none -> new HashSet<>()).add(a);
    }
  }

  private static List<String> lines(String resource) {
    List<String> lines = new ArrayList<>();
    try (InputStream in = NameVariants.class.getResourceAsStream(resource);
        BufferedReader reader =
            new BufferedReader(
                new InputStreamReader(
                    java.util.Objects.requireNonNull(in, resource), StandardCharsets.UTF_8))) {
      for (String line = reader.readLine(); line != null; line = reader.readLine()) {
        if (!line.isBlank() && !line.startsWith("#") && !line.startsWith("name1,")) {
          lines.add(line.strip());
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException("table of names unreadable: " + resource, e);
    }
    return lines;
  }
}
