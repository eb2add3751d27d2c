package uk.yjx.server.alerts;

import com.google.common.util.concurrent.Futures;
import com.google.common.util.concurrent.ListenableFuture;
import com.google.protobuf.Timestamp;
import io.grpc.Channel;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import uk.yjx.agreements.v1.Agreement;
import uk.yjx.agreements.v1.AgreementServiceGrpc;
import uk.yjx.agreements.v1.ApproveAgreementRequest;
import uk.yjx.agreements.v1.DataCategory;
import uk.yjx.agreements.v1.EndAgreementRequest;
import uk.yjx.agreements.v1.RecordAgreementRequest;
import uk.yjx.agreements.v1.RecordAgreementResponse;
import uk.yjx.alerts.v1.AlertServiceGrpc;
import uk.yjx.alerts.v1.ListUnownedRequest;
import uk.yjx.alerts.v1.UnownedItem;
import uk.yjx.caseload.v1.Allocation;
import uk.yjx.caseload.v1.AllocationRole;
import uk.yjx.caseload.v1.Case;
import uk.yjx.caseload.v1.CaseloadServiceGrpc;
import uk.yjx.caseload.v1.RecordCaseRequest;
import uk.yjx.caseload.v1.RecordCoverRequest;
import uk.yjx.common.v1.EventTime;
import uk.yjx.common.v1.Handling;
import uk.yjx.common.v1.IdentifierKind;
import uk.yjx.common.v1.LegalGateway;
import uk.yjx.common.v1.Marking;
import uk.yjx.common.v1.PartialDate;
import uk.yjx.common.v1.PersonDescriptor;
import uk.yjx.common.v1.PersonIdentifier;
import uk.yjx.common.v1.PersonName;
import uk.yjx.common.v1.Purpose;
import uk.yjx.common.v1.Regime;
import uk.yjx.common.v1.Role;
import uk.yjx.common.v1.TimePrecision;
import uk.yjx.identity.v1.Agency;
import uk.yjx.identity.v1.AgencyKind;
import uk.yjx.identity.v1.DirectoryServiceGrpc;
import uk.yjx.identity.v1.GrantRoleRequest;
import uk.yjx.identity.v1.Principal;
import uk.yjx.identity.v1.RegisterAgencyRequest;
import uk.yjx.identity.v1.RegisterPrincipalRequest;
import uk.yjx.identity.v1.RoleGrant;
import uk.yjx.identity.v1.WithdrawRoleRequest;
import uk.yjx.intelligence.v1.IntelligenceServiceGrpc;
import uk.yjx.intelligence.v1.InvolvedPerson;
import uk.yjx.intelligence.v1.Notice;
import uk.yjx.intelligence.v1.NoticeKind;
import uk.yjx.intelligence.v1.PersonRole;
import uk.yjx.intelligence.v1.SearchKind;
import uk.yjx.intelligence.v1.SearchOutcome;
import uk.yjx.intelligence.v1.StopSearch;
import uk.yjx.intelligence.v1.SubmitNoticeRequest;
import uk.yjx.intelligence.v1.SubmitNoticeResponse;
import uk.yjx.server.ExchangeUnderTest;

/** A police force and a youth justice service of one test, with invented people in them. */
public final class Area {
  private static final String ADMINISTRATOR = "operator/user/administrator";
  private static final String LETTERS = "ZABCDEFGHJKLMNPQRTUVWXY";

  private final ExchangeUnderTest exchange;
  private final int number;
  private boolean approverKnown;

  /** Local authority of this area, as a GSS code. */
  public final String authority;

  public final String police;
  public final String service;
  public final String ann;
  public final String ben;
  public final String dee;
  public final String max;

  private Area(ExchangeUnderTest exchange) {
    this.exchange = exchange;
    number = exchange.number();
    authority = "E09%06d".formatted(number);
    police = "police-" + number;
    service = "yjs-" + number;
    ann = service + "/user/ann";
    ben = service + "/user/ben";
    dee = service + "/user/dee";
    max = service + "/user/max";
  }

  /** An area with two case managers, an agreement, and nobody else. */
  public static Area small() {
    return small(AlertsExchange.shared());
  }

