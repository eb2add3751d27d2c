package uk.yjx.server.caseload;

import org.jspecify.annotations.Nullable;
import uk.yjx.caseload.v1.Case;
import uk.yjx.caseload.v1.ShieldReason;
import uk.yjx.server.kernel.Violations;

/** A shield between the contract and the caseload in memory. */
final class ShieldTranslation {

  private ShieldTranslation() {}

  /** The shield a case carries; null when it has none, or when it is wrong and was reported. */
  static @Nullable Shield read(Case it, String path, Violations violations) {
    if (!it.hasShield()) {
      return null;
    }
    Shield.Reason reason =
        switch (it.getShield().getReason()) {
          case SHIELD_REASON_WITNESS_PROTECTION -> Shield.Reason.WITNESS_PROTECTION;
          case SHIELD_REASON_ADOPTION -> Shield.Reason.ADOPTION;
          case SHIELD_REASON_REFUGE -> Shield.Reason.REFUGE;
          case SHIELD_REASON_COURT_ORDER -> Shield.Reason.COURT_ORDER;
          case SHIELD_REASON_UNSPECIFIED, UNRECOGNIZED -> null;
        };
    String source = it.getShield().getSource().strip();
    if (reason == null || source.isEmpty()) {
      violations.add(
          CaseTranslation.VALIDATION_FAILED,
          path + ".shield",
          "a shield names its reason and the document it rests on");
      return null;
    }
    return new Shield(reason, source);
  }

  /** The shield as the contract names it. */
  static uk.yjx.caseload.v1.Shield contract(Shield shield) {
    return uk.yjx.caseload.v1.Shield.newBuilder()
        .setReason(
            switch (shield.reason()) {
              case WITNESS_PROTECTION -> ShieldReason.SHIELD_REASON_WITNESS_PROTECTION;
              case ADOPTION -> ShieldReason.SHIELD_REASON_ADOPTION;
              case REFUGE -> ShieldReason.SHIELD_REASON_REFUGE;
              case COURT_ORDER -> ShieldReason.SHIELD_REASON_COURT_ORDER;
            })
        .setSource(shield.source())
        .build();
  }
}
