package uk.yjx.server.matching;

import java.time.LocalDate;
import java.util.Collection;
import java.util.Collections;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import uk.yjx.server.kernel.Identifier;
import uk.yjx.server.kernel.IdentifierKind;
import uk.yjx.server.kernel.PartialDate;
import uk.yjx.server.kernel.PersonDescription;
import uk.yjx.server.kernel.PersonName;

/** A description reduced to what may serve as evidence: placeholders and bad values are gone. */
final class Profile {

  /** The date that systems write when they know none. */
  private static final PartialDate NO_DATE = new PartialDate(1900, 1, 1);

  /** One numbering scheme, and for local keys the agency whose scheme it is. */
  record Scheme(IdentifierKind kind, String issuer) {}

  private final Map<Scheme, Set<String>> identifiers;
  private final Set<String> forenames;
  private final Set<String> fullNames;
  private final Set<LocalDate> exactDates;
  private final Set<PartialDate> dates;

  Profile(PersonDescription person) {
    // Immutable copies are a sixth of the size of hash sets, and there is a profile per child.
    this.identifiers = identifiersOf(person);
    Set<String> forenameWords = new HashSet<>();
    Set<String> wholeNames = new HashSet<>();
    person.names().forEach(name -> addName(name, forenameWords, wholeNames));
    this.forenames = Set.copyOf(forenameWords);
    this.fullNames = Set.copyOf(wholeNames);
    Set<PartialDate> born = new HashSet<>();
    Set<LocalDate> exact = new HashSet<>();
    for (PartialDate date : person.datesOfBirth()) {
      if (!date.equals(NO_DATE)) {
        born.add(date);
        date.exact().ifPresent(exact::add);
      }
    }
    this.dates = Set.copyOf(born);
    this.exactDates = Set.copyOf(exact);
  }

  /** The kinds of which both have an equal value; empty if no identifier agrees. */
  Set<IdentifierKind> agreeingKinds(Profile other) {
    Set<IdentifierKind> kinds = EnumSet.noneOf(IdentifierKind.class);
    identifiers.forEach((scheme, values) -> {
      if (!Collections.disjoint(values, other.identifiers.getOrDefault(scheme, Set.of()))) {
        kinds.add(scheme.kind());
      }
    });
    return kinds;
  }

  /** Whether both have values of one scheme and none of them is equal. */
  boolean conflictsWith(Profile other) {
    return identifiers.entrySet().stream()
        .anyMatch(entry -> {
          Set<String> theirs = other.identifiers.getOrDefault(entry.getKey(), Set.of());
          return !theirs.isEmpty() && Collections.disjoint(entry.getValue(), theirs);
        });
  }

  /** Whether a word of a forename of the one is a word of a forename of the other. */
  boolean sharesForename(Profile other) {
    return !Collections.disjoint(forenames, other.forenames);
  }

  /** Whether a whole name is equal. */
  boolean sharesFullName(Profile other) {
    return !Collections.disjoint(fullNames, other.fullNames);
  }

  /** How the dates of birth compare. */
  BirthDates compareBirthDates(Profile other) {
    if (!exactDates.isEmpty() && !other.exactDates.isEmpty()) {
      return Collections.disjoint(exactDates, other.exactDates)
          ? BirthDates.DIFFER
          : BirthDates.EQUAL;
    }
    if (dates.isEmpty() || other.dates.isEmpty()) {
      return BirthDates.MISSING;
    }
    // A year or a month can contradict a date but never confirm it.
    boolean mayBeEqual =
        dates.stream().anyMatch(ours -> other.dates.stream().anyMatch(ours::mayEqual));
    return mayBeEqual ? BirthDates.MISSING : BirthDates.DIFFER;
  }

  /** The keys of which two profiles share one whenever they can be linked or sent to review. */
  Collection<String> keys() {
    Set<String> keys = new TreeSet<>();
    identifiers.forEach((scheme, values) ->
        values.forEach(
            value -> keys.add("id|" + scheme.kind() + "|" + scheme.issuer() + "|" + value)));
    for (String name : fullNames) {
      for (LocalDate date : exactDates) {
        keys.add("name|" + name + "|" + date);
      }
    }
    return keys;
  }

  /** Whether a key is that of an identifier. */
  static boolean isNumberKey(String key) {
    return key.startsWith("id|");
  }

  private static Map<Scheme, Set<String>> identifiersOf(PersonDescription person) {
    Map<Scheme, Set<String>> found = new HashMap<>();
    for (Identifier identifier : person.identifiers()) {
      if (identifier.identifiesPerson()) {
        Scheme scheme = new Scheme(identifier.kind(), identifier.issuer());
        found.computeIfAbsent(scheme, none -> new HashSet<>()).add(identifier.canonical());
      }
    }
    found.replaceAll((scheme, values) -> Set.copyOf(values));
    return Map.copyOf(found);
  }

  private static void addName(PersonName name, Set<String> forenames, Set<String> wholeNames) {
    List<String> forenamesGiven = name.forenames();
    List<String> given =
        NameTokens.of(
            forenamesGiven.size() == 1
                ? forenamesGiven.getFirst()
                : String.join(" ", forenamesGiven));
    List<String> family = NameTokens.of(name.surname());
    // A person known by one name may have it in either field.
    if (name.forenames().isEmpty() || name.surname().isBlank()) {
      List<String> only = given.isEmpty() ? family : given;
      forenames.addAll(only);
      if (!only.isEmpty()) {
        wholeNames.add("|" + String.join(" ", only));
      }
      return;
    }
    forenames.addAll(given);
    if (!given.isEmpty() && !family.isEmpty()) {
      wholeNames.add(String.join(" ", given) + "|" + String.join(" ", family));
    }
  }

  /** How the dates of birth of two descriptions compare. */
  enum BirthDates {
    /** A full date is equal. */
    EQUAL,
    /** One side has no full date, and what is there does not contradict. */
    MISSING,
    /** No date of the one can be a date of the other. */
    DIFFER
  }
}
