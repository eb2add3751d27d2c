package uk.yjx.world;

import com.google.protobuf.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.List;
import uk.yjx.agreements.v1.Agreement;
import uk.yjx.agreements.v1.DataCategory;
import uk.yjx.agreements.v1.PapersStage;
import uk.yjx.agreements.v1.PapersTerm;
import uk.yjx.caseload.v1.RecordCaseRequest;
import uk.yjx.casepapers.v1.CourtEvent;
import uk.yjx.casepapers.v1.CourtResult;
import uk.yjx.casepapers.v1.Disposal;
import uk.yjx.casepapers.v1.Plea;
import uk.yjx.casepapers.v1.RecordCourtEventRequest;
import uk.yjx.common.v1.Handling;
import uk.yjx.common.v1.LegalGateway;
import uk.yjx.common.v1.Marking;
import uk.yjx.common.v1.Purpose;
import uk.yjx.common.v1.Regime;
import uk.yjx.common.v1.Role;

/**
 * Two orders of one court. For the first the prosecution's papers come in time; the second was made
 * two weeks ago, nothing has come, and the service asks.
 *
 * @param first a child given a referral order today
 * @param second a child given a youth rehabilitation order two weeks ago, who denied it
 * @param cases records the two children
 * @param agreement lets court and prosecution share, and says which papers are owed by when
 * @param firstResult the result of the first, as the court sends it
 * @param secondResult the result of the second
 */
public record PapersStory(
    CaseloadChild first,
    CaseloadChild second,
    List<RecordCaseRequest> cases,
    Agreement agreement,
    RecordCourtEventRequest firstResult,
    RecordCourtEventRequest secondResult) {

  /** The court. */
  public static final String COURT = "south-london-youth-court";

  /** The prosecution service's area. */
  public static final String PROSECUTION = "cps-london-south";

  /** The court's system. */
  public static final String LISTING = COURT + "/system/listing";

  /** The prosecution's system. */
  public static final String CASEWORK = PROSECUTION + "/system/casework";

  /** Case URN of the first order. */
  public static final String FIRST_URN = "01ZD0090126";

  /** Case URN of the second order. */
  public static final String SECOND_URN = "01ZD0090226";

  private static final Duration AGREED_SINCE = Duration.ofDays(60);
  private static final Duration AGREED_FOR = Duration.ofDays(365);
  private static final Duration JUST_NOW = Duration.ofMinutes(20);
  private static final Duration TWO_WEEKS = Duration.ofDays(14);
  private static final long WORKING_SECONDS = Duration.ofHours(24).toSeconds();

  /** Copies the list. */
  public PapersStory {
    cases = List.copyOf(cases);
  }

  /** The story among the staff of {@code caseload}, told at {@code now}. */
  public static PapersStory of(Caseload caseload, Instant now) {
    LocalDate day = LocalDate.ofInstant(now, ZoneId.of("Europe/London"));
    YouthJusticeService service = YouthJusticeService.SOUTHWARK;
    String lead = caseload.staff(service.id(), Role.ROLE_CASE_MANAGER).getLast().id();
    CaseloadChild first = StoryPeople.referred(caseload.seed(), day, lead);
    CaseloadChild second = StoryPeople.denying(caseload.seed(), day, lead);
    String telling = Long.toString(now.getEpochSecond(), 36);
    return new PapersStory(
        first,
        second,
        List.of(Story.told(first, telling), Story.told(second, telling)),
        agreement(service, now),
        result(
            "first-" + telling,
            first,
            FIRST_URN,
            now.minus(JUST_NOW),
            CourtResult.newBuilder()
                .setDisposal(Disposal.DISPOSAL_REFERRAL_ORDER)
                .setPlea(Plea.PLEA_GUILTY)),
        result(
            "second-" + telling,
            second,
            SECOND_URN,
            now.minus(TWO_WEEKS),
            CourtResult.newBuilder()
                .setDisposal(Disposal.DISPOSAL_YOUTH_REHABILITATION_ORDER)
                .setPlea(Plea.PLEA_NOT_GUILTY)));
  }

  /** Under which rule court and prosecution share. */
  public static Handling handling() {
    return Handling.newBuilder()
        .setMarking(Marking.MARKING_OFFICIAL)
        .setRegime(Regime.REGIME_DPA_PART3)
        .setGateway(LegalGateway.LEGAL_GATEWAY_CDA98_S37_39)
        .setPurpose(Purpose.PURPOSE_SUPERVISION)
        .build();
  }

  private static Agreement agreement(YouthJusticeService service, Instant now) {
    Agreement.Builder agreement =
        Agreement.newBuilder()
            .setAgreementId(PROSECUTION + "-papers")
            .setTitle("Results and prosecution papers for the youth justice service")
            .addFromAgencies(COURT)
            .addFromAgencies(PROSECUTION)
            .addToAgencies(service.id())
            .addCategories(DataCategory.DATA_CATEGORY_COURT_EVENT)
            .addCategories(DataCategory.DATA_CATEGORY_CASE_PAPERS)
            .addGateways(LegalGateway.LEGAL_GATEWAY_CDA98_S37_39)
            .addPurposes(Purpose.PURPOSE_SUPERVISION)
            .setValidFrom(timestamp(now.minus(AGREED_SINCE)))
            .setValidTo(timestamp(now.plus(AGREED_FOR)));
    for (PapersStage stage :
        List.of(PapersStage.PAPERS_STAGE_REFERRAL_ORDER, PapersStage.PAPERS_STAGE_ORDER)) {
      agreement.addPapers(
          PapersTerm.newBuilder()
              .setStage(stage)
              .setWorkingTime(
                  com.google.protobuf.Duration.newBuilder().setSeconds(WORKING_SECONDS)));
    }
    return agreement.build();
  }

  private static RecordCourtEventRequest result(
      String ref, CaseloadChild child, String urn, Instant at, CourtResult.Builder result) {
    return RecordCourtEventRequest.newBuilder()
        .setRequestId("story-result-" + ref)
        .setEventRef("story-result-" + ref)
        .setVersion(1)
        .setUrn(urn)
        .setDefendantNumber(1)
        .setPerson(child.person().descriptor())
        .setHandling(handling())
        .setService(child.service().id())
        .setEvent(CourtEvent.newBuilder().setOccurredAt(timestamp(at)).setResult(result))
        .build();
  }

  private static Timestamp timestamp(Instant at) {
    return Timestamp.newBuilder().setSeconds(at.getEpochSecond()).setNanos(at.getNano()).build();
  }
}
