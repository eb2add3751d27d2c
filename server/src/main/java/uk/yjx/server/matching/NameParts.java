package uk.yjx.server.matching;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * The parts of one name in comparison form.
 *
 * @param rest words of the full name that are neither forename nor surname
 * @param words every word of the name, joining particles left out
 */
record NameParts(String given, String family, String middle, String rest, Set<String> words) {

  static NameParts of(PersonRow row) {
    List<String> given = NameTokens.of(row.forename());
    List<String> family = NameTokens.of(row.surname());
    List<String> middle = NameTokens.of(row.middle());
    List<String> full = NameTokens.of(row.fullName());
    if (given.isEmpty() && family.isEmpty() && !full.isEmpty()) {
      given = List.of(full.getFirst());
      family = full.size() > 1 ? List.of(full.getLast()) : List.of();
    }
    if (middle.isEmpty() && given.size() > 1) {
      middle = given.subList(1, given.size());
      given = given.subList(0, 1);
    }
    List<String> rest = new ArrayList<>(full);
    rest.removeAll(given);
    rest.removeAll(family);
    rest.removeAll(middle);
    rest.removeIf(NameEndings::particle);
    Set<String> words = new LinkedHashSet<>(given);
    words.addAll(family);
    words.addAll(middle);
    words.addAll(rest);
    words.removeIf(NameEndings::particle);
    return new NameParts(text(given), text(family), text(middle), text(rest), words);
  }

  private static String text(List<String> words) {
    return String.join(" ", words);
  }
}
