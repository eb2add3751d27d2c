package uk.yjx.server.kernel;

/** The numbering schemes under which an agency may name a child or a case. */
public enum IdentifierKind {
  /** Police National Computer id, {@code YYYY/NNNNNNND}. */
  PNC_ID(true),
  /**
   * Criminal Records Office number, {@code NNNNNN/YYD} or, without full prints, {@code SFYY/ND}.
   */
  CRO_NUMBER(true),
  /** Arrest/summons number: one person in one arrest or summons, 20 or 21 characters. */
  ARREST_SUMMONS_NUMBER(false),
  /** Police and CPS case URN: one case, which may have several defendants. */
  CASE_URN(false),
  /** Court case reference, {@code YY/CCCC/NNNNNND}. */
  COURT_CASE_REFERENCE(false),
  /** NHS number of England and Wales, 10 digits. */
  NHS_NUMBER(true),
  /** Unique pupil number of an English school, 13 characters. */
  UNIQUE_PUPIL_NUMBER(true),
  /** Prison (NOMIS) number, {@code A9999AA}. */
  PRISON_NUMBER(true),
  /** Probation case reference number, {@code A999999}. */
  PROBATION_CRN(true),
  /** An agency's own key for the child; meaningful only together with that agency. */
  LOCAL(true);

  private final boolean identifiesPerson;

  IdentifierKind(boolean identifiesPerson) {
    this.identifiesPerson = identifiesPerson;
  }

  /**
   * Whether the number belongs to one person; a number of an arrest or a case may cover several
   * people and so never links a child.
   */
  public boolean identifiesPerson() {
    return identifiesPerson;
  }
}
