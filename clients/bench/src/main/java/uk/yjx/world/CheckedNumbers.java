package uk.yjx.world;

import java.util.Locale;
import java.util.OptionalLong;

/**
 * Identifiers with their real check characters.
 *
 * <p>Source of the rules: the open code of the prison and court services (PNC, CRO), the NHS data
 * dictionary (NHS number), the government data standards catalogue (UPN).
 */
final class CheckedNumbers {

  /** Check letters of police and court identifiers; a remainder of 0 is Z. */
  private static final String POLICE = "ZABCDEFGHJKLMNPQRTUVWXY";

  /** Check letters of unique pupil numbers; a remainder of 0 is A. */
  private static final String PUPIL = "ABCDEFGHJKLMNPQRTUVWXYZ";

  private CheckedNumbers() {}

  /** A PNC id, for example {@code 2009/0456789W}; serial 1 to 9,999,999. */
  static String pnc(int year, int serial) {
    // By hand: the benchmark writes hundreds of thousands a second.
    char[] id = new char[13];
    digits(id, 0, 4, year);
    id[4] = '/';
    digits(id, 5, 7, serial);
    id[12] = pncLetter(year, serial);
    return new String(id);
  }

  /** The check letter of a PNC id; the century does not enter it. */
  static char pncLetter(int year, int serial) {
    return POLICE.charAt((int) ((year % 100 * 10_000_000L + serial) % POLICE.length()));
  }

  /** A CRO number, for example {@code 004321/24C}; serial 1 to 999,999. */
  static String cro(int serial, int year) {
    char letter = POLICE.charAt((int) ((year % 100 * 1_000_000L + serial) % POLICE.length()));
    return String.format(Locale.ROOT, "%06d/%02d%c", serial, year % 100, letter);
  }

  /**
   * An NHS number of the range 999…, which is never issued.
   *
   * @param six the digits after 999, 0 to 999,999
   * @return the ten digits; empty where the rule gives no check digit
   */
  static OptionalLong nhs(int six) {
    long nine = 999_000_000L + six;
    int sum = 0;
    long rest = nine;
    for (int weight = 2; weight <= 10; weight++) {
      sum += weight * (int) (rest % 10);
      rest /= 10;
    }
    int check = (11 - sum % 11) % 11;
    // 9999999999 passes, but one digit repeated is what people type who have no number.
    return check == 10 || nine == 999_999_999L
        ? OptionalLong.empty()
        : OptionalLong.of(nine * 10 + check);
  }

  /** A unique pupil number: local authority 3 digits, school 4, year 2, serial 3. */
  static String upn(int authority, int school, int year, int serial) {
    String body =
        String.format(Locale.ROOT, "%03d%04d%02d%03d", authority, school, year % 100, serial);
    int sum = 0;
    for (int i = 0; i < body.length(); i++) {
      sum += (i + 2) * (body.charAt(i) - '0');
    }
    return PUPIL.charAt(sum % PUPIL.length()) + body;
  }

  /** A service's own number, for example {@code SWK-00427-K}: the same check as the police's. */
  static String serviceNumber(String prefix, int serial) {
    return String.format(
        Locale.ROOT, "%s-%05d-%c", prefix, serial, POLICE.charAt(serial % POLICE.length()));
  }

  private static void digits(char[] to, int at, int count, int value) {
    int rest = value;
    for (int i = at + count - 1; i >= at; i--) {
      to[i] = (char) ('0' + rest % 10);
      rest /= 10;
    }
  }
}
