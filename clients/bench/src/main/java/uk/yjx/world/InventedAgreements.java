package uk.yjx.world;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import uk.yjx.agreements.v1.Agreement;
import uk.yjx.agreements.v1.DataCategory;
import uk.yjx.common.v1.LegalGateway;
import uk.yjx.common.v1.Purpose;

/** The information-sharing agreements of the invented world: each force with its services. */
final class InventedAgreements {

  private InventedAgreements() {}

  /** One agreement for each police force with its services, one for each front door. */
  static List<Agreement> between(Instant from, Instant to) {
    List<Agreement> agreements = new ArrayList<>();
    for (String police : InventedDirectory.policeForces().keySet()) {
      Agreement.Builder agreement =
          agreement(police + "-to-youth-justice", police, from, to)
              .setTitle("Police information for youth justice services: " + police)
              .addCategories(DataCategory.DATA_CATEGORY_POLICE_EVENT)
              .addCategories(DataCategory.DATA_CATEGORY_SAFEGUARDING_EVENT)
              .addPurposes(Purpose.PURPOSE_PREVENT_OFFENDING)
              .addPurposes(Purpose.PURPOSE_SAFEGUARDING)
              .addPurposes(Purpose.PURPOSE_PUBLIC_PROTECTION)
              .addPurposes(Purpose.PURPOSE_SUPERVISION);
      for (YouthJusticeService service : YouthJusticeService.values()) {
        if (service.policeAgency().equals(police)) {
          agreement.addToAgencies(service.id());
        }
      }
      agreements.add(agreement.build());
    }
    for (YouthJusticeService service : YouthJusticeService.values()) {
      if (service.frontDoor().isPresent()) {
        agreements.add(
            agreement(
                    service.policeAgency() + "-to-" + service.socialCareAgency(),
                    service.policeAgency(),
                    from,
                    to)
                .setTitle("Safeguarding notices for the front door: " + service.place())
                .addToAgencies(service.socialCareAgency())
                .addCategories(DataCategory.DATA_CATEGORY_SAFEGUARDING_EVENT)
                .addPurposes(Purpose.PURPOSE_SAFEGUARDING)
                .build());
      }
    }
    return List.copyOf(agreements);
  }

  private static Agreement.Builder agreement(String id, String police, Instant from, Instant to) {
    return Agreement.newBuilder()
        .setAgreementId(id)
        .addFromAgencies(police)
        .addGateways(LegalGateway.LEGAL_GATEWAY_CDA98_S115)
        .addGateways(LegalGateway.LEGAL_GATEWAY_CDA98_S37_39)
        .addGateways(LegalGateway.LEGAL_GATEWAY_CA04_S10)
        .addGateways(LegalGateway.LEGAL_GATEWAY_CA04_S11)
        .setValidFrom(StopSearchNotice.timestamp(from))
        .setValidTo(StopSearchNotice.timestamp(to));
  }
}
