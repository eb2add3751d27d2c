package uk.yjx.world;

import uk.yjx.common.v1.PersonIdentifier;

/** Checks identifiers digit by digit, written apart from the code that makes them. */
final class IndependentChecks {

  private IndependentChecks() {}

  static boolean valid(PersonIdentifier identifier) {
    String value = identifier.getValue();
    return switch (identifier.getKind()) {
      case IDENTIFIER_KIND_PNC_ID -> pnc(value);
      case IDENTIFIER_KIND_CRO_NUMBER -> cro(value);
      case IDENTIFIER_KIND_NHS_NUMBER -> nhs(value);
      case IDENTIFIER_KIND_UNIQUE_PUPIL_NUMBER -> upn(value);
      case IDENTIFIER_KIND_LOCAL -> local(value);
      case IDENTIFIER_KIND_ARREST_SUMMONS_NUMBER,
          IDENTIFIER_KIND_CASE_URN,
          IDENTIFIER_KIND_COURT_CASE_REFERENCE,
          IDENTIFIER_KIND_PRISON_NUMBER,
          IDENTIFIER_KIND_PROBATION_CRN,
          IDENTIFIER_KIND_UNSPECIFIED,
          UNRECOGNIZED ->
          false;
    };
  }

  static boolean pnc(String value) {
    String upper = value.toUpperCase(java.util.Locale.ROOT);
    if (!upper.matches("(20)?[0-9]{2}/[0-9]{1,7}[A-HJ-NP-RT-Z]")) {
      return false;
    }
    String year = upper.substring(0, upper.indexOf('/'));
    String serial = upper.substring(upper.indexOf('/') + 1, upper.length() - 1);
    return mod23(year.substring(year.length() - 2) + "0".repeat(7 - serial.length()) + serial)
        == upper.charAt(upper.length() - 1);
  }

  private static boolean cro(String value) {
    return value.matches("[0-9]{6}/[0-9]{2}[A-Z]")
        && mod23(value.substring(7, 9) + value.substring(0, 6)) == value.charAt(9);
  }

  static boolean nhs(String value) {
    String digits = value.replace(" ", "");
    if (!digits.matches("999[0-9]{7}")) {
      return false;
    }
    int sum = 0;
    for (int i = 0; i < 9; i++) {
      sum += (10 - i) * (digits.charAt(i) - '0');
    }
    // With weight 1 for the check digit the whole sum is divisible by 11.
    return (sum + digits.charAt(9) - '0') % 11 == 0;
  }

  private static boolean upn(String value) {
    if (!value.matches("[A-Z][0-9]{12}")) {
      return false;
    }
    int sum = 0;
    for (int position = 2; position <= 13; position++) {
      sum += position * (value.charAt(position - 1) - '0');
    }
    return "ABCDEFGHJKLMNPQRTUVWXYZ".charAt(sum % 23) == value.charAt(0);
  }

  private static boolean local(String value) {
    return value.matches("[A-Z]{3}-[0-9]{5,6}-[A-Z]")
        && mod23(value.substring(4, value.length() - 2)) == value.charAt(value.length() - 1);
  }

  private static char mod23(String digits) {
    int remainder = 0;
    for (char digit : digits.toCharArray()) {
      remainder = (remainder * 10 + digit - '0') % 23;
    }
    return "ZABCDEFGHJKLMNPQRTUVWXY".charAt(remainder);
  }
}
