package uk.yjx.server.agreements;

import java.util.List;
import uk.yjx.agreements.v1.Obligation;
import uk.yjx.common.v1.LegalGateway;

/** Whether one agency may disclose to another. */
public sealed interface Decision {

  /**
   * It may, and this is why; agreement, version and gateway belong in the audit event of the
   * disclosure.
   *
   * @param agreementId the agreement it rests on
   * @param version the version in force
   * @param gateway the legal gateway, named by the sender and covered by the agreement
   * @param obligations what the recipient is obliged to
   */
  record Permit(String agreementId, int version, LegalGateway gateway, List<Obligation> obligations)
      implements Decision {
    public Permit {
      obligations = List.copyOf(obligations);
    }

    /** A permit that obliges to nothing. */
    public Permit(String agreementId, int version, LegalGateway gateway) {
      this(agreementId, version, gateway, List.of());
    }
  }

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
    /** One rests on the gateway, but none on the sender's data-protection regime. */
    REGIME_NOT_COVERED,
    /** It is marked above OFFICIAL-SENSITIVE. */
    MARKING_TOO_HIGH,
    /** One covers the data, but none allows reading for this purpose. */
    PURPOSE_NOT_COVERED,
    /** One allows the purpose, but none the reader's role. */
    ROLE_NOT_COVERED,
    /** Code C never goes to volunteers or schools. */
    CODE_C_NOT_FOR_ROLE,
    /** The originator's conditions name others than this recipient. */
    NOT_A_RECIPIENT,
    /** The originator's conditions have run out. */
    CONDITIONS_EXPIRED,
    /** It is about a protected person, and the reader does not hold the case by name. */
    PROTECTED_PERSON,
    /** A condition of the agreement does not hold. */
    CONDITION_NOT_MET
  }
}
