package uk.yjx.server.caseload;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import uk.yjx.common.v1.Address;
import uk.yjx.common.v1.NameUse;
import uk.yjx.common.v1.PersonDescriptor;
import uk.yjx.common.v1.PersonIdentifier;
import uk.yjx.common.v1.Sex;
import uk.yjx.server.kernel.AgencyId;
import uk.yjx.server.kernel.Identifier;
import uk.yjx.server.kernel.IdentifierKind;
import uk.yjx.server.kernel.PartialDate;
import uk.yjx.server.kernel.PersonDescription;
import uk.yjx.server.kernel.PersonName;
import uk.yjx.server.kernel.Violations;

/**
 * Reads how an agency describes a person. What a bad identifier is worth is for matching to say; a
 * blank name or a date that cannot be is the sender's mistake.
 */
public final class PersonTranslation {
  /** Reason for dates that are not in the calendar, and dates of birth to come. */
  public static final String IMPOSSIBLE_DATE = "IMPOSSIBLE_DATE";

  private static final String VALIDATION_FAILED = "VALIDATION_FAILED";

  private final AgencyId issuer;
  private final LocalDate today;
  private final Violations violations;

  /**
   * Prepares to read descriptions of one request.
   *
   * @param issuer the sending agency, in whose namespace its own numbers mean something
   * @param today the day in Europe/London
   * @param violations collects what is wrong; the caller refuses the request when there is any
   */
  public PersonTranslation(AgencyId issuer, LocalDate today, Violations violations) {
    this.issuer = issuer;
    this.today = today;
    this.violations = violations;
  }

  /**
   * The description without the parts that are wrong, which are reported.
   *
   * @param path of the descriptor in the request, as in {@code case.person}
   */
  public PersonDescription read(PersonDescriptor person, String path) {
    return new PersonDescription(
        names(person, path),
        datesOfBirth(person, path),
        identifiers(person, path),
        sex(person.getSex()),
        postcodes(person));
  }

  /**
   * A date as the contract carries it; empty and reported when it is not in the calendar.
   *
   * @param path of the date in the request
   */
  public Optional<PartialDate> date(uk.yjx.common.v1.PartialDate date, String path) {
    try {
      return Optional.of(new PartialDate(date.getYear(), date.getMonth(), date.getDay()));
    } catch (IllegalArgumentException notInTheCalendar) {
      violations.add(IMPOSSIBLE_DATE, path, "there is no such date");
      return Optional.empty();
    }
  }

  private List<PersonName> names(PersonDescriptor person, String path) {
    List<PersonName> names = new ArrayList<>();
    for (int i = 0; i < person.getNamesCount(); i++) {
      uk.yjx.common.v1.PersonName name = person.getNames(i);
      String at = path + ".names[" + i + "]";
      boolean readable = readable(name.getSurname(), at + ".surname");
      for (int j = 0; j < name.getForenamesCount(); j++) {
        readable &= readable(name.getForenames(j), at + ".forenames[" + j + "]");
      }
      if (readable) {
        names.add(new PersonName(name.getForenamesList(), name.getSurname(), use(name.getUse())));
      }
    }
    return names;
  }

  private boolean readable(String part, String path) {
    boolean nothing = part.isBlank();
    boolean control = hasControlCharacter(part);
    boolean tooLong = part.length() > PersonName.PART_LENGTH_MAX;
    if (nothing || control || tooLong) {
      violations.add(
          VALIDATION_FAILED,
          path,
          "a part of a name is 1 to "
              + PersonName.PART_LENGTH_MAX
              + " characters, not all blank, without control characters");
    }
    return !nothing && !control && !tooLong;
  }

  private static boolean hasControlCharacter(String text) {
    for (int i = 0; i < text.length(); i++) {
      if (Character.isISOControl(text.charAt(i))) {
        return true;
      }
    }
    return false;
  }