  /** The same in another exchange. */
  public static Area small(ExchangeUnderTest exchange) {
    Area area = new Area(exchange);
    area.agency(area.police, AgencyKind.AGENCY_KIND_POLICE);
    area.agency(area.service, AgencyKind.AGENCY_KIND_YOUTH_JUSTICE_SERVICE);
    area.principal(area.police + "/system/records");
    area.grant(area.police + "/system/records", Role.ROLE_NOTICE_SUBMITTER, "");
    area.principal(area.service + "/system/cases");
    area.grant(area.service + "/system/cases", Role.ROLE_CASELOAD_EDITOR, area.service);
    for (String worker : List.of(area.ann, area.ben)) {
      area.principal(worker);
      area.grant(worker, Role.ROLE_CASE_MANAGER, area.service);
    }
    area.agree(area.service);
    return area;
  }

  /** An area with a duty officer and a manager too. */
  public static Area full() {
    return full(AlertsExchange.shared());
  }

  /** The same in another exchange. */
  public static Area full(ExchangeUnderTest exchange) {
    Area area = small(exchange);
    area.principal(area.dee);
    area.grant(area.dee, Role.ROLE_DUTY_OFFICER, area.service);
    area.principal(area.max);
    area.grant(area.max, Role.ROLE_SERVICE_MANAGER, area.service);
    return area;
  }

  /** A social-care front door for this area, with an agreement; the id of who sits there. */
  public String openFrontDoor() {
    String agency = "care-" + number;
    agency(agency, AgencyKind.AGENCY_KIND_CHILDRENS_SOCIAL_CARE);
    principal(agency + "/user/fay");
    grant(agency + "/user/fay", Role.ROLE_FRONT_DOOR, "");
    agree(agency);
    return agency + "/user/fay";
  }

  public Channel as(String principal) {
    return exchange.as(principal);
  }

  public String requestId() {
    return "request-" + exchange.number();
  }

  public void principal(String id) {
    var unused =
        DirectoryServiceGrpc.newBlockingStub(as(ADMINISTRATOR))
            .registerPrincipal(
                RegisterPrincipalRequest.newBuilder()
                    .setRequestId(requestId())
                    .setPrincipal(
                        Principal.newBuilder().setPrincipalId(id).setDisplayName("Invented"))
                    .build());
  }

  public void grant(String id, Role role, String of) {
    var unused =
        DirectoryServiceGrpc.newBlockingStub(as(ADMINISTRATOR))
            .grantRole(
                GrantRoleRequest.newBuilder()
                    .setRequestId(requestId())
                    .setPrincipalId(id)
                    .setGrant(RoleGrant.newBuilder().setRole(role).setService(of))
                    .build());
  }

  public void withdraw(String id, Role role, String of) {
    var unused =
        DirectoryServiceGrpc.newBlockingStub(as(ADMINISTRATOR))
            .withdrawRole(
                WithdrawRoleRequest.newBuilder()
                    .setRequestId(requestId())
                    .setPrincipalId(id)
                    .setGrant(RoleGrant.newBuilder().setRole(role).setService(of))
                    .build());
  }

  /** Lets the police share with an agency for supervision and safeguarding. */
  public void agree(String with) {
    Instant now = exchange.clock().instant();
    agree(
        Agreement.newBuilder()
            .setAgreementId(police + "-" + with)
            .setTitle("Invented")
            .addFromAgencies(police)
            .addToAgencies(with)
            .addCategories(DataCategory.DATA_CATEGORY_POLICE_EVENT)
            .addCategories(DataCategory.DATA_CATEGORY_SAFEGUARDING_EVENT)
            .addGateways(LegalGateway.LEGAL_GATEWAY_CDA98_S115)
            .addPurposes(Purpose.PURPOSE_SUPERVISION)
            .addPurposes(Purpose.PURPOSE_SAFEGUARDING)
            .setValidFrom(timestamp(now.minus(Duration.ofDays(1))))
            .setValidTo(timestamp(now.plus(Duration.ofDays(700)))));
  }

