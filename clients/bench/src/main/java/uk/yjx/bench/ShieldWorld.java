package uk.yjx.bench;

import com.google.protobuf.Timestamp;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import uk.yjx.alerts.v1.Alert;
import uk.yjx.alerts.v1.AlertServiceGrpc;
import uk.yjx.alerts.v1.ListAlertsRequest;
import uk.yjx.alerts.v1.Scope;
import uk.yjx.caseload.v1.CaseloadServiceGrpc;
import uk.yjx.caseload.v1.Shield;
import uk.yjx.caseload.v1.ShieldReason;
import uk.yjx.common.v1.EventTime;
import uk.yjx.common.v1.Handling;
import uk.yjx.common.v1.LegalGateway;
import uk.yjx.common.v1.Marking;
import uk.yjx.common.v1.Purpose;
import uk.yjx.common.v1.Regime;
import uk.yjx.common.v1.Role;
import uk.yjx.common.v1.TimePrecision;
import uk.yjx.intelligence.v1.IntelligenceServiceGrpc;
import uk.yjx.intelligence.v1.InvolvedPerson;
import uk.yjx.intelligence.v1.Notice;
import uk.yjx.intelligence.v1.NoticeKind;
import uk.yjx.intelligence.v1.PersonRole;
import uk.yjx.intelligence.v1.SubmitNoticeRequest;
import uk.yjx.world.CaseloadChild;
import uk.yjx.world.YouthJusticeService;

/**
 * Two services with one police force between them: of the first some children are shielded, and its
 * manager looks for them and for those of the second.
 */
final class ShieldWorld {
  /** Children of each class, taken in turns. */
  static final int TARGETS = 40;

  private static final int CHILDREN = 1_000;
  private static final int PAGE_SIZE = 200;
  private static final YouthJusticeService OWN = YouthJusticeService.SOUTHWARK;

  private final BenchWorld world = BenchWorld.of(CHILDREN);
  private final List<CaseloadChild> shielded;
  private final List<CaseloadChild> foreign;
  private int requests;

  ShieldWorld() {
    shielded = children(OWN).limit(TARGETS).toList();
    foreign =
        Stream.of(YouthJusticeService.values())
            .filter(other -> other != OWN)
            .flatMap(this::children)
            .limit(TARGETS)
            .toList();
  }

  List<String> principals() {
    return world.principals();
  }

  String administrator() {
    return world.administrator();
  }

  /** Whom everything is hidden from: the manager of the first service. */
  String reader() {
    return world.caseload().staff(OWN.id(), Role.ROLE_SERVICE_MANAGER).getFirst().id();
  }

  /** The reader's service. */
  String service() {
    return OWN.id();
  }

  List<CaseloadChild> shielded() {
    return shielded;
  }

  List<CaseloadChild> foreign() {
    return foreign;
  }

  /** Children of the first service who are known and not shielded. */
  List<CaseloadChild> known() {
    return children(OWN).skip(TARGETS).limit(TARGETS).toList();
  }

  /** Sets everything up; every shielded and every foreign child has an alert then. */
  void setUp(Connections connections, String anchor, Progress progress)
      throws IOException, InterruptedException {
    world.setUp(connections, anchor, progress);
    for (CaseloadChild child : shielded) {
      var unused =
          CaseloadServiceGrpc.newBlockingStub(
                  connections.of(OWN.id() + "/system/casework").channel())
              .recordCase(
                  child.request().toBuilder()
                      .setRequestId("shield-" + child.serviceChildId())
                      .setCase(
                          child.request().getCase().toBuilder()
                              .setShield(
                                  Shield.newBuilder()
                                      .setReason(ShieldReason.SHIELD_REASON_REFUGE)
                                      .setSource("Invented order")))
                      .build());
    }
    for (CaseloadChild child : shielded) {
      submit(connections, child);
    }
    for (CaseloadChild child : foreign) {
      submit(connections, child);
    }
  }

  /** Ids of the alerts of children, asked of those who hold their cases. */
  List<String> alerts(Connections connections, List<CaseloadChild> children) {
    List<String> ids = new ArrayList<>();
    children.stream()
        .map(CaseloadChild::lead)
        .distinct()
        .forEach(lead ->
            AlertServiceGrpc.newBlockingStub(connections.of(lead).channel())
                .listAlerts(
                    ListAlertsRequest.newBuilder()
                        .setScope(Scope.SCOPE_MY_CASELOAD)
                        .setPageSize(PAGE_SIZE)
                        .setPurpose(Purpose.PURPOSE_SUPERVISION)
                        .build())
                .getAlertsList()
                .stream()
                .map(Alert::getAlertId)
                .forEach(ids::add));
    if (ids.isEmpty()) {
      throw new IllegalStateException("no alerts were raised to look for");
    }
    return ids;
  }

  /** A notice of an arrest of a child, by the force of the child's service. */
  SubmitNoticeRequest notice(CaseloadChild child) {
    return notice(child.person().descriptor(), child.service().localAuthority());
  }

  /** A notice of an arrest of somebody nobody knows. */
  SubmitNoticeRequest noticeOfAStranger(CaseloadChild like) {
    uk.yjx.common.v1.PersonDescriptor.Builder person = like.person().descriptor().toBuilder();
    person.clearIdentifiers();
    for (int i = 0; i < person.getNamesCount(); i++) {
      person.getNamesBuilder(i).setSurname(reversed(person.getNames(i).getSurname()));
    }
    return notice(person.build(), like.service().localAuthority());
  }

  private void submit(Connections connections, CaseloadChild child) {
    var unused =
        IntelligenceServiceGrpc.newBlockingStub(
                connections.of(child.service().policeAgency() + "/system/records").channel())
            .submitNotice(notice(child));
  }

  private synchronized String requestId() {
    return "shield-notice-%08d".formatted(++requests);
  }

  private SubmitNoticeRequest notice(
      uk.yjx.common.v1.PersonDescriptor person, String localAuthority) {
    return SubmitNoticeRequest.newBuilder()
        .setRequestId(requestId())
        .setNotice(
            Notice.newBuilder()
                .setKind(NoticeKind.NOTICE_KIND_ARREST)
                .setLocalAuthority(localAuthority)
                .setEventTime(
                    EventTime.newBuilder()
                        .setEarliest(
                            Timestamp.newBuilder()
                                .setSeconds(Instant.now().minusSeconds(600).getEpochSecond()))
                        .setPrecision(TimePrecision.TIME_PRECISION_EXACT))
                .setHandling(
                    Handling.newBuilder()
                        .setMarking(Marking.MARKING_OFFICIAL)
                        .setRegime(Regime.REGIME_DPA_PART3)
                        .setGateway(LegalGateway.LEGAL_GATEWAY_CDA98_S115)
                        .setPurpose(Purpose.PURPOSE_SUPERVISION))
                .addPersons(
                    InvolvedPerson.newBuilder()
                        .setPerson(person)
                        .setRole(PersonRole.PERSON_ROLE_ARRESTED)))
        .build();
  }

  private Stream<CaseloadChild> children(YouthJusticeService service) {
    return world.caseload().children().stream().filter(child -> child.service() == service);
  }

  private static String reversed(String surname) {
    StringBuilder letters = new StringBuilder(surname.toLowerCase(java.util.Locale.ROOT)).reverse();
    letters.setCharAt(0, Character.toUpperCase(letters.charAt(0)));
    return letters.toString();
  }
}
