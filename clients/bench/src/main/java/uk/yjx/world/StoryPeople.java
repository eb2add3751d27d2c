package uk.yjx.world;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import uk.yjx.caseload.v1.Order;
import uk.yjx.caseload.v1.OrderKind;
import uk.yjx.common.v1.Address;
import uk.yjx.common.v1.IdentifierKind;
import uk.yjx.common.v1.NameUse;
import uk.yjx.common.v1.PersonIdentifier;
import uk.yjx.common.v1.PersonName;
import uk.yjx.common.v1.Sex;

/** The children of the stories; their surnames occur nowhere else in the invented world. */
final class StoryPeople {

  private static final int FIRST_NUMBER = 90_001;

  private StoryPeople() {}

  static CaseloadChild stabbed(long seed, LocalDate day, String lead) {
    return child(seed, 0, name("Tobi", "Adésànmí-Kerr"), day.minusYears(15).minusDays(100), lead);
  }

  static CaseloadChild associate(long seed, LocalDate day, String lead) {
    return child(seed, 1, name("Łukasz", "Wrayburn"), day.minusYears(16).minusDays(40), lead);
  }

  static CaseloadChild stopped(long seed, LocalDate day, String lead) {
    return child(seed, 2, name("Idris", "ap Tegwyn"), day.minusYears(14).minusDays(200), lead);
  }

  static CaseloadChild innocent(long seed, LocalDate day, String lead) {
    return child(seed, 5, name("Ffion", "Quillstone"), day.minusYears(15).minusDays(61), lead);
  }

  static CaseloadChild beside(long seed, LocalDate day, String lead) {
    return child(
        YouthJusticeService.REDBRIDGE,
        seed,
        6,
        name("Amadou", "Thornelow"),
        day.minusYears(16).minusDays(12),
        lead);
  }

  static CaseloadChild referred(long seed, LocalDate day, String lead) {
    return child(seed, 7, name("Oisín", "Fernhollow"), day.minusYears(14).minusDays(77), lead);
  }

  static CaseloadChild denying(long seed, LocalDate day, String lead) {
    return child(seed, 8, name("Kwabena", "Ashbourne-Lyle"), day.minusYears(16).minusDays(5), lead);
  }

  static CaseloadChild unsafe(long seed, LocalDate day, String lead) {
    return child(seed, 9, name("Mirela", "Saltmarsh"), day.minusYears(15).minusDays(19), lead);
  }

  /** One child, as two services know it. */
  static CaseloadChild placed(
      YouthJusticeService service, long seed, int index, LocalDate day, String lead) {
    return child(
        service, seed, index, name("Ewan", "Larkfield"), day.minusYears(15).minusDays(200), lead);
  }

  private static CaseloadChild child(
      long seed, int index, PersonName name, LocalDate born, String lead) {
    return child(YouthJusticeService.SOUTHWARK, seed, index, name, born, lead);
  }

  private static CaseloadChild child(
      YouthJusticeService service,
      long seed,
      int index,
      PersonName name,
      LocalDate born,
      String lead) {
    String number = CheckedNumbers.serviceNumber(service.numberPrefix(), FIRST_NUMBER + index);
    List<PersonIdentifier> identifiers = new ArrayList<>();
    // Beyond every number that a child of the caseload can have.
    identifiers.add(NumberSeries.onCaseload(seed).pnc((long) InventedPeople.PEOPLE_MAX + index));
    identifiers.add(NumberSeries.identifier(IdentifierKind.IDENTIFIER_KIND_LOCAL, number));
    LocalDate pronounced = born.plusYears(14);
    return new CaseloadChild(
        service,
        number,
        new InventedPerson(
            List.of(name),
            born,
            Sex.SEX_MALE,
            identifiers,
            Address.newBuilder()
                .addLines((index + 7) + " Nowhere Street")
                .addLines(service.place())
                .setPostcode("ZZ99 3AB")
                .build()),
        List.of(
            Order.newBuilder()
                .setKind(OrderKind.ORDER_KIND_YOUTH_REHABILITATION_ORDER)
                .setPronouncedOn(InventedPerson.date(pronounced))
                .setEffectiveFrom(InventedPerson.date(pronounced))
                .build()),
        lead);
  }

  private static PersonName name(String forename, String surname) {
    return PersonName.newBuilder()
        .addForenames(forename)
        .setSurname(surname)
        .setUse(NameUse.NAME_USE_LEGAL)
        .build();
  }
}
