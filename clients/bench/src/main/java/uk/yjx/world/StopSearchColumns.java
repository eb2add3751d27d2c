package uk.yjx.world;

import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import uk.yjx.common.v1.Sex;
import uk.yjx.intelligence.v1.SearchKind;
import uk.yjx.intelligence.v1.SearchOutcome;
import uk.yjx.world.StopSearchRow.AgeRange;
import uk.yjx.world.StopSearchRow.Stop;

/** The columns of a police.uk stop-and-search file and the values they may have. */
final class StopSearchColumns {

  private static final String TYPE = "Type";
  private static final String DATE = "Date";
  private static final String OPERATION = "Policing operation";
  private static final String LATITUDE = "Latitude";
  private static final String LONGITUDE = "Longitude";
  private static final String GENDER = "Gender";
  private static final String AGE_RANGE = "Age range";
  private static final String SELF_DEFINED = "Self-defined ethnicity";
  private static final String OFFICER_DEFINED = "Officer-defined ethnicity";
  private static final String LEGISLATION = "Legislation";
  private static final String OBJECT = "Object of search";
  private static final String OUTCOME = "Outcome";
  private static final String LINKED = "Outcome linked to object of search";
  private static final String REMOVAL = "Removal of more than just outer clothing";

  /** Columns without which a file cannot be read. */
  static final List<String> NEEDED =
      List.of(
          TYPE,
          DATE,
          OPERATION,
          LATITUDE,
          LONGITUDE,
          GENDER,
          AGE_RANGE,
          SELF_DEFINED,
          OFFICER_DEFINED,
          LEGISLATION,
          OBJECT,
          OUTCOME,
          LINKED,
          REMOVAL);

  /** Longest legislation or object, in characters: the contract's limit. */
  static final int WORDS_MAX = 120;

  /** Longest ethnicity, in characters: the contract's limit. */
  static final int ETHNICITY_MAX = 100;

  /** Longest date text, in characters: the contract's limit. */
  private static final int DATE_TEXT_MAX = 40;

  /** A value that the column may not have. */
  static final class BadValue extends Exception {
    private static final long serialVersionUID = 1;
    private final String column;
    private final String reason;

    BadValue(String column, String reason) {
      super(column + ": " + reason);
      this.column = column;
      this.reason = reason;
    }

    String column() {
      return column;
    }

    String reason() {
      return reason;
    }
  }

  private final List<String> header;
  private final List<String> fields;

  private StopSearchColumns(List<String> header, List<String> fields) {
    this.header = header;
    this.fields = fields;
  }

  /** Reads one row strictly. */
  static StopSearchRow row(int number, List<String> header, Csv.Line line) throws BadValue {
    if (!line.wellQuoted()) {
      throw new BadValue("", "quotes do not match");
    }
    if (line.fields().size() != header.size()) {
      throw new BadValue(
          "", "has " + line.fields().size() + " fields, the header " + header.size());
    }
    return new StopSearchRow(number, new StopSearchColumns(header, line.fields()).stop());
  }

  private Stop stop() throws BadValue {
    return new Stop(
        kind(),
        text(DATE, DATE_TEXT_MAX),
        date(),
        text(OPERATION, WORDS_MAX),
        point(),
        sex(),
        ageRange(),
        text(SELF_DEFINED, ETHNICITY_MAX),
        text(OFFICER_DEFINED, ETHNICITY_MAX),
        text(LEGISLATION, WORDS_MAX),
        text(OBJECT, WORDS_MAX),
        outcome(),
        flag(LINKED),
        flag(REMOVAL));
  }

  private SearchKind kind() throws BadValue {
    return switch (value(TYPE)) {
      case "Person search" -> SearchKind.SEARCH_KIND_PERSON;
      case "Person and Vehicle search" -> SearchKind.SEARCH_KIND_PERSON_AND_VEHICLE;
      case "Vehicle search" -> SearchKind.SEARCH_KIND_VEHICLE;
      default -> throw new BadValue(TYPE, "is not a known kind of search");
    };
  }

