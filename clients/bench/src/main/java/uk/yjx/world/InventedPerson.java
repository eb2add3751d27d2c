package uk.yjx.world;

import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import uk.yjx.common.v1.Address;
import uk.yjx.common.v1.IdentifierKind;
import uk.yjx.common.v1.PartialDate;
import uk.yjx.common.v1.PersonDescriptor;
import uk.yjx.common.v1.PersonIdentifier;
import uk.yjx.common.v1.PersonName;
import uk.yjx.common.v1.Sex;

/**
 * A person who does not exist.
 *
 * @param names names, the legal one first
 * @param born date of birth
 * @param sex as any agency would record it
 * @param identifiers valid identifiers; may be none
 * @param address where the person lives, with a pseudo-postcode
 */
public record InventedPerson(
    List<PersonName> names,
    LocalDate born,
    Sex sex,
    List<PersonIdentifier> identifiers,
    Address address) {

  /** Copies the lists; a person has a name. */
  public InventedPerson {
    names = List.copyOf(names);
    identifiers = List.copyOf(identifiers);
    if (names.isEmpty()) {
      throw new IllegalArgumentException("a person has a name");
    }
  }

  /** The legal name. */
  public PersonName name() {
    return names.getFirst();
  }

  /** Everything on record. */
  public PersonDescriptor descriptor() {
    return PersonDescriptor.newBuilder()
        .addAllNames(names)
        .addDatesOfBirth(date(born))
        .addAllIdentifiers(identifiers)
        .setSex(sex)
        .addAddresses(address)
        .build();
  }

  /** The identifier of {@code kind}, if there is one. */
  public Optional<PersonIdentifier> identifier(IdentifierKind kind) {
    return identifiers.stream().filter(identifier -> identifier.getKind() == kind).findFirst();
  }

  /** A whole date in the contract's form. */
  static PartialDate date(LocalDate date) {
    return PartialDate.newBuilder()
        .setYear(date.getYear())
        .setMonth(date.getMonthValue())
        .setDay(date.getDayOfMonth())
        .build();
  }

  /** Names nobody: even invented names stay out of logs. */
  @Override
  public String toString() {
    return "InventedPerson[]";
  }
}
