package uk.yjx.server.agreements;

import uk.yjx.common.v1.LegalGateway;

/** Whether one agency may disclose to another. */
public sealed interface Decision {

  /**
   * It may, and this is why; all three belong in the audit event of the disclosure.
   *
   * @param agreementId the agreement it rests on
   * @param version the version in force
   * @param gateway the legal gateway, named by the sender and covered by the agreement
   */
  record Permit(String agreementId, int version, LegalGateway gateway) implements Decision {}

  /** It may not. */
  record Withhold(Reason reason) implements Decision {}

  /** What was missing, from the first thing asked to the last. */
  enum Reason {
    /** No agreement names both agencies in these directions. */
    NO_AGREEMENT,
    /** One does, but none is in force now. */
    NOT_IN_FORCE,
    /** One is in force, but none covers this category of data. */
    CATEGORY_NOT_COVERED,
    /** One covers the data, but none rests on the gateway the sender named. */
    GATEWAY_NOT_COVERED,
    /** One rests on the gateway, but none allows reading for this purpose. */
    PURPOSE_NOT_COVERED
  }
}
