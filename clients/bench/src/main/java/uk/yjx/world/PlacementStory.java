package uk.yjx.world;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.List;
import uk.yjx.agreements.v1.Agreement;
import uk.yjx.agreements.v1.DataCategory;
import uk.yjx.caseload.v1.RecordCaseRequest;
import uk.yjx.common.v1.LegalGateway;
import uk.yjx.common.v1.Purpose;
import uk.yjx.common.v1.Role;

/**
 * A child placed in another service's area, with everyone who owes something.
 *
 * @param hosted the child as the host service knows it
 * @param cases records the child at both services
 * @param atHome the child as the home service knows it
 * @param placing the authority that placed the child
 * @param frontDoor its front door; joins for this story, as does the director
 * @param director answers for it
 * @param agreements let host, home and authority speak of placements, in all directions
 */
public record PlacementStory(
    CaseloadChild hosted,
    CaseloadChild atHome,
    List<RecordCaseRequest> cases,
    String placing,
    String frontDoor,
    String director,
    List<Agreement> agreements) {
  private static final int HOSTED = 10;
  private static final int AT_HOME = 11;
  private static final Duration AGREED_SINCE = Duration.ofDays(60);
  private static final Duration AGREED_FOR = Duration.ofDays(365);

  /** Copies the lists. */
  public PlacementStory {
    cases = List.copyOf(cases);
    agreements = List.copyOf(agreements);
  }

  /** The story among the staff of {@code caseload}, told at {@code now}. */
  public static PlacementStory of(Caseload caseload, Instant now) {
    LocalDate day = LocalDate.ofInstant(now, ZoneId.of("Europe/London"));
    YouthJusticeService host = YouthJusticeService.SOUTHWARK;
    YouthJusticeService home = YouthJusticeService.REDBRIDGE;
    String placing = home.socialCareAgency();
    CaseloadChild hosted =
        StoryPeople.placed(host, caseload.seed(), HOSTED, day, worker(caseload, host));
    CaseloadChild atHome =
        StoryPeople.placed(home, caseload.seed(), AT_HOME, day, worker(caseload, home));
    String telling = Long.toString(now.getEpochSecond(), 36);
    return new PlacementStory(
        hosted,
        atHome,
        List.of(Story.told(hosted, telling), Story.told(atHome, telling)),
        placing,
        placing + "/user/front-door",
        placing + "/user/d.ferrow",
        List.of(
            agreement(host.id(), home.id(), now),
            agreement(home.id(), host.id(), now),
            agreement(host.id(), placing, now),
            agreement(placing, host.id(), now)));
  }

  private static String worker(Caseload caseload, YouthJusticeService service) {
    return caseload.staff(service.id(), Role.ROLE_CASE_MANAGER).getFirst().id();
  }

  private static Agreement agreement(String from, String to, Instant now) {
    return Agreement.newBuilder()
        .setAgreementId(from + "-placements-" + to)
        .setTitle("Placements, from " + from + " to " + to)
        .addFromAgencies(from)
        .addToAgencies(to)
        .addCategories(DataCategory.DATA_CATEGORY_PLACEMENT)
        .addGateways(LegalGateway.LEGAL_GATEWAY_CA04_S10)
        .addPurposes(Purpose.PURPOSE_SAFEGUARDING)
        .addPurposes(Purpose.PURPOSE_SUPERVISION)
        .setValidFrom(StopSearchNotice.timestamp(now.minus(AGREED_SINCE)))
        .setValidTo(StopSearchNotice.timestamp(now.plus(AGREED_FOR)))
        .build();
  }
}
