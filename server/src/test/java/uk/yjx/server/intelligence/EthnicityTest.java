package uk.yjx.server.intelligence;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import uk.yjx.alerts.v1.AlertKind;
import uk.yjx.common.v1.PartialDate;
import uk.yjx.common.v1.PersonDescriptor;
import uk.yjx.common.v1.PersonName;
import uk.yjx.intelligence.v1.InvolvedPerson;
import uk.yjx.intelligence.v1.Notice;
import uk.yjx.intelligence.v1.NoticeKind;
import uk.yjx.intelligence.v1.PersonRole;
import uk.yjx.intelligence.v1.SearchKind;
import uk.yjx.intelligence.v1.SearchOutcome;
import uk.yjx.intelligence.v1.StopSearch;
import uk.yjx.server.intake.Submission;
import uk.yjx.server.kernel.AgencyId;
import uk.yjx.server.kernel.PersonDescription;
import uk.yjx.server.kernel.Urgency;
import uk.yjx.server.kernel.Violations;

/** Ethnicity is told for monitoring; who somebody is, and who must know, never depends on it. */
class EthnicityTest {
  private static final List<String> RECORDED =
      List.of("", "W1", "White and Black Caribbean", "A2", "B9", "Roma", "NS", "not stated");

  private static final List<NoticeKind> KINDS =
      List.of(
          NoticeKind.NOTICE_KIND_ARREST,
          NoticeKind.NOTICE_KIND_STOP_SEARCH,
          NoticeKind.NOTICE_KIND_CHARGE,
          NoticeKind.NOTICE_KIND_THREAT_TO_LIFE);

  /** All upon which matching, routing, urgency and counting are decided. */
  private record Decisive(
      PersonDescription person,
      List<Long> keys,
      AlertKind kind,
      Urgency urgency,
      boolean referable,
      boolean safeguarding,
      boolean keptUnmatched,
      Optional<String> localAuthority) {}

  @Test
  void changesNothingUponWhichAnythingIsDecided() {
    for (NoticeKind kind : KINDS) {
      for (PersonRole role :
          List.of(PersonRole.PERSON_ROLE_ARRESTED, PersonRole.PERSON_ROLE_SEARCHED_PERSON)) {
        List<Decisive> told = decisive(kind, role, "", "");
        for (String self : RECORDED) {
          for (String officer : RECORDED) {
            assertEquals(told, decisive(kind, role, self, officer), self + " / " + officer);
          }
        }
      }
    }
  }

  private static List<Decisive> decisive(
      NoticeKind kind, PersonRole role, String self, String officer) {
    Notice notice =
        Notice.newBuilder()
            .setKind(kind)
            .setLocalAuthority("E09000028")
            .setStopSearch(
                StopSearch.newBuilder()
                    .setKind(SearchKind.SEARCH_KIND_PERSON)
                    .setOutcome(SearchOutcome.SEARCH_OUTCOME_NO_FURTHER_ACTION)
                    .setOfficerDefinedEthnicity(officer))
            .addPersons(
                InvolvedPerson.newBuilder()
                    .setRole(role)
                    .setPerson(
                        PersonDescriptor.newBuilder()
                            .addNames(
                                PersonName.newBuilder().addForenames("Imogen").setSurname("Quill"))
                            .addDatesOfBirth(
                                PartialDate.newBuilder().setYear(2011).setMonth(3).setDay(9))
                            .setSelfDefinedEthnicity(self)))
            .build();
    PoliceNotice read =
        PoliceNotice.read(
            notice,
            new AgencyId("police-1"),
            Instant.parse("2026-11-21T10:00:00Z"),
            String::hashCode,
            new Violations());
    return read.subjects().stream().map(subject -> of(subject, read)).toList();
  }

  private static Decisive of(Submission.Subject subject, PoliceNotice read) {
    return new Decisive(
        subject.person(),
        subject.keys(),
        subject.kind(),
        subject.urgency(),
        subject.referable(),
        read.safeguarding(),
        read.mayBeKeptUnmatched(),
        Optional.of(read.notice().getLocalAuthority()));
  }
}