  /** Proposes an agreement and has another person approve it. */
  public void agree(Agreement.Builder agreement) {
    RecordAgreementResponse proposed =
        AgreementServiceGrpc.newBlockingStub(as(ADMINISTRATOR))
            .recordAgreement(
                RecordAgreementRequest.newBuilder()
                    .setRequestId(requestId())
                    .setAgreement(agreement)
                    .build());
    var unused =
        AgreementServiceGrpc.newBlockingStub(as(approver()))
            .approveAgreement(
                ApproveAgreementRequest.newBuilder()
                    .setRequestId(requestId())
                    .setAgreementId(agreement.getAgreementId())
                    .setVersion(proposed.getVersion())
                    .build());
  }

  /** Another administrator of agreements, who approves what the first proposes. */
  private String approver() {
    String approver = "operator/user/approver-" + number;
    if (!approverKnown) {
      principal(approver);
      grant(approver, Role.ROLE_AGREEMENT_ADMINISTRATOR, "");
      approverKnown = true;
    }
    return approver;
  }

  public void endAgreement() {
    var unused =
        AgreementServiceGrpc.newBlockingStub(as(ADMINISTRATOR))
            .endAgreement(
                EndAgreementRequest.newBuilder()
                    .setRequestId(requestId())
                    .setAgreementId(police + "-" + service)
                    .build());
  }

  /** Records a child's case led by a worker, or by nobody; the child's id. */
  public String child(int child, @Nullable String lead) {
    return child(child, lead == null ? List.of() : List.of(led(lead)));
  }

  /** Who leads a case since a minute ago. */
  public Allocation led(String lead) {
    return Allocation.newBuilder()
        .setPrincipalId(lead)
        .setRole(AllocationRole.ALLOCATION_ROLE_LEAD)
        .setFrom(timestamp(exchange.clock().instant().minusSeconds(60)))
        .build();
  }

  public String child(int child, List<Allocation> allocations) {
    return child(child, person(child), allocations);
  }

  /** Records the case of whomever a description is of; the child's id. */
  public String child(int child, PersonDescriptor person, List<Allocation> allocations) {
    return CaseloadServiceGrpc.newBlockingStub(as(service + "/system/cases"))
        .recordCase(
            RecordCaseRequest.newBuilder()
                .setRequestId(requestId())
                .setCase(
                    Case.newBuilder()
                        .setService(service)
                        .setServiceChildId("C-" + child)
                        .setPerson(person)
                        .addAllAllocations(allocations))
                .build())
        .getChildId();
  }

  public void cover(String absent, String standIn, Instant from, Instant to) {
    var unused =
        CaseloadServiceGrpc.newBlockingStub(as(service + "/system/cases"))
            .recordCover(
                RecordCoverRequest.newBuilder()
                    .setRequestId(requestId())
                    .setService(service)
                    .setAbsentPrincipalId(absent)
                    .setCoverPrincipalId(standIn)
                    .setFrom(timestamp(from))
                    .setTo(timestamp(to))
                    .build());
  }

  /** An invented child of this area, with an identifier of its own. */
  public PersonDescriptor person(int child) {
    int serial = number * 1000 + child;
    char check = LETTERS.charAt((int) ((10L * 10_000_000 + serial) % LETTERS.length()));
    return PersonDescriptor.newBuilder()
        .addNames(
            PersonName.newBuilder()
                .addForenames("Invented" + letters(number))
                .setSurname("Child" + letters(child)))
        .addDatesOfBirth(PartialDate.newBuilder().setYear(2010).setMonth(5).setDay(6))
        .addIdentifiers(
            PersonIdentifier.newBuilder()
                .setKind(IdentifierKind.IDENTIFIER_KIND_PNC_ID)
                .setValue(String.format(Locale.ROOT, "2010/%07d%c", serial, check)))
        .build();
  }

  public Notice.Builder notice(NoticeKind kind, PersonRole role, int child) {
    return notice(kind).addPersons(involved(role, child));
  }

  public InvolvedPerson.Builder involved(PersonRole role, int child) {
    return InvolvedPerson.newBuilder().setPerson(person(child)).setRole(role);
  }

