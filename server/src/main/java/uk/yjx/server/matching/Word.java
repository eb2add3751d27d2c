package uk.yjx.server.matching;

import java.util.Arrays;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A normalised value with what is derived from it, made when first asked for. */
final class Word {

  private final String text;
  // Threads share words: what is in the array must be seen with it.
  private volatile String @Nullable [] tokens;
  private @Nullable String joined;
  private @Nullable String sound;
  private @Nullable String spelling;
  private @Nullable String masculine;
  private @Nullable Set<String> related;
  private @Nullable Set<String> relatedSpellings;
  private long letters = -1;

  Word(String text) {
    this.text = text;
  }

  String text() {
    return text;
  }

  /** The words in it. */
  String[] tokens() {
    String[] made = tokens;
    if (made == null) {
      made = text.split(" ");
      tokens = made;
    }
    return made;
  }

  /** The text without spaces. */
  String joined() {
    String made = joined;
    if (made == null) {
      made = text.indexOf(' ') < 0 ? text : text.replace(" ", "");
      joined = made;
    }
    return made;
  }

  /** How the first word of a name sounds, after spellings and endings are folded. */
  String sound() {
    String made = sound;
    if (made == null) {
      made = SoundKey.of(NameVariants.standard().spelling(NameEndings.fold(tokens()[0])));
      sound = made;
    }
    return made;
  }

  /** The word that stands for all spellings of the name. */
  String spelling() {
    String made = spelling;
    if (made == null) {
      made = NameVariants.standard().spelling(joined());
      spelling = made;
    }
    return made;
  }

  /** The name with the ending of a man's. */
  String masculine() {
    String made = masculine;
    if (made == null) {
      made = NameEndings.fold(joined());
      masculine = made;
    }
    return made;
  }

  /** Names that are short forms of it or of which it is one. */
  Set<String> related() {
    Set<String> made = related;
    if (made == null) {
      made = NameVariants.standard().related(joined());
      related = made;
    }
    return made;
  }

  /** The same of its spelling. */
  Set<String> relatedSpellings() {
    Set<String> made = relatedSpellings;
    if (made == null) {
      made = NameVariants.standard().related(spelling());
      relatedSpellings = made;
    }
    return made;
  }

  /** Which of the letters a to z occur, one bit each. */
  long letters() {
    long made = letters;
    if (made < 0) {
      made = 0;
      for (int i = 0; i < text.length(); i++) {
        int letter = text.charAt(i) - 'a';
        made |= letter >= 0 && letter <= 'z' - 'a' ? 1L << letter : 0;
      }
      letters = made;
    }
    return made;
  }

  boolean hasToken(String token) {
    return Arrays.asList(tokens()).contains(token);
  }
}
