package uk.yjx.server.agreements;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import uk.yjx.agreements.v1.AgreementCondition;
import uk.yjx.agreements.v1.ApproveAgreementRequest;
import uk.yjx.agreements.v1.ApproveAgreementResponse;
import uk.yjx.agreements.v1.DataCategory;
import uk.yjx.agreements.v1.EndAgreementRequest;
import uk.yjx.agreements.v1.EndAgreementResponse;
import uk.yjx.agreements.v1.ListAgreementsRequest;
import uk.yjx.agreements.v1.ListAgreementsResponse;
import uk.yjx.agreements.v1.RecordAgreementRequest;
import uk.yjx.agreements.v1.RecordAgreementResponse;
import uk.yjx.agreements.v1.SuspendAgreementRequest;
import uk.yjx.agreements.v1.SuspendAgreementResponse;
import uk.yjx.common.v1.LegalGateway;
import uk.yjx.common.v1.Purpose;
import uk.yjx.common.v1.Role;
import uk.yjx.identity.v1.AgencyKind;
import uk.yjx.server.TestNodes;
import uk.yjx.server.identity.Caller;
import uk.yjx.server.journal.Receipts;
import uk.yjx.server.kernel.AgencyId;
import uk.yjx.server.kernel.Failure;

class AgreementsTest {
  private static final Instant NOW = Instant.now();
  private static TestNodes exchange;
  private static Caller administrator;
  private static Caller approver;
  private static AgreementEndpoint endpoint;

  @BeforeAll
  static void start() {
    exchange = TestNodes.start();
    exchange.agency("met-police", AgencyKind.AGENCY_KIND_POLICE);
    exchange.agency("southwark-yjs", AgencyKind.AGENCY_KIND_YOUTH_JUSTICE_SERVICE);
    administrator = exchange.caller("operator/user/administrator");
    exchange.principal("operator/user/approver", "", Role.ROLE_AGREEMENT_ADMINISTRATOR);
    approver = exchange.caller("operator/user/approver");
    endpoint = exchange.node().getBean(AgreementEndpoint.class);
  }

  @AfterAll
  static void stop() {
    exchange.close();
  }

  @Test
  void permitsFromAnotherPersonsApprovalOnUntilItIsEnded() {
    assertEquals(1, record(agreement("one-way")).getVersion());
    assertInstanceOf(Decision.Withhold.class, decide(), "a draft permits nothing");
    assertEquals(
        "APPROVER_IS_PROPOSER", refusal(() -> approve(administrator, "one-way", 1)).reason());
    assertEquals("AGREEMENT_NOT_WAITING", refusal(() -> approve(approver, "one-way", 2)).reason());
    approve(approver, "one-way", 1);
    assertEquals(new Decision.Permit("one-way", 1, gateway()), decide());
    assertEquals(2, record(agreement("one-way")).getVersion());
    assertEquals(
        new Decision.Permit("one-way", 1, gateway()), decide(), "until the draft is approved");
    approve(approver, "one-way", 2);
    assertEquals(new Decision.Permit("one-way", 2, gateway()), decide());
    suspend(approver, "one-way");
    assertInstanceOf(Decision.Withhold.class, decide(), "from the commit on");
    assertEquals("APPROVER_IS_PROPOSER", refusal(() -> approve(approver, "one-way", 2)).reason());
    approve(administrator, "one-way", 2);
    assertEquals(new Decision.Permit("one-way", 2, gateway()), decide());
    end("one-way");
    assertInstanceOf(Decision.Withhold.class, decide(), "from the commit on");
    end("one-way");
    assertEquals(
        List.of("one-way 2 true"),
        all().stream()
            .filter(a -> a.getAgreementId().equals("one-way"))
            .map(a -> a.getAgreementId() + " " + a.getVersion() + " " + a.getEnded())
            .toList());
    AgreementBook book = exchange.startNode().getBean(Agreements.class).now();
    assertEquals(
        exchange.node().getBean(Agreements.class).now().agreement("one-way"),
        book.agreement("one-way"),
        "a node that starts reads the same");
  }

  @Test
  void refusesConditionsThatCannotBeAskedAndKeepsThoseThatCan() {
    Failure wrong =
        refusal(() ->
            record(agreement("misspelt").addConditions(condition("submission.categroy == 'X'"))));
    assertEquals("CONDITION_INVALID", wrong.violations().getFirst().rule());
    record(agreement("with-condition").addConditions(condition("reader.role == 'CASE_MANAGER'")));
    approve(approver, "with-condition", 1);
    assertEquals(
        exchange.node().getBean(Agreements.class).now().agreement("with-condition"),
        exchange.startNode().getBean(Agreements.class).now().agreement("with-condition"));
  }

