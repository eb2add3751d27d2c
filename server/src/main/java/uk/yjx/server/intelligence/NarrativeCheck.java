package uk.yjx.server.intelligence;

import java.text.Normalizer;
import java.util.HashSet;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import uk.yjx.common.v1.Address;
import uk.yjx.common.v1.PersonDescriptor;
import uk.yjx.common.v1.PersonIdentifier;
import uk.yjx.common.v1.PersonName;
import uk.yjx.intelligence.v1.InvolvedPerson;
import uk.yjx.intelligence.v1.Notice;

/**
 * Whether the free text of a notice says who somebody else in it is, or where anybody lives. It
 * knows only the people of the notice itself, so the answer is the same for known and unknown
 * children. Names are compared word by word without case, marks and hyphens; identifiers, postcodes
 * and address lines without anything but letters and digits. In doubt it says yes: then the sender
 * clears the text.
 */
final class NarrativeCheck {
  /** Shorter words say nothing about who it is. */
  private static final int NAME_CHARS_MIN = 2;

  /** Shorter codes and address lines would be found everywhere. */
  private static final int CODE_CHARS_MIN = 4;

  private final String narrative;

  /** Made when they are first asked for: most notices name nobody else and no address. */
  private @Nullable Set<String> words;

  private @Nullable String compact;

  NarrativeCheck(String narrative) {
    this.narrative = narrative;
  }

  /** Whether a reader of this person's part would learn from the text who or where another is. */
  boolean namesOthers(Notice notice, int subject) {
    Set<String> own =
        notice.getPersonsCount() == 1 ? Set.of() : names(notice.getPersons(subject).getPerson());
    for (int i = 0; i < notice.getPersonsCount(); i++) {
      InvolvedPerson person = notice.getPersons(i);
      if (holdsAddress(person.getPerson())) {
        return true;
      }
      if (i != subject && names(person.getPerson(), own)) {
        return true;
      }
    }
    return false;
  }

  private boolean names(PersonDescriptor other, Set<String> own) {
    for (String name : names(other)) {
      if (name.length() >= NAME_CHARS_MIN
          && !own.contains(name)
          && (words().contains(name) || isLong(name) && compact().contains(name))) {
        return true;
      }
    }
    for (PersonIdentifier identifier : other.getIdentifiersList()) {
      if (holds(identifier.getValue())) {
        return true;
      }
    }
    return false;
  }

  private boolean holdsAddress(PersonDescriptor person) {
    for (Address address : person.getAddressesList()) {
      if (holds(address.getPostcode())) {
        return true;
      }
      for (String line : address.getLinesList()) {
        if (holds(line)) {
          return true;
        }
      }
    }
    return false;
  }

  private boolean holds(String code) {
    String text = compact(folded(code));
    return text.length() >= CODE_CHARS_MIN && compact().contains(text);
  }

  private Set<String> words() {
    Set<String> made = words;
    if (made == null) {
      made = words(folded(narrative));
      words = made;
    }
    return made;
  }

  private String compact() {
    String made = compact;
    if (made == null) {
      made = compact(folded(narrative));
      compact = made;
    }
    return made;
  }

  /** A name this long is found inside other words too, as in «OkaforReid». */
  private static boolean isLong(String name) {
    return name.length() > CODE_CHARS_MIN;
  }

  private static Set<String> names(PersonDescriptor person) {
    Set<String> names = new HashSet<>();
    for (PersonName name : person.getNamesList()) {
      add(names, name.getSurname());
      name.getForenamesList().forEach(forename -> add(names, forename));
    }
    return names;
  }

  private static void add(Set<String> names, String part) {
    String folded = folded(part);
    names.addAll(words(folded));
    names.add(compact(folded));
  }

  private static Set<String> words(String folded) {
    Set<String> words = new HashSet<>();
    int begin = -1;
    for (int i = 0; i <= folded.length(); i++) {
      boolean letter = i < folded.length() && Character.isLetterOrDigit(folded.charAt(i));
      if (letter && begin < 0) {
        begin = i;
      } else if (!letter && begin >= 0) {
        words.add(folded.substring(begin, i));
        begin = -1;
      }
    }
    return words;
  }

  private static String compact(String folded) {
    StringBuilder text = new StringBuilder(folded.length());
    for (int i = 0; i < folded.length(); i++) {
      if (Character.isLetterOrDigit(folded.charAt(i))) {
        text.append(folded.charAt(i));
      }
    }
    return text.toString();
  }

  private static String folded(String text) {
    String lower = text.toLowerCase(Locale.ROOT);
    if (isAscii(lower)) {
      return lower;
    }
    StringBuilder folded = new StringBuilder(lower.length());
    for (char c : Normalizer.normalize(lower, Normalizer.Form.NFKD).toCharArray()) {
      if (Character.getType(c) != Character.NON_SPACING_MARK) {
        folded.append(c == 'ł' ? 'l' : c == 'ø' ? 'o' : c == 'đ' ? 'd' : c);
      }
    }
    return folded.toString();
  }

  private static boolean isAscii(String text) {
    for (int i = 0; i < text.length(); i++) {
      if (text.charAt(i) >= 0x80) {
        return false;
      }
    }
    return true;
  }
}
