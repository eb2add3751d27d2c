package uk.yjx.world;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.random.RandomGenerator;
import uk.yjx.common.v1.IdentifierKind;
import uk.yjx.common.v1.PersonDescriptor;
import uk.yjx.common.v1.Sex;
import uk.yjx.world.Descriptions.StrangerDetail;
import uk.yjx.world.Truth.Outcome;

/**
 * Chooses whom an event is about: a child of a service, described in a known way, or a stranger.
 */
final class Subjects {

  private static final int TRIES_MAX = 10_000;
  private static final int FIRST_SPARE_NUMBER = 100_000;

  /**
   * A child as one notice describes it.
   *
   * @param child whom the event is about
   * @param likeness how well the description fits
   * @param description what the notice says
   */
  record Subject(CaseloadChild child, Likeness likeness, PersonDescriptor description) {}

  private final RandomGenerator random;
  private final Descriptions descriptions;
  private final InventedPeople strangers;
  private final Map<YouthJusticeService, List<CaseloadChild>> byService =
      new EnumMap<>(YouthJusticeService.class);
  private final Map<String, List<CaseloadChild>> byAddress = new HashMap<>();
  private final Set<String> doubled;
  private final Set<String> busy = new HashSet<>();

  Subjects(Caseload caseload, long seed) {
    this.random = Seeds.of(seed, "subjects");
    this.descriptions =
        new Descriptions(random, NumberSeries.offCaseload(caseload.seed()), FIRST_SPARE_NUMBER);
    this.strangers =
        InventedPeople.offCaseload(
            caseload.seed(),
            caseload.asOf(),
            caseload.children().stream().map(CaseloadChild::person).toList());
    this.doubled = doubled(caseload);
    for (CaseloadChild child : caseload.children()) {
      byService.computeIfAbsent(child.service(), none -> new ArrayList<>()).add(child);
      byAddress
          .computeIfAbsent(child.person().address().toString(), none -> new ArrayList<>())
          .add(child);
    }
  }

  /**
   * A child of {@code service} whose description rules of equality would give {@code outcome}; what
   * has to become of it is said by its likeness. One child is never chosen twice for the same
   * {@code time}, so that child and time name one notice.
   *
   * @param sex as recorded of the event; unspecified when any will do
   */
  Subject child(YouthJusticeService service, Outcome outcome, Sex sex, String time) {
    for (int attempt = 0; attempt < TRIES_MAX; attempt++) {
      CaseloadChild child = InventedNames.pick(random, byService.getOrDefault(service, List.of()));
      Likeness likeness = likeness(outcome);
      boolean sexFits =
          attempt > TRIES_MAX / 2 || sex == Sex.SEX_UNSPECIFIED || sex == child.person().sex();
      if (sexFits && suits(child, likeness) && busy.add(child.serviceChildId() + "@" + time)) {
        return new Subject(child, likeness, describe(child, likeness));
      }
    }
    throw new IllegalStateException("nobody at " + service.id() + " suits " + outcome);
  }

  /** A person on no caseload, as completely as {@code detail} says. */
  PersonDescriptor stranger(Sex sex, StrangerDetail detail) {
    return descriptions.ofStranger(strangerPerson(sex), detail);
  }

  /** A person on no caseload. */
  InventedPerson strangerPerson(Sex sex) {
    YouthJusticeService area = YouthJusticeService.SOUTHWARK;
    return sex == Sex.SEX_UNSPECIFIED
        ? strangers.person(area.place(), area.educationAuthority())
        : strangers.person(area.place(), area.educationAuthority(), sex);
  }

  /**
   * Children with a number by which they can be linked, whose name and birthday are theirs alone.
   */
  static List<CaseloadChild> linkable(Caseload caseload) {
    Set<String> doubled = doubled(caseload);
    return caseload.children().stream()
        .filter(child ->
            child.person().name().getForenamesCount() > 0
                && !doubled.contains(nameAndBirth(child.person()))
                && Descriptions.policeNumbers(child.person()).findAny().isPresent())
        .toList();
  }

  private static Set<String> doubled(Caseload caseload) {
    Set<String> names = new HashSet<>();
    Set<String> doubled = new HashSet<>();
    for (CaseloadChild child : caseload.children()) {
      if (!names.add(nameAndBirth(child.person()))) {
        doubled.add(nameAndBirth(child.person()));
      }
    }
    return doubled;
  }

  private Likeness likeness(Outcome outcome) {
    if (outcome == Outcome.UNMATCHED) {
      return InventedNames.pick(random, List.of(Likeness.SURNAME_MISSPELT_AND_BIRTH));
    }
    List<Likeness> with = new ArrayList<>();
    for (Likeness likeness : Likeness.values()) {
      for (int i = 0; likeness.outcome() == outcome && i < likeness.share(); i++) {
        with.add(likeness);
      }
    }
    return InventedNames.pick(random, with);
  }

  private boolean suits(CaseloadChild child, Likeness likeness) {
    InventedPerson person = child.person();
    boolean plain =
        person.name().getForenamesCount() > 0 && !doubled.contains(nameAndBirth(person));
    boolean numbered = Descriptions.policeNumbers(person).findAny().isPresent();
    return switch (likeness) {
      // Whoever shares a name and birthday, or has a single name, is always a matter for review.
      case NAME_AND_BIRTH, BAD_NUMBER_NAME_AND_BIRTH -> true;
      case SURNAME_MISSPELT_AND_BIRTH -> plain;
      case NUMBERS_CONFLICT ->
          plain
              && person.identifier(IdentifierKind.IDENTIFIER_KIND_PNC_ID).isPresent()
              && person.identifier(IdentifierKind.IDENTIFIER_KIND_NHS_NUMBER).isPresent();
      case TWIN_NAMED -> plain && numbered && twin(child).isPresent();
      case NUMBER_NAME_AND_BIRTH,
          NUMBER_SPELT_OTHERWISE,
          NUMBER_AND_NAME,
          NUMBER_SURNAME_MISSPELT,
          NUMBER_BESIDE_A_BAD_ONE,
          NUMBER_FORENAME_MISSPELT,
          NUMBER_BIRTH_DIFFERS ->
          plain && numbered;
    };
  }

  private PersonDescriptor describe(CaseloadChild child, Likeness likeness) {
    return likeness == Likeness.TWIN_NAMED
        ? descriptions.ofTwins(child.person(), twin(child).orElseThrow().person())
        : descriptions.of(child.person(), likeness);
  }

  // A twin who shares no forename: else the number would link after all.
  private Optional<CaseloadChild> twin(CaseloadChild child) {
    InventedPerson person = child.person();
    return byAddress.getOrDefault(person.address().toString(), List.of()).stream()
        .filter(other ->
            !other.key().equals(child.key())
                && other.person().born().equals(person.born())
                && !sharesForename(other.person(), person))
        .findFirst();
  }

  private static boolean sharesForename(InventedPerson one, InventedPerson other) {
    Set<String> words = new HashSet<>();
    one.names().forEach(name -> addForenames(name.getForenamesList(), words));
    Set<String> others = new HashSet<>();
    other.names().forEach(name -> addForenames(name.getForenamesList(), others));
    others.retainAll(words);
    return !others.isEmpty();
  }

  private static void addForenames(List<String> forenames, Set<String> words) {
    forenames.forEach(name -> words.addAll(List.of(InventedNames.folded(name).split(" "))));
  }

  private static String nameAndBirth(InventedPerson person) {
    return InventedNames.foldedWhole(person.name()) + "|" + person.born();
  }
}
