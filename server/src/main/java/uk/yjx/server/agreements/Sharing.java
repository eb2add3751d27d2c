package uk.yjx.server.agreements;

import uk.yjx.agreements.v1.DataCategory;
import uk.yjx.common.v1.Handling;
import uk.yjx.common.v1.HandlingCode;
import uk.yjx.common.v1.LegalGateway;
import uk.yjx.server.kernel.AgencyId;

/**
 * What one agency shares with another, and under which rule.
 *
 * @param from who shares
 * @param to with whom
 * @param category what
 * @param handling the rule the sender names
 * @param protectedPerson it is about somebody protected
 */
public record Sharing(
    AgencyId from, AgencyId to, DataCategory category, Handling handling, boolean protectedPerson) {

  /** What is shared under a gateway, and nothing else known of its handling. */
  public static Sharing under(
      AgencyId from, AgencyId to, DataCategory category, LegalGateway gateway) {
    return new Sharing(
        from, to, category, Handling.newBuilder().setGateway(gateway).build(), false);
  }

  /** Whether conditions come with it: code C, graded or not. */
  public boolean isCodeC() {
    return handling.hasConditions()
        || handling.getGrading().getHandlingCode() == HandlingCode.HANDLING_CODE_C;
  }
}
