package uk.yjx.world;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;
import uk.yjx.common.v1.IdentifierKind;
import uk.yjx.common.v1.PersonDescriptor;
import uk.yjx.common.v1.PersonIdentifier;
import uk.yjx.common.v1.PersonName;

/** Describes children as a police system would, right or wrong in a known way. */
final class Descriptions {

  private static final double OWN_NUMBER = 0.2;

  private final RandomGenerator random;
  private final NumberSeries others;
  private int used;

  /**
   * @param others numbers that no child of the caseload has
   * @param firstUnused index of the first of them that nobody else was given
   */
  Descriptions(RandomGenerator random, NumberSeries others, int firstUnused) {
    this.random = random;
    this.others = others;
    this.used = firstUnused;
  }

  /** The name, date of birth and numbers of {@code child} as {@code likeness} says. */
  PersonDescriptor of(InventedPerson child, Likeness likeness) {
    PersonDescriptor.Builder person = PersonDescriptor.newBuilder().setSex(child.sex());
    PersonName name = child.name();
    PersonIdentifier number = likeness == Likeness.NUMBERS_CONFLICT ? pnc(child) : number(child);
    switch (likeness) {
      case NUMBER_NAME_AND_BIRTH, TWIN_NAMED ->
          born(person.addNames(name), child).addIdentifiers(number);
      case NUMBER_SPELT_OTHERWISE ->
          born(person.addNames(name), child).addIdentifiers(speltOtherwise(number));
      case NUMBER_AND_NAME -> person.addNames(name).addIdentifiers(number);
      case NUMBER_SURNAME_MISSPELT ->
          born(person.addNames(surnameMisspelt(name)), child).addIdentifiers(number);
      case NUMBER_BESIDE_A_BAD_ONE ->
          born(person.addNames(name), child)
              .addIdentifiers(number)
              .addIdentifiers(
                  number.getKind() == IdentifierKind.IDENTIFIER_KIND_PNC_ID ? badNhs() : badPnc());
      case NAME_AND_BIRTH -> born(person.addNames(name), child);
      case BAD_NUMBER_NAME_AND_BIRTH -> born(person.addNames(name), child).addIdentifiers(badPnc());
      case NUMBER_FORENAME_MISSPELT ->
          born(person.addNames(forenamesMisspelt(child)), child).addIdentifiers(number);
      case NUMBER_BIRTH_DIFFERS ->
          person
              .addNames(name)
              .addDatesOfBirth(InventedPerson.date(otherBirth(child.born())))
              .addIdentifiers(number);
      case NUMBERS_CONFLICT ->
          born(person.addNames(name), child).addIdentifiers(number).addIdentifiers(otherNhs());
      case SURNAME_MISSPELT_AND_BIRTH -> born(person.addNames(surnameMisspelt(name)), child);
    }
    return withOwnNumber(person);
  }

  /** The number of {@code child} with the name of {@code twin}. */
  PersonDescriptor ofTwins(InventedPerson child, InventedPerson twin) {
    return of(child, Likeness.TWIN_NAMED).toBuilder().clearNames().addNames(twin.name()).build();
  }

  /** A person on no caseload, as completely as the police know them. */
  PersonDescriptor ofStranger(InventedPerson stranger, StrangerDetail detail) {
    PersonDescriptor.Builder person =
        PersonDescriptor.newBuilder().setSex(stranger.sex()).addNames(stranger.name());
    if (detail != StrangerDetail.NAME) {
      born(person, stranger);
    }
    switch (detail) {
      case NUMBERS -> policeNumbers(stranger).forEach(person::addIdentifiers);
      case BAD_NUMBER -> person.addIdentifiers(badPnc());
      case NAME_AND_BIRTH, NAME -> {}
    }
    return withOwnNumber(person);
  }

  /** How much the police know of a person on no caseload. */
  enum StrangerDetail {
    /** Name, date of birth and valid numbers. */
    NUMBERS,
    /** Name, date of birth and a number that fails its check. */
    BAD_NUMBER,
    /** Name and date of birth. */
    NAME_AND_BIRTH,
    /** Only a name. */
    NAME
  }

