package uk.yjx.server.safeguarding;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.grpc.StatusRuntimeException;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import uk.yjx.agreements.v1.DataCategory;
import uk.yjx.common.v1.Grading;
import uk.yjx.common.v1.Handling;
import uk.yjx.common.v1.HandlingCode;
import uk.yjx.common.v1.InformationAssessment;
import uk.yjx.common.v1.LegalGateway;
import uk.yjx.common.v1.Marking;
import uk.yjx.common.v1.Purpose;
import uk.yjx.common.v1.Regime;
import uk.yjx.common.v1.Role;
import uk.yjx.common.v1.SourceEvaluation;
import uk.yjx.safeguarding.v1.Information;
import uk.yjx.safeguarding.v1.InformationServiceGrpc;
import uk.yjx.safeguarding.v1.ListInformationRequest;
import uk.yjx.safeguarding.v1.SubmitInformationToPoliceRequest;

/** What a youth justice service tells the police: by a manager, graded, sanitised, considered. */
final class InformationTest {
  private final Care care = Care.agreed();
  private final String officer = care.area.police + "/user/ivy";
  private String child = "";

  @BeforeEach
  void staff() {
    care.area.principal(officer);
    care.area.grant(officer, Role.ROLE_INFORMATION_OFFICER, "");
    child = care.area.child(1, care.area.ann);
  }

  @Test
  void reachesThePoliceAgencysOfficersUnderAnAgreementAndNobodyElse() {
    assertRefused("NO_AGREEMENT", request());
    agree();
    submit(request());
    List<Information> items = list(officer);
    assertEquals(1, items.size());
    assertEquals("He is afraid of a group near the station.", items.getFirst().getText());
    assertEquals(care.area.service, items.getFirst().getService());
    assertTrue(items.getFirst().getChildName().startsWith("Invented"));
    Care elsewhere = Care.agreed();
    String other = elsewhere.area.police + "/user/ivy";
    elsewhere.area.principal(other);
    elsewhere.area.grant(other, Role.ROLE_INFORMATION_OFFICER, "");
    assertEquals(List.of(), list(other));
  }

  @Test
  void warnsOfWhatAChildSaidInSessionUntilAManagerHasConsideredIt() {
    agree();
    SubmitInformationToPoliceRequest.Builder request = request().setDisclosedInSession(true);
    assertRefused("SESSION_DISCLOSURE", request);
    assertRefused("SESSION_DISCLOSURE", request.setSessionWarningConsidered(true));
    submit(request.setSessionReason("Another child is in danger tonight; legal advice was taken."));
    assertTrue(list(officer).getFirst().getDisclosedInSession());
  }

  @Test
  void refusesWhatIsNotGradedSanitisedAuthorisedOrForThePolice() {
    agree();
    SubmitInformationToPoliceRequest.Builder request = request();
    request.getHandlingBuilder().clearGrading();
    assertRefused("GRADING_MISSING", request);
    request = request();
    request.getHandlingBuilder().getGradingBuilder().setSanitised(false);
    assertRefused("INTELLIGENCE_NOT_SANITISED", request);
    request = request();
    request.getHandlingBuilder().getGradingBuilder().setAuthorisedByRole("");
    assertRefused("INTELLIGENCE_NOT_AUTHORISED", request);
    request = request();
    request.getHandlingBuilder().getGradingBuilder().setHandlingCode(HandlingCode.HANDLING_CODE_C);
    assertRefused("CONDITIONS_MISSING", request);
    assertRefused("AGENCY_NOT_POLICE", request().setToAgency(care.agency));
    assertRefused("AGENCY_NOT_FOUND", request().setToAgency("no-such-agency"));
    Care elsewhere = Care.agreed();
    assertRefused(
        "CHILD_NOT_FOUND", request().setChildId(elsewhere.area.child(1, elsewhere.area.ann)));
    assertRefused("SERVICE_NOT_ALLOWED", request().setService(elsewhere.area.service));
  }

  private void agree() {
    care.agree(
        care.area.service,
        care.area.police,
        List.of(DataCategory.DATA_CATEGORY_GRADED_INTELLIGENCE),
        List.of(Role.ROLE_INFORMATION_OFFICER));
  }

  private SubmitInformationToPoliceRequest.Builder request() {
    return SubmitInformationToPoliceRequest.newBuilder()
        .setRequestId(care.area.requestId())
        .setService(care.area.service)
        .setToAgency(care.area.police)
        .setChildId(child)
        .setText("He is afraid of a group near the station.")
        .setHandling(
            Handling.newBuilder()
                .setMarking(Marking.MARKING_OFFICIAL_SENSITIVE)
                .setRegime(Regime.REGIME_DPA_PART3)
                .setGateway(LegalGateway.LEGAL_GATEWAY_CA04_S10)
                .setPurpose(Purpose.PURPOSE_SAFEGUARDING)
                .setGrading(
                    Grading.newBuilder()
                        .setSource(SourceEvaluation.SOURCE_EVALUATION_UNTESTED)
                        .setInformation(
                            InformationAssessment.INFORMATION_ASSESSMENT_KNOWN_INDIRECTLY)
                        .setHandlingCode(HandlingCode.HANDLING_CODE_P)
                        .setSanitised(true)
                        .setAuthorisedByRole("service manager")
                        .setAuthorisedAt(Care.timestamp(care.now().minusSeconds(60)))));
  }

  private void submit(SubmitInformationToPoliceRequest.Builder request) {
    var unused =
        InformationServiceGrpc.newBlockingStub(care.area.as(care.area.max))
            .submitInformationToPolice(request.setRequestId(care.area.requestId()).build());
  }

  private List<Information> list(String who) {
    return InformationServiceGrpc.newBlockingStub(care.area.as(who))
        .listInformation(
            ListInformationRequest.newBuilder().setPurpose(Purpose.PURPOSE_SAFEGUARDING).build())
        .getItemsList();
  }

  private void assertRefused(String reason, SubmitInformationToPoliceRequest.Builder request) {
    StatusRuntimeException e = assertThrows(StatusRuntimeException.class, () -> submit(request));
    assertTrue(e.getStatus().toString().contains(reason), e.getStatus()::toString);
  }
}
