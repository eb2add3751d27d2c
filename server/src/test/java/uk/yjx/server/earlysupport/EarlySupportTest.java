package uk.yjx.server.earlysupport;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.grpc.StatusRuntimeException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDate;
import java.time.YearMonth;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import uk.yjx.caseload.v1.Case;
import uk.yjx.caseload.v1.CaseloadServiceGrpc;
import uk.yjx.caseload.v1.RecordCaseRequest;
import uk.yjx.casepapers.v1.CourtEvent;
import uk.yjx.casepapers.v1.CourtResult;
import uk.yjx.casepapers.v1.CourtServiceGrpc;
import uk.yjx.casepapers.v1.Disposal;
import uk.yjx.casepapers.v1.RecordCourtEventRequest;
import uk.yjx.common.v1.IdentifierKind;
import uk.yjx.common.v1.PersonIdentifier;
import uk.yjx.common.v1.RecallReason;
import uk.yjx.common.v1.Role;
import uk.yjx.earlysupport.v1.DecidePromptRequest;
import uk.yjx.earlysupport.v1.EarlySupportServiceGrpc;
import uk.yjx.earlysupport.v1.GetPromptResponse;
import uk.yjx.earlysupport.v1.GetTrendsRequest;
import uk.yjx.earlysupport.v1.ListAssessmentsRequest;
import uk.yjx.earlysupport.v1.ListPromptsRequest;
import uk.yjx.earlysupport.v1.Prompt;
import uk.yjx.earlysupport.v1.PromptDecision;
import uk.yjx.earlysupport.v1.PromptState;
import uk.yjx.earlysupport.v1.Trend;
import uk.yjx.earlysupport.v1.WatchPromptsRequest;
import uk.yjx.identity.v1.AgencyKind;
import uk.yjx.intelligence.v1.IntelligenceServiceGrpc;
import uk.yjx.intelligence.v1.Notice;
import uk.yjx.intelligence.v1.NoticeAnswer;
import uk.yjx.intelligence.v1.NoticeKind;
import uk.yjx.intelligence.v1.PersonRole;
import uk.yjx.intelligence.v1.SubmitNoticeResponse;
import uk.yjx.intelligence.v1.WithdrawNoticeRequest;
import uk.yjx.server.alerts.Area;
import uk.yjx.server.alerts.SecondServer;

/** Prompts and trends through the whole exchange. */
final class EarlySupportTest {

  @Test
  void raisesAPromptThatIsNothingUntilAPersonDecides() {
    Prevention at = Prevention.begun();
    at.area.submit(at.arrest(1, 29));
    at.area.submit(at.notice(NoticeKind.NOTICE_KIND_CHARGE, PersonRole.PERSON_ROLE_CHARGED, 1, 12));
    at.sweep();
    assertEquals(List.of(), at.prompts());
    at.area.submit(
        at.notice(
            NoticeKind.NOTICE_KIND_VOLUNTARY_INTERVIEW, PersonRole.PERSON_ROLE_SUSPECT, 1, 0));
    at.sweep();
    Prompt prompt = only(at);
    assertEquals(PromptState.PROMPT_STATE_TO_DECIDE, prompt.getState());
    GetPromptResponse before = at.get(prompt.getPromptId());
    assertEquals(3, before.getOccasionsCount());
    assertFalse(before.hasChild(), "who it is is told only when it is decided");
    DecidePromptRequest offer =
        at.decision(prompt.getPromptId(), PromptDecision.PROMPT_DECISION_OFFER);
    var first = at.as(at.lead).decidePrompt(offer);
    assertEquals(
        first.getReceipt().getPosition(),
        at.as(at.lead).decidePrompt(offer).getReceipt().getPosition());
    assertRefused(
        "REQUEST_ID_REUSED",
        () ->
            at.as(at.lead)
                .decidePrompt(
                    offer.toBuilder()
                        .setDecision(PromptDecision.PROMPT_DECISION_NOT_OFFER)
                        .build()));
    assertRefused(
        "ALREADY_DECIDED",
        () ->
            at.as(at.lead)
                .decidePrompt(
                    at.decision(prompt.getPromptId(), PromptDecision.PROMPT_DECISION_NOT_OFFER)));
    GetPromptResponse after = at.get(prompt.getPromptId());
    assertEquals(at.child(1).getNamesList(), after.getChild().getNamesList());
    assertEquals(0, after.getChild().getIdentifiersCount());
    assertEquals("", after.getChild().getSelfDefinedEthnicity());
    at.sweep();
    assertEquals(PromptState.PROMPT_STATE_OFFERED, only(at).getState());
  }

