package uk.yjx.world;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.List;
import uk.yjx.caseload.v1.RecordCaseRequest;
import uk.yjx.common.v1.Role;
import uk.yjx.intelligence.v1.SubmitNoticeRequest;

/**
 * A wrong person: somebody under arrest gives the name of a child who was not there. The notice
 * reaches that child's service and, since another child is named as a witness, a second one; then
 * the police find out and take it back.
 *
 * @param innocent the child whose name was given
 * @param witness the child of another service who is named beside
 * @param cases records the two children
 * @param arrest the notice that is wrong
 * @param police who submits it and takes it back
 * @param manager who answers for the innocent child's service
 */
public record RecallStory(
    CaseloadChild innocent,
    CaseloadChild witness,
    List<RecordCaseRequest> cases,
    SubmitNoticeRequest arrest,
    String police,
    String manager) {

  private static final Duration AGO = Duration.ofMinutes(50);

  /** Copies the list. */
  public RecallStory {
    cases = List.copyOf(cases);
  }

  /** The story among the staff of {@code caseload}, told at {@code now}. */
  public static RecallStory of(Caseload caseload, Instant now) {
    LocalDate day = LocalDate.ofInstant(now, ZoneId.of("Europe/London"));
    YouthJusticeService first = YouthJusticeService.SOUTHWARK;
    YouthJusticeService second = YouthJusticeService.REDBRIDGE;
    CaseloadChild innocent = StoryPeople.innocent(caseload.seed(), day, lead(caseload, first));
    CaseloadChild witness = StoryPeople.beside(caseload.seed(), day, lead(caseload, second));
    String telling = Long.toString(now.getEpochSecond(), 36);
    return new RecallStory(
        innocent,
        witness,
        List.of(innocent, witness).stream().map(child -> Story.told(child, telling)).toList(),
        StoryNotices.arrest("story-arrest-" + telling, now.minus(AGO), innocent, witness),
        first.policeAgency() + "/system/records",
        caseload.staff(first.id(), Role.ROLE_SERVICE_MANAGER).getFirst().id());
  }

  /** Who records a case. */
  public String editor(CaseloadChild child) {
    return child.service().id() + "/system/casework";
  }

  private static String lead(Caseload caseload, YouthJusticeService service) {
    return caseload.staff(service.id(), Role.ROLE_CASE_MANAGER).getLast().id();
  }
}
