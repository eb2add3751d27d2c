package uk.yjx.server.casepapers;

import com.google.protobuf.Duration;
import com.google.protobuf.Timestamp;
import io.grpc.StatusRuntimeException;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.function.Executable;
import uk.yjx.agreements.v1.Agreement;
import uk.yjx.agreements.v1.AgreementServiceGrpc;
import uk.yjx.agreements.v1.DataCategory;
import uk.yjx.agreements.v1.PapersStage;
import uk.yjx.agreements.v1.PapersTerm;
import uk.yjx.agreements.v1.SuspendAgreementRequest;
import uk.yjx.casepapers.v1.CourtEvent;
import uk.yjx.casepapers.v1.CourtResult;
import uk.yjx.casepapers.v1.CourtServiceGrpc;
import uk.yjx.casepapers.v1.CourtServiceGrpc.CourtServiceBlockingStub;
import uk.yjx.casepapers.v1.Disposal;
import uk.yjx.casepapers.v1.ListPapersExpectedRequest;
import uk.yjx.casepapers.v1.PapersExpected;
import uk.yjx.casepapers.v1.RecordCourtEventRequest;
import uk.yjx.common.v1.Handling;
import uk.yjx.common.v1.LegalGateway;
import uk.yjx.common.v1.Marking;
import uk.yjx.common.v1.Purpose;
import uk.yjx.common.v1.Regime;
import uk.yjx.common.v1.Role;
import uk.yjx.identity.v1.AgencyKind;
import uk.yjx.server.alerts.AlertsExchange;
import uk.yjx.server.alerts.Area;

/** A court and a prosecution service of one test, beside its police and youth justice service. */
final class CourtArea {
  static final String URN = "01ZD0012324";

  final AlertsExchange exchange = AlertsExchange.shared();
  final Area area = Area.full();
  final String court = "court-" + area.service;
  final String cps = "cps-" + area.service;
  final String listing = court + "/system/listing";
  final String casework = cps + "/system/casework";

  CourtArea() {
    reporter(court, AgencyKind.AGENCY_KIND_COURT, listing);
    reporter(cps, AgencyKind.AGENCY_KIND_CPS, casework);
    area.grant(area.police + "/system/records", Role.ROLE_COURT_REPORTER, "");
    area.agree(agreement("court").addFromAgencies(court).addFromAgencies(cps));
  }

  private void reporter(String agency, AgencyKind kind, String system) {
    area.agency(agency, kind);
    area.principal(system);
    area.grant(system, Role.ROLE_COURT_REPORTER, "");
  }

  /** Lets the CPS owe papers for a step. */
  void owes(PapersTerm.Builder... terms) {
    Agreement.Builder agreement = agreement("papers").addFromAgencies(cps);
    for (PapersTerm.Builder term : terms) {
      agreement.addPapers(term);
    }
    area.agree(agreement);
  }

  /** Suspends an agreement of this area. */
  void suspend(String name) {
    var unused =
        AgreementServiceGrpc.newBlockingStub(area.as("operator/user/administrator"))
            .suspendAgreement(
                SuspendAgreementRequest.newBuilder()
                    .setRequestId(area.requestId())
                    .setAgreementId(name + "-" + area.service)
                    .setReason("for a test")
                    .build());
  }

  Agreement.Builder agreement(String name) {
    Instant now = exchange.clock().instant();
    return Agreement.newBuilder()
        .setAgreementId(name + "-" + area.service)
        .setTitle("Invented")
        .addToAgencies(area.service)
        .addCategories(DataCategory.DATA_CATEGORY_COURT_EVENT)
        .addCategories(DataCategory.DATA_CATEGORY_CASE_PAPERS)
        .addGateways(LegalGateway.LEGAL_GATEWAY_CDA98_S37_39)
        .addPurposes(Purpose.PURPOSE_SUPERVISION)
        .setValidFrom(Area.timestamp(now.minus(java.time.Duration.ofDays(30))))
        .setValidTo(Area.timestamp(now.plus(java.time.Duration.ofDays(700))));
  }

  static PapersTerm.Builder atOnce(PapersStage stage) {
    return PapersTerm.newBuilder().setStage(stage).setElapsed(Duration.getDefaultInstance());
  }

  static PapersTerm.Builder workingHours(PapersStage stage, int hours) {
    return PapersTerm.newBuilder()
        .setStage(stage)
        .setWorkingTime(Duration.newBuilder().setSeconds(hours * 3600L));
  }

  Timestamp minutesAgo(int minutes) {
    return Area.timestamp(exchange.clock().instant().minusSeconds(minutes * 60L));
  }

  CourtEvent.Builder result(Disposal disposal) {
    return CourtEvent.newBuilder()
        .setOccurredAt(minutesAgo(5))
        .setResult(CourtResult.newBuilder().setDisposal(disposal));
  }

  /** A first version of an event about a child as the court describes it. */
  RecordCourtEventRequest.Builder about(int child, String ref, CourtEvent.Builder event) {
    return RecordCourtEventRequest.newBuilder()
        .setRequestId(area.requestId())
        .setEventRef(ref)
        .setVersion(1)
        .setUrn(URN)
        .setDefendantNumber(child)
        .setPerson(area.person(child))
        .setHandling(
            Handling.newBuilder()
                .setMarking(Marking.MARKING_OFFICIAL)
                .setRegime(Regime.REGIME_DPA_PART3)
                .setGateway(LegalGateway.LEGAL_GATEWAY_CDA98_S37_39)
                .setPurpose(Purpose.PURPOSE_SUPERVISION))
        .setEvent(event);
  }

  /** The same about a child of the service, by its id. */
  RecordCourtEventRequest.Builder own(String childId, String ref, CourtEvent.Builder event) {
    return about(0, ref, event).clearHandling().setChildId(childId);
  }

  CourtServiceBlockingStub as(String who) {
    return CourtServiceGrpc.newBlockingStub(area.as(who));
  }

  void record(String who, RecordCourtEventRequest.Builder event) {
    var unused = as(who).recordCourtEvent(event.build());
  }

  List<PapersExpected> board(String who) {
    return board(who, false);
  }

  List<PapersExpected> board(String who, boolean closedToo) {
    return as(who)
        .listPapersExpected(
            ListPapersExpectedRequest.newBuilder()
                .setPurpose(Purpose.PURPOSE_SUPERVISION)
                .setIncludeClosed(closedToo)
                .build())
        .getExpectedList();
  }

  static void assertRefused(String reason, Executable call) {
    StatusRuntimeException refused = Assertions.assertThrows(StatusRuntimeException.class, call);
    Assertions.assertEquals(reason, refused.getStatus().getDescription());
  }
}
