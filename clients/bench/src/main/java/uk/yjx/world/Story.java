package uk.yjx.world;

import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.temporal.TemporalAdjusters;
import java.util.List;
import uk.yjx.alerts.v1.AlertKind;
import uk.yjx.caseload.v1.RecordCaseRequest;
import uk.yjx.caseload.v1.RecordCoverRequest;
import uk.yjx.common.v1.Role;
import uk.yjx.common.v1.Urgency;
import uk.yjx.intelligence.v1.SubmitNoticeRequest;

/**
 * The story of the demonstration: on a Friday evening a child is stabbed. The worker on call, who
 * covers for the child's own, must know at once; the worker of a second child may learn only that
 * retaliation is feared; of a third child's stop without further action, only a note is left.
 *
 * @param evening the Friday evening, in the past
 * @param stabbed the child who was stabbed; the lead is absent
 * @param associate the child for whom retaliation is feared
 * @param stopped the child who was stopped
 * @param cases records the three children
 * @param cover records who is on call for the absent lead
 * @param stabbing the notice about the first two children
 * @param stop the notice about the third
 * @param expectations what must arrive, and nothing else
 * @param cast principals that act
 */
public record Story(
    Instant evening,
    CaseloadChild stabbed,
    CaseloadChild associate,
    CaseloadChild stopped,
    List<RecordCaseRequest> cases,
    RecordCoverRequest cover,
    SubmitNoticeRequest stabbing,
    SubmitNoticeRequest stop,
    List<Expectation> expectations,
    Cast cast) {

  private static final ZoneId LONDON = ZoneId.of("Europe/London");
  private static final LocalTime TIME = LocalTime.of(21, 40);
  private static final Duration ON_CALL = Duration.ofDays(3);

  /** Copies the lists. */
  public Story {
    cases = List.copyOf(cases);
    expectations = List.copyOf(expectations);
  }

  /**
   * Principals that act in the story.
   *
   * @param police submits the notices
   * @param editor records cases and cover
   * @param onCall covers for the lead of the stabbed child
   * @param operator looks at what nobody owns
   */
  public record Cast(String police, String editor, String onCall, String operator) {}

  /**
   * One thing that must arrive.
   *
   * @param requestId of the notice it comes from
   * @param child the recipient's own child
   * @param kind as the recipient may know it
   * @param urgency how soon
   * @param recipient principal id
   */
  public record Expectation(
      String requestId, CaseloadChild child, AlertKind kind, Urgency urgency, String recipient) {}

  /** The story among the staff of {@code caseload}, told at {@code now}. */
  public static Story of(Caseload caseload, Instant now) {
    YouthJusticeService service = YouthJusticeService.SOUTHWARK;
    List<String> leads =
        caseload.staff(service.id(), Role.ROLE_CASE_MANAGER).stream().map(Staff::id).toList();
    if (leads.size() < 4) {
      throw new IllegalArgumentException("the story needs four case managers");
    }
    Instant evening = fridayEvening(now);
    LocalDate day = evening.atZone(LONDON).toLocalDate();
    CaseloadChild stabbed = StoryPeople.stabbed(caseload.seed(), day, leads.get(0));
    CaseloadChild associate = StoryPeople.associate(caseload.seed(), day, leads.get(1));
    CaseloadChild stopped = StoryPeople.stopped(caseload.seed(), day, leads.get(2));
    Cast cast =
        new Cast(
            service.policeAgency() + "/system/records",
            service.id() + "/system/casework",
            leads.get(3),
            InventedDirectory.OPERATOR + "/user/operator");
    // A story told again is another one to the exchange.
    String telling = Long.toString(now.getEpochSecond(), 36);
    SubmitNoticeRequest stabbing =
        StoryNotices.stabbing("story-stabbing-" + telling, evening, stabbed, associate);
    SubmitNoticeRequest stop =
        StoryNotices.stop("story-stop-" + telling, evening.minus(Duration.ofMinutes(75)), stopped);
    return new Story(
        evening,
        stabbed,
        associate,
        stopped,
        List.of(stabbed, associate, stopped).stream().map(child -> told(child, telling)).toList(),
        RecordCoverRequest.newBuilder()
            .setRequestId("story-cover-" + telling)
            .setService(service.id())
            .setAbsentPrincipalId(stabbed.lead())
            .setCoverPrincipalId(cast.onCall())
            .setFrom(StopSearchNotice.timestamp(now.minus(Duration.ofHours(1))))
            .setTo(StopSearchNotice.timestamp(now.plus(ON_CALL)))
            .build(),
        stabbing,
        stop,
        List.of(
            new Expectation(
                stabbing.getRequestId(),
                stabbed,
                AlertKind.ALERT_KIND_SERIOUS_VIOLENCE,
                Urgency.URGENCY_IMMEDIATE,
                cast.onCall()),
            new Expectation(
                stabbing.getRequestId(),
                associate,
                AlertKind.ALERT_KIND_RETALIATION_RISK,
                Urgency.URGENCY_IMMEDIATE,
                associate.lead()),
            new Expectation(
                stop.getRequestId(),
                stopped,
                AlertKind.ALERT_KIND_STOP_SEARCH,
                Urgency.URGENCY_NOTE,
                stopped.lead())),
        cast);
  }

  /** Records a child's case for one telling. */
  static RecordCaseRequest told(CaseloadChild child, String telling) {
    return child.request().toBuilder()
        .setRequestId("story-case-" + child.serviceChildId() + "-" + telling)
        .build();
  }

  // The last one that has come: a notice may not lie in the future.
  private static Instant fridayEvening(Instant now) {
    ZonedDateTime local = now.atZone(LONDON);
    LocalDate friday = local.toLocalDate().with(TemporalAdjusters.previousOrSame(DayOfWeek.FRIDAY));
    ZonedDateTime evening = friday.atTime(TIME).atZone(LONDON);
    return (evening.isAfter(local) ? evening.minusWeeks(1) : evening).toInstant();
  }
}