  @Test
  void stopsVictimsWitnessesAndTheMissingNeverCount() {
    Prevention at = Prevention.begun();
    at.area.submit(at.arrest(1, 20));
    at.area.submit(at.arrest(1, 10));
    Notice.Builder stop = at.area.quietStop(1);
    stop.getPersonsBuilder(0).setPerson(at.child(1));
    at.area.submit(stop);
    at.area.submit(
        at.notice(NoticeKind.NOTICE_KIND_VICTIM_OF_CRIME, PersonRole.PERSON_ROLE_VICTIM, 1, 2));
    at.area.submit(
        at.notice(NoticeKind.NOTICE_KIND_WITNESS_TO_CRIME, PersonRole.PERSON_ROLE_WITNESS, 1, 3));
    at.area.submit(
        at.notice(NoticeKind.NOTICE_KIND_MISSING_STARTED, PersonRole.PERSON_ROLE_MISSING, 1, 4));
    at.area.submit(at.notice(NoticeKind.NOTICE_KIND_ARREST, PersonRole.PERSON_ROLE_VICTIM, 1, 5));
    at.sweep();
    assertEquals(List.of(), at.prompts());
  }

  @Test
  void withoutAnImpactAssessmentNothingIsWorkedOutOrKept() throws Exception {
    Prevention at = new Prevention();
    at.agree();
    at.arrests(1);
    at.sweep();
    assertEquals(0, at.rows("prompt"));
    assertEquals(0, at.rows("prompt_notice"));
    assertEquals(1, at.assess(at.today(), 365).getVersion());
    at.sweep();
    assertEquals(3, at.rows("prompt_notice"));
    Prompt prompt = only(at);
    var unused =
        at.as(at.lead)
            .decidePrompt(
                at.decision(prompt.getPromptId(), PromptDecision.PROMPT_DECISION_NOT_OFFER));
    assertEquals(2, at.assess(at.today(), 0).getVersion()); // ends it
    assertEquals(List.of(), at.prompts(), "at once, not with the next round");
    at.sweep();
    assertEquals(0, at.rows("prompt_notice"));
    assertEquals(
        0,
        at.count(
            "SELECT count(*) FROM earlysupport.prompt WHERE sealed IS NOT NULL AND service = '"
                + at.area.service
                + "'"));
    assertRefused("DAY_IN_PAST", () -> at.assess(at.today().minusDays(1), 30));
    assertRefused("DATES_REVERSED", () -> at.assess(at.today(), -1));
    assertEquals(
        0,
        at.as(at.lead)
            .listAssessments(
                ListAssessmentsRequest.newBuilder().setService(at.area.service).build())
            .getInForce());
  }

  @Test
  void withoutAnAgreementForEarlySupportNothingIsRaised() {
    Prevention at = new Prevention();
    var unused = at.assess(at.today(), 365);
    at.arrests(1);
    at.sweep();
    assertEquals(List.of(), at.prompts());
    at.agree();
    at.sweep();
    only(at);
  }

  @Test
  void policeNeverLearnOfIt() {
    Prevention at = Prevention.begun();
    List<SubmitNoticeResponse> answers = at.arrests(1);
    at.sweep();
    only(at);
    SubmitNoticeResponse known = at.area.submit(at.arrest(1, 0));
    SubmitNoticeResponse unknown = at.area.submit(at.arrest(2, 0));
    Set<NoticeAnswer> different = new HashSet<>();
    for (SubmitNoticeResponse answer :
        List.of(answers.getFirst(), answers.getLast(), known, unknown)) {
      different.add(answer.getAnswer().toBuilder().clearRequestId().clearAccepted().build());
    }
    assertEquals(1, different.size(), "the sender sees the same whatever comes of it");
    String police = at.area.police + "/user/pat";
    String seconded = at.area.service + "/user/sol";
    String elsewhere = Area.full().service + "/user/pia";
    for (String other : List.of(police, elsewhere)) {
      at.area.principal(other);
      assertRefused(
          "SERVICE_NOT_OF_AGENCY",
          () -> at.area.grant(other, Role.ROLE_PREVENTION_LEAD, at.area.service));
    }
    at.staff(seconded, Role.ROLE_PREVENTION_LEAD, at.area.service);
    at.area.grant(seconded, Role.ROLE_SECONDED_OFFICER, at.area.service);
    for (String who : List.of(police, seconded, elsewhere, at.area.max)) {
      String service = at.area.service;
      String id = only(at).getPromptId();
      assertRefused(
          "SERVICE_NOT_ALLOWED",
          () ->
              at.as(who).listPrompts(ListPromptsRequest.newBuilder().setService(service).build()));
      assertRefused(
          "SERVICE_NOT_ALLOWED",
          () ->
              at.as(who)
                  .watchPrompts(WatchPromptsRequest.newBuilder().setService(service).build())
                  .next());
      assertRefused(
          "SERVICE_NOT_ALLOWED",
          () -> at.as(who).decidePrompt(at.decision(id, PromptDecision.PROMPT_DECISION_OFFER)));
    }
    for (String who : List.of(police, seconded)) {
      assertRefused(
          "SERVICE_NOT_ALLOWED",
          () ->
              at.as(who)
                  .getTrends(GetTrendsRequest.newBuilder().setService(at.area.service).build()));
    }
  }

