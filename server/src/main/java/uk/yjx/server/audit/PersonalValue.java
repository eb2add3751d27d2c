package uk.yjx.server.audit;

import java.util.List;

/**
 * One personal member with its value.
 *
 * @param member which member
 * @param texts one text, or for a list from one text on
 */
public record PersonalValue(PersonalMember member, List<String> texts) {
  /** The most characters in all texts together; longer lists are committed to by their digest. */
  public static final int CHARACTERS_MAX = 65_536;

  /** Takes a copy and refuses empty, too long and ill-formed texts, without repeating them. */
  public PersonalValue {
    texts = List.copyOf(texts);
    if (texts.isEmpty() || (texts.size() > 1 && !member.isList())) {
      throw new IllegalArgumentException(member.code() + " does not take " + texts.size());
    }
    long characters = 0;
    for (String text : texts) {
      characters += text.length();
      if (text.isEmpty() || !isPaired(text)) {
        throw new IllegalArgumentException(member.code() + " is empty or not Unicode");
      }
    }
    if (characters > CHARACTERS_MAX) {
      throw new IllegalArgumentException(
          member.code() + " has " + characters + " characters, above " + CHARACTERS_MAX);
    }
  }

  /** Values stay out of logs. */
  @Override
  public String toString() {
    return member.code();
  }

  private static boolean isPaired(String text) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (Character.isSurrogate(c)) {
        boolean pair = i + 1 < text.length() && Character.isSurrogatePair(c, text.charAt(i + 1));
        if (!pair) {
          return false;
        }
        i++;
      }
    }
    return true;
  }
}