  private OffsetDateTime date() throws BadValue {
    try {
      return OffsetDateTime.parse(value(DATE));
    } catch (DateTimeParseException e) {
      throw new BadValue(DATE, "is not a date and time with an offset");
    }
  }

  private Optional<Point> point() throws BadValue {
    String latitude = value(LATITUDE);
    String longitude = value(LONGITUDE);
    if (latitude.isEmpty() && longitude.isEmpty()) {
      return Optional.empty();
    }
    if (latitude.isEmpty() || longitude.isEmpty()) {
      throw new BadValue(latitude.isEmpty() ? LATITUDE : LONGITUDE, "is missing beside the other");
    }
    try {
      return Optional.of(new Point(Double.parseDouble(latitude), Double.parseDouble(longitude)));
    } catch (IllegalArgumentException e) {
      throw new BadValue(LATITUDE, "latitude and longitude are not degrees");
    }
  }

  private Sex sex() throws BadValue {
    return switch (value(GENDER)) {
      case "Female" -> Sex.SEX_FEMALE;
      case "Male" -> Sex.SEX_MALE;
      case "Other" -> Sex.SEX_OTHER;
      case "" -> Sex.SEX_UNSPECIFIED;
      default -> throw new BadValue(GENDER, "is not a known value");
    };
  }

  private AgeRange ageRange() throws BadValue {
    return switch (value(AGE_RANGE)) {
      case "under 10" -> AgeRange.UNDER_10;
      case "10-17" -> AgeRange.FROM_10_TO_17;
      case "18-24" -> AgeRange.FROM_18_TO_24;
      case "25-34" -> AgeRange.FROM_25_TO_34;
      case "over 34" -> AgeRange.OVER_34;
      case "" -> AgeRange.NOT_RECORDED;
      default -> throw new BadValue(AGE_RANGE, "is not a known range");
    };
  }

  // The wording changed over the years; these are the ones police.uk has published.
  private SearchOutcome outcome() throws BadValue {
    return switch (value(OUTCOME)) {
      case "A no further action disposal", "Nothing found - no further action" ->
          SearchOutcome.SEARCH_OUTCOME_NO_FURTHER_ACTION;
      case "Arrest", "Suspect arrested" -> SearchOutcome.SEARCH_OUTCOME_ARREST;
      case "Community resolution", "Local resolution" ->
          SearchOutcome.SEARCH_OUTCOME_COMMUNITY_RESOLUTION;
      case "Penalty Notice for Disorder",
          "Khat or Cannabis warning",
          "Offender given drugs possession warning",
          "Offender given penalty notice" ->
          SearchOutcome.SEARCH_OUTCOME_PENALTY_OR_WARNING;
      case "Summons / charged by post", "Suspect summonsed to court" ->
          SearchOutcome.SEARCH_OUTCOME_SUMMONS;
      case "Caution (simple or conditional)", "Offender cautioned" ->
          SearchOutcome.SEARCH_OUTCOME_CAUTION;
      case "", "Article found - Detailed outcome unavailable" ->
          SearchOutcome.SEARCH_OUTCOME_NOT_RECORDED;
      default -> throw new BadValue(OUTCOME, "is not a known outcome");
    };
  }

  private Optional<Boolean> flag(String column) throws BadValue {
    return switch (value(column).toLowerCase(Locale.ROOT)) {
      case "true" -> Optional.of(true);
      case "false" -> Optional.of(false);
      case "" -> Optional.empty();
      default -> throw new BadValue(column, "is neither true, false nor empty");
    };
  }

  private String text(String column, int max) throws BadValue {
    String value = value(column);
    if (value.length() > max) {
      throw new BadValue(column, "is longer than " + max + " characters");
    }
    return value;
  }

  private String value(String column) {
    return fields.get(header.indexOf(column)).strip();
  }
}
