package uk.yjx.server.matching;

import com.ibm.icu.text.Transliterator;
import java.text.Normalizer;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The comparison form of a name: lower-case words without diacritics, apostrophes and hyphens, so
 * that Łukasz is lukasz, O'Neill is oneill and Anna-Maria is anna maria.
 */
final class NameTokens {

  // Letters that Unicode does not compose of a base letter and a mark.
  private static final Map<Character, String> LETTERS =
      Map.ofEntries(
          Map.entry('ł', "l"),
          Map.entry('ø', "o"),
          Map.entry('ß', "ss"),
          Map.entry('æ', "ae"),
          Map.entry('œ', "oe"),
          Map.entry('đ', "d"),
          Map.entry('ð', "d"),
          Map.entry('þ', "th"),
          Map.entry('ħ', "h"),
          Map.entry('ŧ', "t"),
          Map.entry('ı', "i"));

  // The acute and grave accents are here because people type them for an apostrophe, and NFKC
  // would make a space of the first.
  private static final Pattern APOSTROPHES =
      Pattern.compile(
          "['\u0060\u00B4\u2018\u2019\u201B\u02B9\u02BB\u02BC\u02BD\u02BE\u02BF\u2032\uFF07]");
  private static final Pattern MARKS = Pattern.compile("\\p{M}+");
  private static final Pattern NOT_WORD = Pattern.compile("[^\\p{L}\\p{N}]+");

  private static final Transliterator TO_LATIN =
      Transliterator.getInstance("Any-Latin; Latin-ASCII; Lower");

  private static final Set<String> PLACEHOLDERS = Set.of("baby", "infant", "unknown", "unnamed");
  private static final Set<String> WITH_PLACEHOLDERS =
      Set.of("boy", "girl", "male", "female", "twin");

  private NameTokens() {}

  /**
   * The words of all forenames together, or of a surname, in order; empty for what only stands for
   * a name.
   */
  static List<String> of(String part) {
    if (part.isEmpty()) {
      return List.of();
    }
    List<String> plain = plainWords(part);
    if (plain != null) {
      return meaningful(plain);
    }
    String compatible =
        Normalizer.normalize(APOSTROPHES.matcher(part).replaceAll(""), Normalizer.Form.NFKC);
    String base =
        MARKS
            .matcher(Normalizer.normalize(compatible.toLowerCase(Locale.ROOT), Normalizer.Form.NFD))
            .replaceAll("");
    String words = NOT_WORD.matcher(latin(base)).replaceAll(" ").strip();
    return words.isEmpty() ? List.of() : meaningful(List.of(words.split(" ")));
  }

  /** Most names: words of plain letters, one space between two; null for any other. */
  private static @Nullable List<String> plainWords(String part) {
    int length = part.length();
    List<String> words = new ArrayList<>(2);
    int begin = 0;
    for (int i = 0; i <= length; i++) {
      char c = i < length ? part.charAt(i) : ' ';
      if (c == ' ') {
        if (i == begin) {
          return null;
        }
        words.add(part.substring(begin, i).toLowerCase(Locale.ROOT));
        begin = i + 1;
      } else if (c < 'A' || c > 'Z' && c < 'a' || c > 'z') {
        return null;
      }
    }
    return words;
  }

  private static String latin(String base) {
    StringBuilder out = new StringBuilder(base.length());
    for (int i = 0; i < base.length(); i++) {
      char c = base.charAt(i);
      String plain = c < 0x80 ? null : LETTERS.get(c);
      if (plain == null) {
        out.append(c);
      } else {
        out.append(plain);
      }
    }
    String plain = out.toString();
    // Other scripts are rare and their rules are slow.
    return plain.chars().allMatch(c -> c < 0x80)
        ? plain
        : APOSTROPHES.matcher(TO_LATIN.transliterate(plain)).replaceAll("");
  }

  // «Baby», «Baby Boy» and «Unknown» are what is written before there is a name.
  private static List<String> meaningful(List<String> words) {
    boolean placeholder = false;
    for (String word : words) {
      placeholder |= PLACEHOLDERS.contains(word);
    }
    if (!placeholder) {
      return words;
    }
    return words.stream()
        .filter(word -> !PLACEHOLDERS.contains(word) && !WITH_PLACEHOLDERS.contains(word))
        .toList();
  }
}