  @Test
  void refusesUnknownPartiesReversedValidityAndUnknownAgreements() {
    Failure unknown =
        refusal(() -> record(agreement("other-parties").addToAgencies("no-such-agency")));
    assertEquals("AGENCY_NOT_FOUND", unknown.reason());
    assertEquals(Failure.Code.NOT_FOUND, unknown.code());
    assertEquals(
        "VALIDITY_REVERSED",
        refusal(() ->
                record(
                    agreement("reversed")
                        .setValidTo(Receipts.timestamp(NOW.minus(Duration.ofDays(9))))))
            .reason());
    assertEquals("AGREEMENT_NOT_FOUND", refusal(() -> end("never-made")).reason());
  }

  @Test
  void listsPageByPage() {
    record(agreement("page-a"));
    record(agreement("page-b"));
    ListAgreementsResponse first = list("");
    assertEquals(1, first.getAgreementsCount());
    String next = list(first.getNextPageToken()).getAgreements(0).getAgreementId();
    assertEquals(1, Integer.signum(next.compareTo(first.getAgreements(0).getAgreementId())));
  }

  private static Decision decide() {
    return exchange
        .node()
        .getBean(Agreements.class)
        .now()
        .decide(
            new AgencyId("met-police"),
            new AgencyId("southwark-yjs"),
            DataCategory.DATA_CATEGORY_GRADED_INTELLIGENCE,
            gateway(),
            Optional.of(Purpose.PURPOSE_PREVENT_OFFENDING),
            Instant.now());
  }

  private static RecordAgreementResponse record(uk.yjx.agreements.v1.Agreement.Builder it) {
    RecordAgreementRequest request =
        RecordAgreementRequest.newBuilder()
            .setRequestId(exchange.requestId())
            .setAgreement(it)
            .build();
    return TestNodes.<RecordAgreementResponse>call(
        administrator, to -> endpoint.recordAgreement(request, to));
  }

  private static AgreementCondition condition(String expression) {
    return AgreementCondition.newBuilder()
        .setId("FOR_TESTS")
        .setText("For tests")
        .setExpression(expression)
        .build();
  }

  private static void approve(Caller by, String id, int version) {
    ApproveAgreementRequest request =
        ApproveAgreementRequest.newBuilder()
            .setRequestId(exchange.requestId())
            .setAgreementId(id)
            .setVersion(version)
            .build();
    TestNodes.<ApproveAgreementResponse>call(by, to -> endpoint.approveAgreement(request, to));
  }

  private static void suspend(Caller by, String id) {
    SuspendAgreementRequest request =
        SuspendAgreementRequest.newBuilder()
            .setRequestId(exchange.requestId())
            .setAgreementId(id)
            .setReason("A review")
            .build();
    TestNodes.<SuspendAgreementResponse>call(by, to -> endpoint.suspendAgreement(request, to));
  }

  private static void end(String id) {
    EndAgreementRequest request =
        EndAgreementRequest.newBuilder()
            .setRequestId(exchange.requestId())
            .setAgreementId(id)
            .build();
    TestNodes.<EndAgreementResponse>call(administrator, to -> endpoint.endAgreement(request, to));
  }

  private static ListAgreementsResponse list(String token) {
    ListAgreementsRequest request =
        ListAgreementsRequest.newBuilder().setPageSize(1).setPageToken(token).build();
    return TestNodes.<ListAgreementsResponse>call(
        administrator, to -> endpoint.listAgreements(request, to));
  }

  private static List<uk.yjx.agreements.v1.Agreement> all() {
    List<uk.yjx.agreements.v1.Agreement> found = new ArrayList<>();
    String token = "";
    do {
      ListAgreementsResponse page = list(token);
      found.addAll(page.getAgreementsList());
      token = page.getNextPageToken();
    } while (!token.isEmpty());
    return found;
  }

  private static Failure refusal(Executable call) {
    return assertThrows(Failure.Refused.class, call).failure();
  }

  private static LegalGateway gateway() {
    return LegalGateway.LEGAL_GATEWAY_CDA98_S115;
  }

  /** Graded intelligence only under «one-way»; the others cover police events. */
  private static uk.yjx.agreements.v1.Agreement.Builder agreement(String id) {
    return uk.yjx.agreements.v1.Agreement.newBuilder()
        .setAgreementId(id)
        .setTitle("An agreement for tests")
        .addFromAgencies("met-police")
        .addToAgencies("southwark-yjs")
        .addCategories(
            id.equals("one-way")
                ? DataCategory.DATA_CATEGORY_GRADED_INTELLIGENCE
                : DataCategory.DATA_CATEGORY_POLICE_EVENT)
        .addGateways(gateway())
        .addPurposes(Purpose.PURPOSE_PREVENT_OFFENDING)
        .setValidFrom(Receipts.timestamp(NOW.minus(Duration.ofDays(1))))
        .setValidTo(Receipts.timestamp(NOW.plus(Duration.ofDays(1))));
  }
}