  public Notice.Builder notice(NoticeKind kind) {
    return Notice.newBuilder()
        .setKind(kind)
        .setLocalAuthority(authority)
        .setEventTime(
            EventTime.newBuilder()
                .setEarliest(timestamp(exchange.clock().instant().minusSeconds(600)))
                .setPrecision(TimePrecision.TIME_PRECISION_EXACT))
        .setHandling(
            Handling.newBuilder()
                .setMarking(Marking.MARKING_OFFICIAL)
                .setRegime(Regime.REGIME_DPA_PART3)
                .setGateway(LegalGateway.LEGAL_GATEWAY_CDA98_S115)
                .setPurpose(Purpose.PURPOSE_SAFEGUARDING));
  }

  /** A stop that ended without further action. */
  public Notice.Builder quietStop(int child) {
    return notice(NoticeKind.NOTICE_KIND_STOP_SEARCH, PersonRole.PERSON_ROLE_SEARCHED_PERSON, child)
        .setStopSearch(
            StopSearch.newBuilder()
                .setKind(SearchKind.SEARCH_KIND_PERSON)
                .setOutcome(SearchOutcome.SEARCH_OUTCOME_NO_FURTHER_ACTION));
  }

  public SubmitNoticeResponse submit(Notice.Builder notice) {
    return submit(requestId(), notice);
  }

  public SubmitNoticeResponse submit(String requestId, Notice.Builder notice) {
    return IntelligenceServiceGrpc.newBlockingStub(as(police + "/system/records"))
        .submitNotice(
            SubmitNoticeRequest.newBuilder().setRequestId(requestId).setNotice(notice).build());
  }

  /** An arrest of one child. */
  public SubmitNoticeResponse arrest(int child) {
    return submit(notice(NoticeKind.NOTICE_KIND_ARREST, PersonRole.PERSON_ROLE_ARRESTED, child));
  }

  /** Arrests of one child, many at a time. */
  public void arrests(int child, int count) {
    Notice notice =
        notice(NoticeKind.NOTICE_KIND_ARREST, PersonRole.PERSON_ROLE_ARRESTED, child).build();
    List<ListenableFuture<SubmitNoticeResponse>> sent = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      sent.add(
          IntelligenceServiceGrpc.newFutureStub(as(police + "/system/records"))
              .submitNotice(
                  SubmitNoticeRequest.newBuilder()
                      .setRequestId(requestId())
                      .setNotice(notice)
                      .build()));
    }
    sent.forEach(Futures::getUnchecked);
  }

  public static Timestamp timestamp(Instant at) {
    return Timestamp.newBuilder().setSeconds(at.getEpochSecond()).setNanos(at.getNano()).build();
  }

  public void agency(String id, AgencyKind kind) {
    var unused =
        DirectoryServiceGrpc.newBlockingStub(as(ADMINISTRATOR))
            .registerAgency(
                RegisterAgencyRequest.newBuilder()
                    .setRequestId(requestId())
                    .setAgency(
                        Agency.newBuilder()
                            .setAgencyId(id)
                            .setKind(kind)
                            .setDisplayName(id)
                            .addLocalAuthorities(authority)
                            .addTrustAnchorsPem(exchange.anchorPem()))
                    .build());
  }

  /** Names hold letters only. */
  private static String letters(int number) {
    StringBuilder text = new StringBuilder();
    for (char digit : Integer.toString(number).toCharArray()) {
      text.append((char) ('a' + digit - '0'));
    }
    return text.toString();
  }

  /** All that is nobody's and whoever asks may see, page by page: the exchange is shared. */
  public List<UnownedItem> unowned(String who) {
    return unowned(as(who));
  }

  /** The same over a channel of whoever asks. */
  public static List<UnownedItem> unowned(Channel asking) {
    List<UnownedItem> found = new ArrayList<>();
    String token = "";
    do {
      var page =
          AlertServiceGrpc.newBlockingStub(asking)
              .listUnowned(
                  ListUnownedRequest.newBuilder().setPageSize(200).setPageToken(token).build());
      found.addAll(page.getItemsList());
      token = page.getNextPageToken();
    } while (!token.isEmpty());
    return found;
  }
}
