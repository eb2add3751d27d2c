package uk.yjx.server.transport;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.protobuf.InvalidProtocolBufferException;
import com.google.rpc.BadRequest;
import com.google.rpc.RequestInfo;
import io.grpc.CallOptions;
import io.grpc.Metadata;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.protobuf.StatusProto;
import io.grpc.stub.ClientCalls;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import uk.yjx.alerts.v1.AlertServiceGrpc;
import uk.yjx.alerts.v1.WatchResponse;
import uk.yjx.identity.v1.Agency;
import uk.yjx.identity.v1.AgencyKind;
import uk.yjx.identity.v1.DirectoryServiceGrpc;
import uk.yjx.identity.v1.ListAgenciesRequest;
import uk.yjx.identity.v1.ListPrincipalsRequest;
import uk.yjx.identity.v1.ListPrincipalsResponse;
import uk.yjx.identity.v1.RegisterAgencyRequest;
import uk.yjx.identity.v1.RegisterAgencyResponse;
import uk.yjx.server.LoggedRefusals;
import uk.yjx.server.identity.CountedRefusals;
import uk.yjx.server.identity.Refusals;
import uk.yjx.server.storage.Database;

/** Every bad request over real mutual TLS: a typed error, no effect, nothing quoted. */
class RefusedRequestsTest {
  private static final int MEGABYTE = 1024 * 1024;
  private static final int TRIES_MAX = 2_000;

  private final TestEdge edge = TestEdge.shared();
  private final LoggedRefusals log = new LoggedRefusals(edge.context.getBean(Database.class));

  @Test
  void callerWithoutTheRoleIsRefusedAndTheLogSaysSo() throws Exception {
    var worker = edge.directory(edge.client(TestEdge.WORKER));

    assertEquals(
        "PERMISSION_DENIED ROLE_MISSING",
        Told.reason(() -> worker.listAgencies(ListAgenciesRequest.getDefaultInstance())));
    assertEquals(
        "PERMISSION_DENIED ROLE_MISSING",
        Told.reason(() -> worker.registerAgency(RegisterAgencyRequest.getDefaultInstance())));
    // A change after the refusals is written after them.
    edge.registerPrincipal("southwark/user/later", false);
    assertTrue(log.times("ROLE_MISSING", "yjx.identity.v1.DirectoryService/ListAgencies") > 0);
  }

  @Test
  void allBrokenRulesAreNamedAtOnceAndNoValueIsQuoted() throws Exception {
    RegisterAgencyRequest request =
        RegisterAgencyRequest.newBuilder()
            .setRequestId("bad-request-1")
            .setAgency(
                Agency.newBuilder()
                    .setAgencyId(TestAlerts.CANARY)
                    .setKindValue(77)
                    .setDisplayName("")
                    .addLocalAuthorities(TestAlerts.CANARY))
            .build();
    StatusRuntimeException refused =
        assertThrows(StatusRuntimeException.class, () -> edge.directory().registerAgency(request));

    assertEquals("INVALID_ARGUMENT VALIDATION_FAILED", Told.reason(refused));
    assertEquals(
        Set.of(
            "agency.agency_id string.pattern",
            "agency.kind enum.defined_only",
            "agency.display_name string.min_len",
            "agency.local_authorities[0] string.pattern"),
        violations(refused));
    assertEquals("bad-request-1", requestId(refused));
    assertFalse(everythingTold(refused).contains(TestAlerts.CANARY), "no value is quoted");
  }

  @Test
  void unexpectedFailureTellsNothingOfItsCause() {
    StatusRuntimeException refused =
        assertThrows(
            StatusRuntimeException.class,
            () ->
                AlertServiceGrpc.newBlockingStub(edge.connect(edge.client(TestEdge.WORKER)))
                    .getAlert(TestAlerts.failing()));

    assertEquals("INTERNAL UNEXPECTED", Told.reason(refused));
    assertFalse(everythingTold(refused).contains(TestAlerts.CANARY), "no cause is quoted");
  }

  @Test
  void personalAnswerWithoutAuditEventIsHeldBack() {
    var alerts = AlertServiceGrpc.newBlockingStub(edge.connect(edge.client(TestEdge.WORKER)));

    assertEquals(
        "INTERNAL NOT_AUDITED", Told.reason(() -> alerts.getAlert(TestAlerts.unaudited())));
    List<WatchResponse> seen = new ArrayList<>();
    assertEquals(
        "INTERNAL NOT_AUDITED",
        Told.reason(() -> alerts.watch(TestAlerts.unauditedStream()).forEachRemaining(seen::add)));
    assertEquals(
        List.of(WatchResponse.FrameCase.PROGRESS),
        seen.stream().map(WatchResponse::getFrameCase).toList());
  }

  @Test
  void personalAnswerWithAuditEventIsSent() throws Exception {
    ListPrincipalsResponse page =
        edge.directory()
            .listPrincipals(ListPrincipalsRequest.newBuilder().setAgencyId("operator").build());

    assertEquals("operator/user/administrator", page.getPrincipals(0).getPrincipalId());
    assertTrue(log.times("SHOWN", "yjx.identity.v1.DirectoryService/ListPrincipals") > 0);
  }

