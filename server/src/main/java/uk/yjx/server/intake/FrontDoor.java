package uk.yjx.server.intake;

import uk.yjx.agreements.v1.DataCategory;
import uk.yjx.server.agreements.Decision;
import uk.yjx.server.kernel.AgencyId;

/**
 * Where an area's social care takes referrals, under an agreement that lets it be told.
 *
 * @param agency whose door it is
 */
record FrontDoor(AgencyId agency, Decision.Permit permit) {
  /** A front door is told for safeguarding alone, whatever the notice was for. */
  static final DataCategory CATEGORY = DataCategory.DATA_CATEGORY_SAFEGUARDING_EVENT;
}