  @Test
  void anOutcomeWithoutFurtherActionOrAnAcquittalTakesTheCountAway() {
    Prevention at = Prevention.begun();
    at.area.submit(at.arrest(1, 20).setSourceReference("CUS/1"));
    at.area.submit(at.arrest(1, 10).setSourceReference("CUS/2"));
    at.area.submit(at.arrest(1, 1).setSourceReference("CUS/3"));
    for (int daysAgo : List.of(20, 10, 1)) {
      Notice.Builder charge = at.arrest(2, daysAgo);
      charge
          .getPersonsBuilder(0)
          .getPersonBuilder()
          .addIdentifiers(
              PersonIdentifier.newBuilder()
                  .setKind(IdentifierKind.IDENTIFIER_KIND_CASE_URN)
                  .setValue("01ZD00123" + (24 + daysAgo)));
      at.area.submit(charge);
    }
    at.sweep();
    assertEquals(2, at.prompts().size());
    at.area.submit(
        at.notice(NoticeKind.NOTICE_KIND_NO_FURTHER_ACTION, PersonRole.PERSON_ROLE_SUSPECT, 1, 0)
            .setSourceReference("CUS/2"));
    at.sweep();
    only(at);
    acquit(at, 2, "01ZD0012344");
    at.sweep();
    assertEquals(List.of(), at.prompts());
  }

  @Test
  void endsWithItsNoticesWithTheirWithdrawalAndWithACaseOfTheChildsOwn() throws Exception {
    Prevention at = Prevention.begun();
    at.arrests(1);
    at.arrests(2);
    at.area.submit(at.arrest(3, 20));
    at.area.submit(at.arrest(3, 10));
    String last = at.area.requestId();
    at.area.submit(last, at.arrest(3, 1));
    at.sweep();
    assertEquals(3, at.prompts().size());
    var unused =
        IntelligenceServiceGrpc.newBlockingStub(at.area.as(at.area.police + "/system/records"))
            .withdrawNotice(
                WithdrawNoticeRequest.newBuilder()
                    .setRequestId(at.area.requestId())
                    .setNoticeRequestId(last)
                    .setReason(RecallReason.RECALL_REASON_WRONG_PERSON)
                    .build());
    assertEquals(2, at.prompts().size(), "at once, not with the next round");
    var unusedEither =
        CaseloadServiceGrpc.newBlockingStub(at.area.as(at.area.service + "/system/cases"))
            .recordCase(
                RecordCaseRequest.newBuilder()
                    .setRequestId(at.area.requestId())
                    .setCase(
                        Case.newBuilder()
                            .setService(at.area.service)
                            .setServiceChildId("C-2")
                            .setPerson(at.child(2)))
                    .build());
    while (at.count("SELECT count(*) FROM intelligence.look_back WHERE done_position IS NULL")
        > 0) {
      Thread.onSpinWait();
    }
    assertEquals(1, at.prompts().size(), "look-back took over");
    at.sweep();
    assertEquals(3, at.rows("prompt_notice"));
    at.exchange.clock().pass(Duration.ofDays(91));
    assertEquals(List.of(), at.prompts());
    at.sweep();
    assertEquals(0, at.rows("prompt_notice"));
  }

  @Test
  void isTheSameOnAnotherServerAndAfterARestart(@TempDir Path folder) throws Exception {
    Prevention at = Prevention.begun();
    at.arrests(1);
    try (SecondServer other = new SecondServer(at.exchange, folder)) {
      other.bean(PromptSweep.class).run();
      List<Prompt> raised = at.prompts();
      assertEquals(1, raised.size());
      at.sweep();
      other.bean(PromptSweep.class).run();
      assertEquals(raised, at.prompts());
      assertEquals(
          raised,
          EarlySupportServiceGrpc.newBlockingStub(other.as(at.lead))
              .listPrompts(ListPromptsRequest.newBuilder().setService(at.area.service).build())
              .getPromptsList());
    }
    assertEquals(1, at.rows("prompt"));
  }