  @Test
  void messageThatIsTooLargeIsRefusedWithTheLimitAndCounted() throws Exception {
    CountedRefusals.write(edge.context.getBean(Refusals.class));
    long before = log.counted("MESSAGE_TOO_LARGE");
    for (DirectoryServiceGrpc.DirectoryServiceBlockingStub sender :
        List.of(edge.directory(), edge.directory().withCompression("gzip"))) {
      StatusRuntimeException refused =
          assertThrows(
              StatusRuntimeException.class, () -> sender.registerAgency(named(5 * MEGABYTE)));

      assertEquals("RESOURCE_EXHAUSTED MESSAGE_TOO_LARGE", Told.reason(refused));
      assertTrue(refused.getStatus().getDescription().contains("" + Limits.MESSAGE_BYTES_MAX));
    }
    CountedRefusals.write(edge.context.getBean(Refusals.class));
    assertEquals(before + 2, log.counted("MESSAGE_TOO_LARGE"));
    // The largest message is read, and then held to the rules.
    assertEquals(
        "INVALID_ARGUMENT VALIDATION_FAILED",
        Told.reason(() -> edge.directory().registerAgency(named(Limits.MESSAGE_BYTES_MAX - 100))));
  }

  @Test
  void messageThatIsNotEvenReadIsCountedToo() throws Exception {
    CountedRefusals.write(edge.context.getBean(Refusals.class));
    long before = log.counted("MESSAGE_TOO_LARGE");
    StatusRuntimeException refused =
        assertThrows(
            StatusRuntimeException.class,
            () -> edge.directory().registerAgency(named(Limits.WIRE_BYTES_MAX)));

    assertEquals(Status.Code.RESOURCE_EXHAUSTED, refused.getStatus().getCode());
    // The server's own account of the call ends after the client's.
    for (int i = 0; i < TRIES_MAX && log.counted("MESSAGE_TOO_LARGE") == before; i++) {
      CountedRefusals.write(edge.context.getBean(Refusals.class));
    }
    assertEquals(before + 1, log.counted("MESSAGE_TOO_LARGE"));
  }

  @Test
  void bytesThatAreNoMessageAreRefusedAndTheLogSaysSo() throws Exception {
    byte[] torn = RegisterAgencyRequest.newBuilder().setRequestId("torn-1").build().toByteArray();
    torn[1] = 100; // a length beyond the end

    StatusRuntimeException refused =
        assertThrows(
            StatusRuntimeException.class,
            () ->
                ClientCalls.blockingUnaryCall(
                    edge.connect(edge.administrator),
                    RawMethod.of(DirectoryServiceGrpc.getRegisterAgencyMethod()),
                    CallOptions.DEFAULT,
                    torn));

    assertEquals("INVALID_ARGUMENT MESSAGE_UNREADABLE", Told.reason(refused));
    edge.registerPrincipal("southwark/user/later-still", false);
    assertTrue(
        log.times("MESSAGE_UNREADABLE", "yjx.identity.v1.DirectoryService/RegisterAgency") > 0);
  }

  private static RegisterAgencyRequest named(int bytes) {
    return RegisterAgencyRequest.newBuilder()
        .setAgency(Agency.newBuilder().setDisplayName("x".repeat(bytes)))
        .build();
  }

  @Test
  void requestIdIsAnsweredAgainButNotForOtherContent() {
    RegisterAgencyRequest request =
        RegisterAgencyRequest.newBuilder()
            .setRequestId("repeated-1")
            .setAgency(
                Agency.newBuilder()
                    .setAgencyId("cps")
                    .setKind(AgencyKind.AGENCY_KIND_CPS)
                    .setDisplayName("CPS"))
            .build();
    RegisterAgencyResponse first = edge.directory().registerAgency(request);

    assertTrue(first.getReceipt().getPosition() > 0);
    assertEquals(first, edge.directory().registerAgency(request));
    RegisterAgencyRequest other =
        request.toBuilder()
            .setAgency(request.getAgency().toBuilder().setDisplayName("Other"))
            .build();
    assertEquals(
        "ALREADY_EXISTS REQUEST_ID_REUSED",
        Told.reason(() -> edge.directory().registerAgency(other)));
  }

  private static Set<String> violations(StatusRuntimeException e)
      throws InvalidProtocolBufferException {
    for (var any : StatusProto.fromThrowable(e).getDetailsList()) {
      if (any.is(BadRequest.class)) {
        return any.unpack(BadRequest.class).getFieldViolationsList().stream()
            .map(v -> v.getField() + " " + v.getReason())
            .collect(Collectors.toSet());
      }
    }
    return Set.of();
  }

  private static String requestId(StatusRuntimeException e) throws InvalidProtocolBufferException {
    for (var any : StatusProto.fromThrowable(e).getDetailsList()) {
      if (any.is(RequestInfo.class)) {
        return any.unpack(RequestInfo.class).getRequestId();
      }
    }
    return "";
  }

  private static String everythingTold(StatusRuntimeException e) {
    Metadata trailers = e.getTrailers();
    return e.getStatus() + " " + trailers + " " + StatusProto.fromThrowable(e);
  }
}