  private List<PartialDate> datesOfBirth(PersonDescriptor person, String path) {
    List<PartialDate> dates = new ArrayList<>();
    for (int i = 0; i < person.getDatesOfBirthCount(); i++) {
      String at = path + ".dates_of_birth[" + i + "]";
      Optional<PartialDate> date = date(person.getDatesOfBirth(i), at);
      if (date.isPresent() && date.get().earliest().isAfter(today)) {
        violations.add(IMPOSSIBLE_DATE, at, "a date of birth is not in the future");
      }
      date.ifPresent(dates::add);
    }
    return dates;
  }

  private List<Identifier> identifiers(PersonDescriptor person, String path) {
    List<Identifier> identifiers = new ArrayList<>();
    for (int i = 0; i < person.getIdentifiersCount(); i++) {
      PersonIdentifier identifier = person.getIdentifiers(i);
      Optional<IdentifierKind> kind = kind(identifier.getKind());
      if (kind.isPresent()) {
        identifiers.add(
            Identifier.parse(kind.get(), issuer.value(), identifier.getValue(), today.getYear()));
      } else {
        violations.add(
            VALIDATION_FAILED, path + ".identifiers[" + i + "].kind", "no such kind of identifier");
      }
    }
    return identifiers;
  }

  private static List<String> postcodes(PersonDescriptor person) {
    return person.getAddressesList().stream()
        .map(Address::getPostcode)
        .filter(postcode -> !postcode.isBlank())
        .distinct()
        .toList();
  }

  private static PersonName.Use use(NameUse use) {
    return switch (use) {
      case NAME_USE_UNSPECIFIED, NAME_USE_LEGAL, UNRECOGNIZED -> PersonName.Use.LEGAL;
      case NAME_USE_ALIAS -> PersonName.Use.ALIAS;
      case NAME_USE_PREVIOUS -> PersonName.Use.PREVIOUS;
      case NAME_USE_PREFERRED -> PersonName.Use.PREFERRED;
    };
  }

  private static PersonDescription.Sex sex(Sex sex) {
    return switch (sex) {
      case SEX_UNSPECIFIED, UNRECOGNIZED -> PersonDescription.Sex.UNKNOWN;
      case SEX_FEMALE -> PersonDescription.Sex.FEMALE;
      case SEX_MALE -> PersonDescription.Sex.MALE;
      case SEX_OTHER -> PersonDescription.Sex.OTHER;
    };
  }

  private static Optional<IdentifierKind> kind(uk.yjx.common.v1.IdentifierKind kind) {
    return switch (kind) {
      case IDENTIFIER_KIND_UNSPECIFIED, UNRECOGNIZED -> Optional.empty();
      case IDENTIFIER_KIND_PNC_ID -> Optional.of(IdentifierKind.PNC_ID);
      case IDENTIFIER_KIND_CRO_NUMBER -> Optional.of(IdentifierKind.CRO_NUMBER);
      case IDENTIFIER_KIND_ARREST_SUMMONS_NUMBER ->
          Optional.of(IdentifierKind.ARREST_SUMMONS_NUMBER);
      case IDENTIFIER_KIND_CASE_URN -> Optional.of(IdentifierKind.CASE_URN);
      case IDENTIFIER_KIND_COURT_CASE_REFERENCE -> Optional.of(IdentifierKind.COURT_CASE_REFERENCE);
      case IDENTIFIER_KIND_NHS_NUMBER -> Optional.of(IdentifierKind.NHS_NUMBER);
      case IDENTIFIER_KIND_UNIQUE_PUPIL_NUMBER -> Optional.of(IdentifierKind.UNIQUE_PUPIL_NUMBER);
      case IDENTIFIER_KIND_PRISON_NUMBER -> Optional.of(IdentifierKind.PRISON_NUMBER);
      case IDENTIFIER_KIND_PROBATION_CRN -> Optional.of(IdentifierKind.PROBATION_CRN);
      case IDENTIFIER_KIND_LOCAL -> Optional.of(IdentifierKind.LOCAL);
    };
  }
}
