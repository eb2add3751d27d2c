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
 * A concern that social care does not answer, with everyone it climbs to.
 *
 * @param child the child it is about
 * @param recorded records the child's case
 * @param service the youth justice service
 * @param manager manages it
 * @param head heads it; joins for this story
 * @param care social care
 * @param frontDoor its front door
 * @param careManager manages there; joins for this story, as do the next two
 * @param careHead heads it
 * @param director answers for it
 * @param agreements let the two agencies speak about a child, in both directions
 */
public record ConcernStory(
    CaseloadChild child,
    RecordCaseRequest recorded,
    String service,
    String manager,
    String head,
    String care,
    String frontDoor,
    String careManager,
    String careHead,
    String director,
    List<Agreement> agreements) {
  private static final Duration AGREED_SINCE = Duration.ofDays(60);
  private static final Duration AGREED_FOR = Duration.ofDays(365);

  /** Copies the list. */
  public ConcernStory {
    agreements = List.copyOf(agreements);
  }

  /** The story among the staff of {@code caseload}, told at {@code now}. */
  public static ConcernStory of(Caseload caseload, Instant now) {
    LocalDate day = LocalDate.ofInstant(now, ZoneId.of("Europe/London"));
    YouthJusticeService service = YouthJusticeService.SOUTHWARK;
    String care = service.socialCareAgency();
    CaseloadChild child =
        StoryPeople.unsafe(
            caseload.seed(), day, caseload.staff(service.id(), Role.ROLE_CASE_MANAGER).get(1).id());
    return new ConcernStory(
        child,
        Story.told(child, Long.toString(now.getEpochSecond(), 36)),
        service.id(),
        caseload.staff(service.id(), Role.ROLE_SERVICE_MANAGER).getFirst().id(),
        service.id() + "/user/h.strand",
        care,
        service.frontDoor().orElseThrow(),
        care + "/user/t.marlow",
        care + "/user/s.penhale",
        care + "/user/d.osei",
        List.of(agreement(service.id(), care, now), agreement(care, service.id(), now)));
  }

  private static Agreement agreement(String from, String to, Instant now) {
    return Agreement.newBuilder()
        .setAgreementId(from + "-concerns")
        .setTitle("Concerns about children, from " + from)
        .addFromAgencies(from)
        .addToAgencies(to)
        .addCategories(DataCategory.DATA_CATEGORY_CONCERN)
        .addGateways(LegalGateway.LEGAL_GATEWAY_CA04_S10)
        .addPurposes(Purpose.PURPOSE_SAFEGUARDING)
        .addPurposes(Purpose.PURPOSE_SUPERVISION)
        .setValidFrom(StopSearchNotice.timestamp(now.minus(AGREED_SINCE)))
        .setValidTo(StopSearchNotice.timestamp(now.plus(AGREED_FOR)))
        .build();
  }
}
