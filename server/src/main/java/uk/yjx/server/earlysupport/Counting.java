package uk.yjx.server.earlysupport;

import java.time.LocalDate;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.Collectors;
import uk.yjx.intelligence.v1.NoticeKind;
import uk.yjx.intelligence.v1.PersonRole;
import uk.yjx.server.casepapers.UnknownDefendants.NotConvicted;
import uk.yjx.server.clocks.DueTimes;
import uk.yjx.server.intelligence.UnmatchedPersons.Unmatched;
import uk.yjx.server.kernel.IdentifierKind;
import uk.yjx.server.kernel.PartialDate;
import uk.yjx.server.matching.Evidence;

/**
 * What may count towards early support: arrest, charge, voluntary interview and decision out of
 * court, of whoever is arrested, charged or suspected in it and is known to be a child. Never a
 * stop, never a victim, witness or missing child. Ethnicity is not looked at. Pure.
 */
final class Counting {
  /** What counts. */
  static final Set<NoticeKind> COUNTED =
      Set.of(
          NoticeKind.NOTICE_KIND_ARREST,
          NoticeKind.NOTICE_KIND_CHARGE,
          NoticeKind.NOTICE_KIND_VOLUNTARY_INTERVIEW,
          NoticeKind.NOTICE_KIND_OUT_OF_COURT_DECISION);

  private static final Set<PersonRole> ROLES =
      Set.of(
          PersonRole.PERSON_ROLE_SUSPECT,
          PersonRole.PERSON_ROLE_ARRESTED,
          PersonRole.PERSON_ROLE_CHARGED,
          PersonRole.PERSON_ROLE_CONVICTED);

  /** Age of criminal responsibility (Children and Young Persons Act 1933 s.50). */
  private static final int AGE_MIN = 10;

  /** From this age on nobody is a child (Children Act 1989 s.105). */
  private static final int ADULT_AGE = 18;

  private Counting() {}

  /** Kinds of notices that are looked at. */
  static EnumSet<NoticeKind> kinds() {
    EnumSet<NoticeKind> kinds = EnumSet.copyOf(COUNTED);
    kinds.add(NoticeKind.NOTICE_KIND_NO_FURTHER_ACTION);
    return kinds;
  }

  /** What a person of a notice adds, if anything. */
  static Optional<Fact> of(Unmatched it, LocalDate today) {
    LocalDate day = LocalDate.ofInstant(it.at(), DueTimes.LONDON);
    boolean ends = it.content().getKind() == NoticeKind.NOTICE_KIND_NO_FURTHER_ACTION;
    boolean counts =
        COUNTED.contains(it.content().getKind())
            && ROLES.contains(it.involved().getRole())
            && !it.involved().getProtectedPerson()
            && isChild(it.who().description().datesOfBirth(), day, today);
    if (!ends && !counts) {
      return Optional.empty();
    }
    return Optional.of(
        new Fact(
            new Fact.Ref(it.notice(), it.person()),
            ends,
            it.from(),
            day,
            it.content().getSourceReference().strip(),
            urns(it.who()),
            ends ? "" : it.content().getLocalAuthority(),
            it.who()));
  }

  /** What a court's result takes away. */
  static Fact of(NotConvicted it) {
    return new Fact(
        new Fact.Ref(it.position(), 0),
        true,
        it.from(),
        it.day(),
        "",
        Set.of(it.urn()),
        "",
        it.who());
  }

  /** Every date of birth recorded says so, and there is one. */
  private static boolean isChild(List<PartialDate> born, LocalDate day, LocalDate today) {
    return !born.isEmpty()
        && born.stream()
            .allMatch(one -> {
              OptionalInt then = one.ageOn(day);
              OptionalInt now = one.ageOn(today);
              return then.isPresent()
                  && now.isPresent()
                  && then.getAsInt() >= AGE_MIN
                  && now.getAsInt() < ADULT_AGE;
            });
  }

  private static Set<String> urns(Evidence who) {
    return who.description().identifiers().stream()
        .filter(id -> id.kind() == IdentifierKind.CASE_URN)
        .map(id -> id.canonical())
        .collect(Collectors.toSet());
  }
}
