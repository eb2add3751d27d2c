package uk.yjx.server.matching;

import java.util.Comparator;
import java.util.Optional;
import java.util.Set;
import uk.yjx.server.kernel.ChildId;
import uk.yjx.server.kernel.IdentifierKind;

/** What the rules say of one person and one child taken alone. */
record Verdict(ChildId child, Rule rule, Set<IdentifierKind> agreed) {

  static final Comparator<Verdict> STRONGEST_FIRST =
      Comparator.comparing(Verdict::rule).thenComparing(verdict -> verdict.child().value());

  /**
   * Judges one pair; empty if nothing says they are the same person. Which of the two is asked
   * about makes no difference.
   */
  static Optional<Verdict> of(ChildId child, Profile known, Profile person) {
    Set<IdentifierKind> agreed = person.agreeingKinds(known);
    return ruleOf(known, person, !agreed.isEmpty()).map(rule -> new Verdict(child, rule, agreed));
  }

  /** What the rules say of two descriptions of which an identifier agrees or none does. */
  static Optional<Rule> ruleOf(Profile known, Profile person, boolean agreed) {
    if (agreed) {
      return Optional.of(ruleOfIdentifier(known, person));
    }
    boolean nameAndDate =
        person.sharesFullName(known) && person.compareBirthDates(known) == Profile.BirthDates.EQUAL;
    return nameAndDate ? Optional.of(Rule.NAME_AND_BIRTH_DATE) : Optional.empty();
  }

  /** Whether this pair alone is enough to link. */
  boolean links() {
    return rule.links();
  }

  private static Rule ruleOfIdentifier(Profile known, Profile person) {
    if (person.conflictsWith(known)) {
      return Rule.IDENTIFIERS_CONFLICT;
    }
    boolean forename = person.sharesForename(known);
    return switch (person.compareBirthDates(known)) {
      case DIFFER -> Rule.IDENTIFIER_BUT_BIRTH_DATE_DIFFERS;
      case EQUAL ->
          forename ? Rule.IDENTIFIER_BIRTH_DATE_AND_FORENAME : Rule.IDENTIFIER_BUT_FORENAME_DIFFERS;
      case MISSING ->
          forename ? Rule.IDENTIFIER_AND_FORENAME : Rule.IDENTIFIER_BUT_FORENAME_DIFFERS;
    };
  }
}
