package uk.yjx.server.casepapers;

import uk.yjx.casepapers.v1.DocumentKind;

/**
 * What may be sent of each kind of document (Manual of Guidance forms; what must not leave the
 * prosecution side is refused by kind).
 */
enum KindRule {
  /** Text or pictures. */
  PAPERS,
  /** Sound or film. */
  RECORDINGS,
  /** Never: privileged, unused material, or about witnesses. */
  WITHHELD;

  /** The rule of a kind. */
  static KindRule of(DocumentKind kind) {
    return switch (kind) {
      case DOCUMENT_KIND_SPECIAL_MEASURES,
          DOCUMENT_KIND_REPORT_TO_PROSECUTOR,
          DOCUMENT_KIND_CASE_FILE_INFORMATION,
          DOCUMENT_KIND_OFFICER_MISCONDUCT,
          DOCUMENT_KIND_UNUSED_MATERIAL,
          DOCUMENT_KIND_WITNESS_LIST,
          DOCUMENT_KIND_WITNESS_NON_AVAILABILITY,
          DOCUMENT_KIND_WITNESS_STATEMENT_BACK,
          DOCUMENT_KIND_PROCEEDS_OF_CRIME,
          DOCUMENT_KIND_FORENSIC_SUBMISSION,
          DOCUMENT_KIND_UNSPECIFIED,
          UNRECOGNIZED ->
          WITHHELD;
      case DOCUMENT_KIND_INTERVIEW_RECORDING -> RECORDINGS;
      case DOCUMENT_KIND_FILE_FRONT_SHEET,
          DOCUMENT_KIND_CHARGES,
          DOCUMENT_KIND_BAIL,
          DOCUMENT_KIND_POSTAL_REQUISITION,
          DOCUMENT_KIND_NO_FURTHER_ACTION,
          DOCUMENT_KIND_CASE_SUMMARY,
          DOCUMENT_KIND_DIGITAL_CASE_FILE,
          DOCUMENT_KIND_REMAND_APPLICATION,
          DOCUMENT_KIND_BREACH_OF_BAIL,
          DOCUMENT_KIND_WITNESS_STATEMENT,
          DOCUMENT_KIND_EXHIBIT_LIST,
          DOCUMENT_KIND_ORDERS_ON_CONVICTION,
          DOCUMENT_KIND_CONDITIONAL_CAUTION,
          DOCUMENT_KIND_INTERVIEW_RECORD,
          DOCUMENT_KIND_BAD_CHARACTER,
          DOCUMENT_KIND_TAKEN_INTO_CONSIDERATION,
          DOCUMENT_KIND_COMPENSATION,
          DOCUMENT_KIND_FURTHER_EVIDENCE,
          DOCUMENT_KIND_VICTIM_PERSONAL_STATEMENT,
          DOCUMENT_KIND_PREVIOUS_CONVICTIONS,
          DOCUMENT_KIND_INDICTMENT,
          DOCUMENT_KIND_SENTENCING_NOTE,
          DOCUMENT_KIND_COURT_EXTRACT,
          DOCUMENT_KIND_BASIS_OF_PLEA ->
          PAPERS;
    };
  }

  /** Whether a document of such a kind may have the media type. */
  boolean allows(MediaType type) {
    boolean recording = type.sizeClass() == MediaType.SizeClass.RECORDING;
    return switch (this) {
      case PAPERS -> !recording;
      case RECORDINGS -> recording;
      case WITHHELD -> false;
    };
  }
}
