package uk.yjx.world;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.random.RandomGenerator;
import uk.yjx.common.v1.IdentifierKind;
import uk.yjx.common.v1.PartialDate;
import uk.yjx.common.v1.PersonDescriptor;
import uk.yjx.common.v1.PersonName;
import uk.yjx.common.v1.Sex;
import uk.yjx.common.v1.Urgency;
import uk.yjx.intelligence.v1.InvolvedPerson;
import uk.yjx.intelligence.v1.Notice;

/**
 * Parts from which notices of the workload are put together: made once, so that generating costs a
 * few microseconds; every notice differs in id, time, person and number even so.
 */
final class WorkloadParts {

  /** Names of strangers; with their birthdays tens of millions of people. */
  private static final int NAMES = 20_000;

  /** Narratives, each finished with the notice's own number. */
  private static final int NARRATIVES = 512;

  /** Length of a narrative in characters, so that a request has about 1 KB. */
  private static final int NARRATIVE_LENGTH = 755;

  /** Of every hundred notices so many are stops, as in the replay. */
  private static final int STOPS_IN_HUNDRED = 80;

  private static final int BIRTHDAYS = 2_800;

  private static final List<String> PHRASES =
      List.of(
          "Officers attended after a call from a member of the public.",
          "The account given could not be checked at the scene.",
          "A friend collected the property later that evening.",
          "No further units were needed.",
          "Cameras of the shops nearby were asked for and are awaited.",
          "The family was told in the usual way.",
          "Weather was dry and the road well lit.",
          "The matter was handed over to the next shift.");

  /**
   * A notice without time, person and narrative.
   *
   * @param notice the notice; its only person is {@code person}
   * @param person the role and ages
   * @param urgency of the alert about a linked child
   */
  record Event(Notice notice, InvolvedPerson person, Urgency urgency) {}

  private final NumberSeries numbers;
  private final List<Event> stops = new ArrayList<>();
  private final List<Event> others = new ArrayList<>();
  private final List<PersonName> names = new ArrayList<>();
  private final List<PartialDate> birthdays = new ArrayList<>();
  private final List<String> narratives = new ArrayList<>();
  private final List<PersonDescriptor> numbered;
  private final List<PersonDescriptor> named;

  WorkloadParts(Caseload caseload, List<CaseloadChild> children, long seed) {
    this.numbers = NumberSeries.offCaseload(caseload.seed());
    RandomGenerator random = Seeds.of(seed, "parts");
    addStops();
    addOthers(random);
    addNames(caseload, random);
    LocalDate oldest = caseload.asOf().minusYears(18).plusDays(40);
    for (int day = 0; day < BIRTHDAYS; day++) {
      birthdays.add(InventedPerson.date(oldest.plusDays(day)));
    }
    addNarratives(random);
    this.numbered = children.stream().map(child -> description(child, true)).toList();
    this.named = children.stream().map(child -> description(child, false)).toList();
  }

  /** What happened. */
  Event event(RandomGenerator random) {
    return InventedNames.pick(random, random.nextInt(100) < STOPS_IN_HUNDRED ? stops : others);
  }

  /** The {@code index}-th child with a valid number: linked. */
  PersonDescriptor numbered(int index, long sequence) {
    return withOwnNumber(numbered.get(index), sequence);
  }

  /** The {@code index}-th child by name and date of birth only: for review. */
  PersonDescriptor nameAndBirth(int index, long sequence) {
    return withOwnNumber(named.get(index), sequence);
  }

  /** Somebody whose name no child of the caseload has, with a number nobody has. */
  PersonDescriptor stranger(RandomGenerator random, long sequence) {
    PersonDescriptor.Builder person =
        PersonDescriptor.newBuilder()
            .addNames(InventedNames.pick(random, names))
            .addDatesOfBirth(InventedNames.pick(random, birthdays))
            .setSex(Sex.SEX_MALE)
            .addIdentifiers(
                NumberSeries.identifier(
                    IdentifierKind.IDENTIFIER_KIND_LOCAL, "P" + (1_000_000 + sequence)));
    if (random.nextInt(10) < 6) {
      person.addIdentifiers(numbers.pnc(sequence));
    }
    return person.build();
  }

  /** Text that occurs in no other notice. */
  String narrative(RandomGenerator random, long sequence) {
    return InventedNames.pick(random, narratives) + sequence;
  }

  private void addStops() {
    for (StopSearchRow row : StopSearchFile.bundled().rows()) {
      if (row.stop().ageRange() == StopSearchRow.AgeRange.FROM_10_TO_17) {
        Notice notice = StopSearchNotice.request(row, Optional.empty()).getNotice();
        stops.add(
            new Event(
                notice,
                notice.getPersons(0).toBuilder().clearUnidentified().build(),
                ReplayStops.urgency(row.stop().outcome())));
      }
    }
  }

  // Without an area: no front door is told of anyone, and the truth stays plain.
  private void addOthers(RandomGenerator random) {
    for (InventedEvent kind : InventedEvent.values()) {
      if (!kind.alwaysLinked()) {
        for (int i = 0; i < kind.count(); i++) {
          InvolvedPerson person = InvolvedPerson.newBuilder().setRole(kind.role()).build();
          others.add(
              new Event(
                  EventFacts.of(kind, random)
                      .setHandling(ReplayEvents.handling(kind))
                      .addPersons(person)
                      .build(),
                  person,
                  kind.urgency()));
        }
      }
    }
    Collections.shuffle(others, java.util.Random.from(random));
  }

  private void addNames(Caseload caseload, RandomGenerator random) {
    Set<String> taken = new HashSet<>();
    caseload
        .children()
        .forEach(child ->
            child.person().names().forEach(name -> taken.add(InventedNames.foldedWhole(name))));
    while (names.size() < NAMES) {
      PersonName name = InventedNames.name(random, Sex.SEX_MALE);
      if (!taken.contains(InventedNames.foldedWhole(name))) {
        names.add(name);
      }
    }
  }

  private void addNarratives(RandomGenerator random) {
    while (narratives.size() < NARRATIVES) {
      StringBuilder text = new StringBuilder("Invented.");
      while (text.length() < NARRATIVE_LENGTH) {
        text.append(' ').append(InventedNames.pick(random, PHRASES));
      }
      text.setLength(NARRATIVE_LENGTH);
      narratives.add(text.append(" Entry ").toString());
    }
  }

  private static PersonDescriptor description(CaseloadChild child, boolean withNumber) {
    InventedPerson person = child.person();
    PersonDescriptor.Builder description =
        PersonDescriptor.newBuilder()
            .addNames(person.name())
            .addDatesOfBirth(InventedPerson.date(person.born()))
            .setSex(person.sex());
    if (withNumber) {
      Descriptions.policeNumbers(person).limit(1).forEach(description::addIdentifiers);
    }
    return description.build();
  }

  private static PersonDescriptor withOwnNumber(PersonDescriptor person, long sequence) {
    return person.toBuilder()
        .addIdentifiers(
            NumberSeries.identifier(
                IdentifierKind.IDENTIFIER_KIND_LOCAL, "P" + (1_000_000 + sequence)))
        .build();
  }
}