  @Test
  void tellsOfPromptsAsTheyAreRaisedAndPageByPage() {
    Prevention at = Prevention.begun();
    at.arrests(1);
    at.sweep();
    var told =
        at.as(at.lead)
            .watchPrompts(WatchPromptsRequest.newBuilder().setService(at.area.service).build());
    assertEquals(at.prompts(), told.next().getPromptsList());
    at.arrests(2);
    at.sweep();
    List<Prompt> both = at.prompts();
    assertEquals(2, both.size());
    assertEquals(both.subList(1, 2), told.next().getPromptsList());
    ListPromptsRequest.Builder page =
        ListPromptsRequest.newBuilder().setService(at.area.service).setPageSize(1);
    var first = at.as(at.lead).listPrompts(page.build());
    assertEquals(both.subList(0, 1), first.getPromptsList());
    var second = at.as(at.lead).listPrompts(page.setPageToken(first.getNextPageToken()).build());
    assertEquals(both.subList(1, 2), second.getPromptsList());
    assertEquals("", second.getNextPageToken());
  }

  @Test
  void tellsAMonthOnceAndNeverOtherwise() {
    Prevention at = new Prevention();
    at.agree();
    YearMonth month = YearMonth.from(at.today()).plusMonths(1);
    var unused = at.assess(at.today(), 365);
    passTo(at, month.atDay(5));
    for (int child = 1; child <= 6; child++) {
      at.area.submit(at.arrest(child, 0));
    }
    at.sweep();
    assertEquals(List.of(), trends(at), "the month has not ended");
    passTo(at, month.plusMonths(1).atDay(2));
    at.sweep();
    List<Trend> told = trends(at);
    assertEquals(2, told.size(), "the service and its only area");
    assertEquals("", told.getFirst().getArea());
    assertEquals(month.toString(), told.getFirst().getMonth());
    told.forEach(one -> assertEquals(5, one.getChildren()));
    Notice.Builder late = at.arrest(7, 20);
    at.area.submit(late);
    for (int child = 8; child <= 12; child++) {
      at.area.submit(at.arrest(child, 20));
    }
    at.sweep();
    assertEquals(told, trends(at), "a later number would tell of the difference");
    assertRefused(
        "SERVICE_NOT_ALLOWED",
        () ->
            at.as(at.area.ann)
                .getTrends(GetTrendsRequest.newBuilder().setService(at.area.service).build()));
  }

  private static void acquit(Prevention at, int child, String urn) {
    String court = "court-" + at.area.service;
    at.area.agency(court, AgencyKind.AGENCY_KIND_COURT);
    at.staff(court + "/system/listing", Role.ROLE_COURT_REPORTER, "");
    var unused =
        CourtServiceGrpc.newBlockingStub(at.area.as(court + "/system/listing"))
            .recordCourtEvent(
                RecordCourtEventRequest.newBuilder()
                    .setRequestId(at.area.requestId())
                    .setEventRef("r1")
                    .setVersion(1)
                    .setUrn(urn)
                    .setDefendantNumber(1)
                    .setPerson(at.child(child))
                    .setHandling(at.arrest(child, 0).getHandling())
                    .setEvent(
                        CourtEvent.newBuilder()
                            .setOccurredAt(
                                Area.timestamp(at.exchange.clock().instant().minusSeconds(60)))
                            .setResult(
                                CourtResult.newBuilder()
                                    .setDisposal(Disposal.DISPOSAL_NO_CONVICTION)))
                    .build());
  }

  private static void passTo(Prevention at, LocalDate day) {
    at.exchange
        .clock()
        .pass(
            Duration.between(
                at.exchange.clock().instant(),
                day.atTime(12, 0).atZone(java.time.ZoneId.of("Europe/London")).toInstant()));
  }

  private static List<Trend> trends(Prevention at) {
    return at.as(at.lead)
        .getTrends(GetTrendsRequest.newBuilder().setService(at.area.service).build())
        .getTrendsList();
  }

  private static Prompt only(Prevention at) {
    List<Prompt> prompts = at.prompts();
    assertEquals(1, prompts.size());
    return prompts.getFirst();
  }

  private static void assertRefused(String reason, Runnable call) {
    StatusRuntimeException e = assertThrows(StatusRuntimeException.class, call::run);
    assertTrue(e.getStatus().toString().contains(reason), e.getStatus()::toString);
  }
}