  /** Numbers by which the police and the exchange may recognise a person. */
  static Stream<PersonIdentifier> policeNumbers(InventedPerson person) {
    return Stream.of(
            IdentifierKind.IDENTIFIER_KIND_PNC_ID,
            IdentifierKind.IDENTIFIER_KIND_NHS_NUMBER,
            IdentifierKind.IDENTIFIER_KIND_CRO_NUMBER)
        .flatMap(kind -> person.identifier(kind).stream());
  }

  private static PersonIdentifier number(InventedPerson child) {
    return policeNumbers(child).findFirst().orElse(PersonIdentifier.getDefaultInstance());
  }

  private static PersonIdentifier pnc(InventedPerson child) {
    return child.identifier(IdentifierKind.IDENTIFIER_KIND_PNC_ID).orElseThrow();
  }

  private static PersonDescriptor.Builder born(
      PersonDescriptor.Builder person, InventedPerson child) {
    return person.addDatesOfBirth(InventedPerson.date(child.born()));
  }

  private static PersonIdentifier speltOtherwise(PersonIdentifier number) {
    String value = number.getValue();
    String other =
        switch (number.getKind()) {
          case IDENTIFIER_KIND_PNC_ID ->
              (value.substring(2, 5) + value.substring(5).replaceFirst("^0+", ""))
                  .toLowerCase(Locale.ROOT);
          case IDENTIFIER_KIND_NHS_NUMBER ->
              value.substring(0, 3) + " " + value.substring(3, 6) + " " + value.substring(6);
          default -> value.toLowerCase(Locale.ROOT);
        };
    return number.toBuilder().setValue(other).build();
  }

  private PersonName surnameMisspelt(PersonName name) {
    return name.toBuilder()
        .setSurname(Misspelling.of(random, name.getSurname(), List.of()))
        .build();
  }

  // A single wrong forename: none of the child's forenames, of any of its names, may be left.
  private PersonName forenamesMisspelt(InventedPerson child) {
    List<String> all = new ArrayList<>();
    child
        .names()
        .forEach(name -> {
          name.getForenamesList().forEach(part -> all.addAll(words(part)));
          all.addAll(words(name.getSurname()));
        });
    String first = child.name().getForenames(0);
    String wrong = Misspelling.of(random, first, all);
    while (words(wrong).stream().anyMatch(all::contains)) {
      wrong = Misspelling.of(random, first.replace('-', 'a').replace(' ', 'e'), all);
    }
    return child.name().toBuilder().clearForenames().addForenames(wrong).build();
  }

  private static List<String> words(String part) {
    return List.of(InventedNames.folded(part).split(" "));
  }

  // Day and month swapped where that is another day, else another year; never under 10.
  private static LocalDate otherBirth(LocalDate born) {
    LocalDate youngest = Caseload.AS_OF.minusYears(10);
    if (born.getDayOfMonth() <= 12 && born.getDayOfMonth() != born.getMonthValue()) {
      LocalDate swapped = LocalDate.of(born.getYear(), born.getDayOfMonth(), born.getMonthValue());
      if (swapped.isBefore(youngest)) {
        return swapped;
      }
    }
    LocalDate later = born.plusYears(1);
    return later.isBefore(youngest) ? later : born.minusYears(1);
  }

  private PersonIdentifier badPnc() {
    String good = others.pnc(used++).getValue();
    // S is never a check letter.
    return NumberSeries.identifier(
        IdentifierKind.IDENTIFIER_KIND_PNC_ID, good.substring(0, good.length() - 1) + "S");
  }

  private PersonIdentifier badNhs() {
    PersonIdentifier good = otherNhs();
    String value = good.getValue();
    int last = (value.charAt(9) - '0' + 1) % 10;
    return good.toBuilder().setValue(value.substring(0, 9) + last).build();
  }

  private PersonIdentifier otherNhs() {
    while (true) {
      var number = others.nhs(used++);
      if (number.isPresent()) {
        return number.get();
      }
    }
  }

  // The force's own number for the person says nothing to anyone else.
  private PersonDescriptor withOwnNumber(PersonDescriptor.Builder person) {
    if (random.nextDouble() < OWN_NUMBER) {
      person.addIdentifiers(
          NumberSeries.identifier(
              IdentifierKind.IDENTIFIER_KIND_LOCAL, "P" + (1_000_000 + used++)));
    }
    return person.build();
  }
}
