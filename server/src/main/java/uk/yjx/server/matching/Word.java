package uk.yjx.server.matching;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** A normalised value with what is derived from it, made when first asked for. */
final class Word {

  private final String text;
  private String @Nullable [] tokens;
  private @Nullable String joined;
  private @Nullable String sound;

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

  boolean hasToken(String token) {
    return Arrays.asList(tokens()).contains(token);
  }
}
