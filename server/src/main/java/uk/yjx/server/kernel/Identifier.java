package uk.yjx.server.kernel;

import java.text.Normalizer;
import java.util.Locale;

/**
 * One identifier as an agency sent it, with its canonical form and what its own algorithm says of
 * it.
 *
 * @param kind the numbering scheme
 * @param issuer the agency in whose namespace a {@link IdentifierKind#LOCAL} value means something;
 *     empty for every other kind
 * @param canonical the form to compare: upper case, padded and punctuated as the scheme writes it;
 *     for an invalid value the upper-cased input without spaces
 * @param raw exactly what was sent
 * @param validity the result of the scheme's check
 */
public record Identifier(
    IdentifierKind kind, String issuer, String canonical, String raw, Validity validity) {

  /** Longest raw value that is examined, in characters; anything longer is invalid unread. */
  public static final int RAW_LENGTH_MAX = 64;

  /** Up to here NFKC changes nothing, and what is to be left out is a space or a control. */
  private static final char ASCII_MAX = 0x7f;

  /** What the scheme's own rules say of a value. */
  public enum Validity {
    /** Every rule of the scheme holds, the check character included where the scheme has one. */
    VALID,
    /** The format or the check character is wrong: keep it and show it, never match on it. */
    INVALID,
    /** A stand-in such as a dummy arrest number or {@code UNKNOWN}: never match on it. */
    PLACEHOLDER,
    /** The scheme publishes no rule, as for an agency's own key. */
    UNCHECKED
  }

  /** Rejects an issuer on a national scheme, and a usable local key without one. */
  public Identifier {
    if (kind != IdentifierKind.LOCAL && !issuer.isEmpty()) {
      throw new IllegalArgumentException("only a local identifier has an issuer: " + kind);
    }
    if (kind == IdentifierKind.LOCAL && issuer.isBlank() && usable(validity)) {
      throw new IllegalArgumentException("a local identifier needs its issuer");
    }
    if (usable(validity) && canonical.isEmpty()) {
      throw new IllegalArgumentException("a usable identifier is not empty: " + kind);
    }
  }

  /**
   * Reads what an agency sent; bad content yields an identifier flagged {@link Validity#INVALID},
   * never an exception, because a notice must not be refused for a bad secondary identifier.
   *
   * @param issuer agency of a {@link IdentifierKind#LOCAL} value; ignored for other kinds
   * @param currentYear four-digit year in Europe/London, which decides the century of the two-digit
   *     years of a short PNC id
   */
  public static Identifier parse(IdentifierKind kind, String issuer, String raw, int currentYear) {
    String namespace = kind == IdentifierKind.LOCAL ? issuer.strip() : "";
    if (raw.length() > RAW_LENGTH_MAX) {
      return new Identifier(kind, namespace, "", raw, Validity.INVALID);
    }
    String compact = compact(raw);
    if (Placeholders.isPlaceholder(compact)) {
      return new Identifier(kind, namespace, compact, raw, Validity.PLACEHOLDER);
    }
    Checked checked =
        switch (kind) {
          case PNC_ID -> PersonIdentifiers.pncId(compact, currentYear);
          case CRO_NUMBER -> PersonIdentifiers.croNumber(compact);
          case ARREST_SUMMONS_NUMBER -> CaseIdentifiers.arrestSummonsNumber(compact);
          case CASE_URN -> CaseIdentifiers.caseUrn(compact);
          case COURT_CASE_REFERENCE -> CaseIdentifiers.courtCaseReference(compact);
          case NHS_NUMBER -> PersonIdentifiers.nhsNumber(compact);
          case UNIQUE_PUPIL_NUMBER -> PersonIdentifiers.uniquePupilNumber(compact);
          case PRISON_NUMBER -> PersonIdentifiers.prisonNumber(compact);
          case PROBATION_CRN -> PersonIdentifiers.probationCrn(compact);
          case LOCAL -> PersonIdentifiers.local(compact, namespace);
        };
    return new Identifier(kind, namespace, checked.canonical(), raw, checked.validity());
  }

  /** Whether an equal identifier of another description is evidence of the same person. */
  public boolean identifiesPerson() {
    return kind.identifiesPerson() && usable(validity);
  }

  /** Names the kind and the validity only: an identifier is personal data and stays out of logs. */
  @Override
  public String toString() {
    return "Identifier[" + kind + " " + validity + "]";
  }

  private static boolean usable(Validity validity) {
    return validity == Validity.VALID || validity == Validity.UNCHECKED;
  }

  private static String compact(String raw) {
    char[] kept = new char[raw.length()];
    int length = 0;
    for (int i = 0; i < kept.length; i++) {
      char c = raw.charAt(i);
      if (c > ASCII_MAX) {
        return compactUnicode(raw);
      }
      if (c > ' ' && c != ASCII_MAX) {
        kept[length++] = c >= 'a' && c <= 'z' ? (char) (c - 'a' + 'A') : c;
      }
    }
    return new String(kept, 0, length);
  }

  private static String compactUnicode(String raw) {
    return Normalizer.normalize(raw, Normalizer.Form.NFKC)
        .replaceAll("[\\s\\p{Z}\\p{Cf}\\p{Cc}]", "")
        .toUpperCase(Locale.ROOT);
  }

  /** What a scheme's rules make of a value. */
  record Checked(String canonical, Validity validity) {
    static Checked of(String canonical, boolean valid) {
      return new Checked(canonical, valid ? Validity.VALID : Validity.INVALID);
    }

    static Checked invalid(String compact) {
      return new Checked(compact, Validity.INVALID);
    }

    static Checked placeholder(String canonical) {
      return new Checked(canonical, Validity.PLACEHOLDER);
    }
  }
}
