package uk.yjx.server.kernel;

import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import uk.yjx.server.kernel.Identifier.Checked;

/** The rules of the schemes that number arrests and cases; input is upper case without spaces. */
final class CaseIdentifiers {

  private static final String CHECK = "(" + CheckLetters.CLASS + ")";
  // Year, force, unit and system, each two characters; a letter or digit of a higher level may
  // stand before the force.
  private static final Pattern ASN_LONG =
      Pattern.compile(
          "([0-9]{2})([A-Z0-9]?)([A-Z0-9]{2})([A-Z0-9]{2})([A-Z0-9]{2})([0-9]{11})" + CHECK);
  private static final Pattern ASN_DISPLAY =
      Pattern.compile(
          "([0-9]{2})/([A-Z0-9]?)([A-Z0-9]{2})([A-Z0-9]{2})/([A-Z0-9]{2})/([0-9]{1,11})" + CHECK);
  private static final int ASN_SEQUENCE_LENGTH = 11;
  // Written as YYFFUUSS: the prefixes which the courts' systems put where no real number exists.
  private static final List<Pattern> ASN_DUMMIES =
      List.of(
          Pattern.compile("0800[NP]P01"),
          Pattern.compile("[0-9]{4}NRPR"),
          Pattern.compile("[0-9]{2}12LN00"),
          Pattern.compile("[0-9]{2}00NP00"),
          Pattern.compile("[0-9]{2}6300[0-9]{2}"),
          Pattern.compile("[0-9]{2}06SS.."),
          Pattern.compile("[0-9]{2}00XX.."),
          Pattern.compile("[0-9]{2}50(?:11|12|21|41|42|43|OF|SJ).."));
  private static final Pattern URN = Pattern.compile("[A-Z0-9]{4}[0-9]{3,7}");
  private static final Pattern URN_DUMMY = Pattern.compile("(?:00[NP]P|[0-9]{2}00).*");
  private static final Pattern COURT_REFERENCE =
      Pattern.compile("([0-9]{2})/([0-9]{4})/([0-9]{1,6})" + CHECK);
  private static final Pattern COURT_REFERENCE_COMPACT =
      Pattern.compile("([0-9]{2})([0-9]{4})([0-9]{6})" + CHECK);

  private CaseIdentifiers() {}

  /**
   * Canonical 20 or 21 characters without slashes. The check covers force and system where they are
   * two digits, then year and sequence; the unit is not in it.
   */
  static Checked arrestSummonsNumber(String compact) {
    Matcher m = (compact.indexOf('/') >= 0 ? ASN_DISPLAY : ASN_LONG).matcher(compact);
    if (!m.matches()) {
      return Checked.invalid(compact);
    }
    String year = m.group(1);
    String force = m.group(3);
    String unit = m.group(4);
    String system = m.group(5);
    String sequence = "0".repeat(ASN_SEQUENCE_LENGTH - m.group(6).length()) + m.group(6);
    String canonical = year + m.group(2) + force + unit + system + sequence + m.group(7);
    String prefix = year + force + unit + system;
    if (ASN_DUMMIES.stream().anyMatch(dummy -> dummy.matcher(prefix).matches())) {
      return Checked.placeholder(canonical);
    }
    char letter =
        CheckLetters.ofPoliceOrCourt(digitsOnly(force) + digitsOnly(system) + year + sequence);
    return Checked.of(canonical, letter == m.group(7).charAt(0));
  }

  /** Format only: the case URN has no check character. */
  static Checked caseUrn(String compact) {
    String urn = compact.replace("/", "");
    if (!URN.matcher(urn).matches()) {
      return Checked.invalid(urn);
    }
    return URN_DUMMY.matcher(urn).matches() ? Checked.placeholder(urn) : Checked.of(urn, true);
  }

  /** Canonical {@code YY/CCCC/NNNNNND}; the check covers all twelve digits. */
  static Checked courtCaseReference(String compact) {
    Matcher m =
        (compact.indexOf('/') >= 0 ? COURT_REFERENCE : COURT_REFERENCE_COMPACT).matcher(compact);
    if (!m.matches()) {
      return Checked.invalid(compact);
    }
    String serial = "0".repeat(6 - m.group(3).length()) + m.group(3);
    char letter = CheckLetters.ofPoliceOrCourt(m.group(1) + m.group(2) + serial);
    return Checked.of(
        m.group(1) + "/" + m.group(2) + "/" + serial + m.group(4), letter == m.group(4).charAt(0));
  }

  private static String digitsOnly(String twoCharacters) {
    return twoCharacters.chars().allMatch(c -> c >= '0' && c <= '9') ? twoCharacters : "";
  }
}
