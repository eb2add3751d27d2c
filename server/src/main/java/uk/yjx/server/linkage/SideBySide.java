package uk.yjx.server.linkage;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Function;
import uk.yjx.linkage.v1.Comparison;
import uk.yjx.linkage.v1.Finding;
import uk.yjx.server.kernel.Identifier;
import uk.yjx.server.kernel.IdentifierKind;
import uk.yjx.server.kernel.PartialDate;
import uk.yjx.server.kernel.PersonDescription;
import uk.yjx.server.kernel.PersonName;

/**
 * What two descriptions say of one person each, thing by thing. Addresses are never shown, and
 * ethnicity is no evidence of who anybody is. Pure.
 */
final class SideBySide {

  private SideBySide() {}

  /** Everything that either side knows, in a fixed order. */
  static List<Comparison> of(PersonDescription notice, PersonDescription record) {
    List<Comparison> all = new ArrayList<>();
    add(all, "name", names(notice), names(record));
    add(all, "date-of-birth", births(notice), births(record));
    add(all, "sex", sex(notice), sex(record));
    for (IdentifierKind kind : IdentifierKind.values()) {
      if (kind.identifiesPerson()) {
        String what = kind.name().toLowerCase(Locale.ROOT).replace('_', '-');
        add(all, what, identifiers(notice, kind), identifiers(record, kind));
      }
    }
    return all;
  }

  private static void add(List<Comparison> to, String what, Set<String> ours, Set<String> theirs) {
    if (ours.isEmpty() && theirs.isEmpty()) {
      return;
    }
    to.add(
        Comparison.newBuilder()
            .setWhat(what)
            .addAllInNotice(ours)
            .addAllOnRecord(theirs)
            .setFinding(finding(ours, theirs))
            .build());
  }

  private static Finding finding(Set<String> ours, Set<String> theirs) {
    if (ours.isEmpty() || theirs.isEmpty()) {
      return Finding.FINDING_ONE_SIDE;
    }
    Set<String> folded = new LinkedHashSet<>();
    ours.forEach(value -> folded.add(value.toLowerCase(Locale.ROOT)));
    return theirs.stream().anyMatch(value -> folded.contains(value.toLowerCase(Locale.ROOT)))
        ? Finding.FINDING_AGREES
        : Finding.FINDING_DIFFERS;
  }

  private static Set<String> names(PersonDescription person) {
    return texts(person.names(), SideBySide::whole);
  }

  private static String whole(PersonName name) {
    return (String.join(" ", name.forenames()) + " " + name.surname()).strip();
  }

  private static Set<String> births(PersonDescription person) {
    return texts(person.datesOfBirth(), PartialDate::text);
  }

  private static Set<String> sex(PersonDescription person) {
    return switch (person.sex()) {
      case UNKNOWN -> Set.of();
      case FEMALE, MALE, OTHER -> Set.of(person.sex().name().toLowerCase(Locale.ROOT));
    };
  }

  /** A number of an agency's own is comparable only within that agency. */
  private static Set<String> identifiers(PersonDescription person, IdentifierKind kind) {
    return texts(
        person.identifiers().stream().filter(id -> id.kind() == kind).toList(),
        id -> kind == IdentifierKind.LOCAL ? id.issuer() + " " + id.canonical() : shown(id));
  }

  private static String shown(Identifier identifier) {
    return identifier.validity() == Identifier.Validity.INVALID
        ? identifier.canonical() + " (check character wrong)"
        : identifier.canonical();
  }

  private static <T> Set<String> texts(List<T> values, Function<T, String> text) {
    Set<String> texts = new LinkedHashSet<>();
    values.forEach(value -> texts.add(text.apply(value)));
    return texts;
  }
}
