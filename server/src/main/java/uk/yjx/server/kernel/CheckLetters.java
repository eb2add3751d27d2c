package uk.yjx.server.kernel;

/**
 * The two modulus-23 alphabets of the identifier schemes; neither has I, O or S.
 *
 * <p>Source: the open code of the prisons and courts services for the police and court schemes, the
 * government data standards catalogue for the pupil number.
 */
final class CheckLetters {

  /** A character class of every letter that may be a check letter. */
  static final String CLASS = "[A-HJ-NP-RT-Z]";

  private static final String POLICE_AND_COURTS = "ZABCDEFGHJKLMNPQRTUVWXY";
  private static final String PUPILS = "ABCDEFGHJKLMNPQRTUVWXYZ";
  private static final int PUPIL_FIRST_WEIGHT = 2;

  private CheckLetters() {}

  /** The check letter of a police or court number, of at most 18 decimal digits. */
  static char ofPoliceOrCourt(String digits) {
    long number = Long.parseLong(digits);
    return POLICE_AND_COURTS.charAt((int) (number % POLICE_AND_COURTS.length()));
  }

  /** The check letter of a pupil number, from its other twelve characters in order. */
  static char ofPupil(String rest) {
    int sum = 0;
    for (int i = 0; i < rest.length(); i++) {
      char c = rest.charAt(i);
      int value = Character.isDigit(c) ? c - '0' : PUPILS.indexOf(c);
      sum += (i + PUPIL_FIRST_WEIGHT) * value;
    }
    return PUPILS.charAt(sum % PUPILS.length());
  }
}
