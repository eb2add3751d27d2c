package uk.yjx.server.kernel;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import uk.yjx.server.kernel.Identifier.Checked;
import uk.yjx.server.kernel.Identifier.Validity;

/** The rules of the schemes that number people; input is upper case without spaces. */
final class PersonIdentifiers {

  private static final String CHECK = "(" + CheckLetters.CLASS + ")";
  private static final Pattern PNC =
      Pattern.compile("((?:19|20)?[0-9]{2})(/?)([0-9]{1,7})" + CHECK);
  private static final Pattern PNC_COMPACT_LONG =
      Pattern.compile("((?:19|20)[0-9]{2})()([0-9]{7})" + CHECK);
  private static final Pattern PNC_COMPACT_SHORT =
      Pattern.compile("([0-9]{2})()([0-9]{1,7})" + CHECK);
  private static final int PNC_COMPACT_LONG_LENGTH = 12;
  private static final Pattern CRO =
      Pattern.compile("([0-9]{1,6}(?=/)|[0-9]{6})/?([0-9]{2})" + CHECK);
  private static final Pattern CRO_SMALL_FILE =
      Pattern.compile("SF([0-9]{2})/?([0-9]{1,6})" + CHECK);
  private static final Pattern NHS = Pattern.compile("([0-9]{3})-?([0-9]{3})-?([0-9]{4})");
  private static final Pattern PUPIL =
      Pattern.compile(CHECK + "([0-9]{11}(?:[0-9]|" + CheckLetters.CLASS + "))");
  private static final Pattern PRISON = Pattern.compile("[A-Z][0-9]{4}[A-Z]{2}");
  private static final Pattern PROBATION = Pattern.compile("[A-Z][0-9]{6}");

  private PersonIdentifiers() {}

  /** Canonical {@code YYYY/NNNNNNND}; the century is not in the check, so a window chooses it. */
  static Checked pncId(String compact, int currentYear) {
    // Without a slash the year's length shows only in the whole: 12 characters hold four digits.
    Pattern pattern =
        compact.indexOf('/') >= 0
            ? PNC
            : compact.length() == PNC_COMPACT_LONG_LENGTH ? PNC_COMPACT_LONG : PNC_COMPACT_SHORT;
    Matcher m = pattern.matcher(compact);
    if (!m.matches()) {
      return Checked.invalid(compact);
    }
    String year = m.group(1).length() == 4 ? m.group(1) : century(m.group(1), currentYear);
    String serial = pad(m.group(3), 7);
    String canonical = year + "/" + serial + m.group(4);
    if (isZero(serial)) {
      return Checked.placeholder(canonical);
    }
    return checked(canonical, year.substring(2) + serial, m.group(4));
  }

  /** Canonical {@code NNNNNN/YYD}, or {@code SFYY/ND} whose serial is checked without padding. */
  static Checked croNumber(String compact) {
    Matcher small = CRO_SMALL_FILE.matcher(compact);
    if (small.matches()) {
      String serial = small.group(2).replaceFirst("^0+(?=.)", "");
      String canonical = "SF" + small.group(1) + "/" + serial + small.group(3);
      return isZero(serial)
          ? Checked.placeholder(canonical)
          : checked(canonical, small.group(1) + serial, small.group(3));
    }
    Matcher m = CRO.matcher(compact);
    if (!m.matches()) {
      return Checked.invalid(compact);
    }
    String serial = pad(m.group(1), 6);
    String canonical = serial + "/" + m.group(2) + m.group(3);
    return isZero(serial)
        ? Checked.placeholder(canonical)
        : checked(canonical, m.group(2) + serial, m.group(3));
  }

  /** Canonical ten digits; a remainder that asks for a check digit of ten is no number at all. */
  static Checked nhsNumber(String compact) {
    Matcher m = NHS.matcher(compact);
    if (!m.matches()) {
      return Checked.invalid(compact);
    }
    String digits = m.group(1) + m.group(2) + m.group(3);
    int sum = 0;
    for (int i = 0; i < 9; i++) {
      sum += (10 - i) * (digits.charAt(i) - '0');
    }
    int check = (11 - sum % 11) % 11;
    return Checked.of(digits, check == digits.charAt(9) - '0');
  }

  /** Canonical thirteen characters, permanent or temporary (last character a letter). */
  static Checked uniquePupilNumber(String compact) {
    Matcher m = PUPIL.matcher(compact);
    return m.matches()
        ? Checked.of(compact, CheckLetters.ofPupil(m.group(2)) == compact.charAt(0))
        : Checked.invalid(compact);
  }

  /** Format only: the prison number has no check character. */
  static Checked prisonNumber(String compact) {
    return Checked.of(compact, PRISON.matcher(compact).matches());
  }

  /** Format only: the probation reference has no check character. */
  static Checked probationCrn(String compact) {
    return Checked.of(compact, PROBATION.matcher(compact).matches());
  }

  /** Any text is a local key as long as somebody issued it. */
  static Checked local(String compact, String issuer) {
    return compact.isEmpty() || issuer.isEmpty()
        ? Checked.invalid(compact)
        : new Checked(compact, Validity.UNCHECKED);
  }

  private static String century(String twoDigits, int currentYear) {
    return (Integer.parseInt(twoDigits) <= currentYear % 100 ? "20" : "19") + twoDigits;
  }

  private static Checked checked(String canonical, String digits, String letter) {
    return Checked.of(canonical, CheckLetters.ofPoliceOrCourt(digits) == letter.charAt(0));
  }

  private static boolean isZero(String digits) {
    for (int i = 0; i < digits.length(); i++) {
      if (digits.charAt(i) != '0') {
        return false;
      }
    }
    return true;
  }

  private static String pad(String digits, int length) {
    return "0".repeat(length - digits.length()) + digits;
  }
}
