package uk.yjx.server.alerts;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.protobuf.Timestamp;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import org.junit.jupiter.api.Test;
import uk.yjx.common.v1.Address;
import uk.yjx.common.v1.EventTime;
import uk.yjx.common.v1.Handling;
import uk.yjx.common.v1.HandlingConditions;
import uk.yjx.common.v1.IdentifierKind;
import uk.yjx.common.v1.LegalGateway;
import uk.yjx.common.v1.Marking;
import uk.yjx.common.v1.PersonDescriptor;
import uk.yjx.common.v1.PersonIdentifier;
import uk.yjx.common.v1.PersonName;
import uk.yjx.common.v1.Regime;
import uk.yjx.common.v1.Role;
import uk.yjx.intelligence.v1.CourtCondition;
import uk.yjx.intelligence.v1.CourtConditionKind;
import uk.yjx.intelligence.v1.InvolvedPerson;
import uk.yjx.intelligence.v1.Notice;
import uk.yjx.intelligence.v1.NoticeKind;
import uk.yjx.intelligence.v1.PersonRole;
import uk.yjx.intelligence.v1.Place;
import uk.yjx.intelligence.v1.RiskSignal;
import uk.yjx.server.agreements.Books;
import uk.yjx.server.intake.Submission;
import uk.yjx.server.intelligence.Parts;

/** Promise 5 over incidents nobody thought of: no byte of another person beyond entitlement. */
final class RandomIncidentsTest {
  private static final int INCIDENTS = 10_000;
  private static final int PEOPLE = 30;
  private static final int INVOLVED_MAX = 6;

  private final long seed = System.nanoTime();
  private final RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(seed);
  private final Cutting cutting = new Cutting(Books.wide(Cutting.NOW), Cut.ALL);
  private long named;
  private long told;

  @Test
  void letsNoByteOfAnotherPersonReachAReaderBeyondTheirEntitlement() {
    for (int i = 0; i < INCIDENTS; i++) {
      int[] who = people();
      Notice notice = incident(who);
      Parts parts = Parts.of(notice, Books.POLICE, Cutting.NOW);
      for (Submission.Subject subject : parts.subjects()) {
        NewAlert alert =
            Cutting.alert(subject, parts.category(), LegalGateway.LEGAL_GATEWAY_CDA98_S115);
        boolean accepted = random.nextBoolean();
        for (Cutting.Reader reader : Cutting.READERS) {
          if (cutting.result(alert, reader, accepted) instanceof Cutting.Result.Sent sent) {
            check(notice, who, subject.ordinal(), reader, sent);
          }
        }
      }
    }
    assertTrue(named > 0 && told > 0, "the property has something to say");
  }

  private void check(
      Notice notice, int[] who, int subject, Cutting.Reader reader, Cutting.Result.Sent sent) {
    String bytes = compact(new String(sent.alert().toByteArray(), StandardCharsets.ISO_8859_1));
    told += sent.alert().getNarrative().isEmpty() ? 0 : 1;
    for (int i = 0; i < who.length; i++) {
      String where = "seed " + seed + ", person " + i + " to " + reader.role() + ": ";
      assertFalse(bytes.contains(compact(postcode(who[i]))), where + "postcode");
      assertFalse(bytes.contains(school(who[i])), where + "school");
      assertFalse(bytes.contains(compact(identifier(who[i]))), where + "identifier");
      if (who[i] == who[subject]) {
        continue;
      }
      boolean tells =
          bytes.contains(compact(forename(who[i]))) || bytes.contains(compact(surname(who[i])));
      named += tells ? 1 : 0;
      assertTrue(!tells || isEntitled(notice, who, subject, who[i], reader), where + "name");
    }
  }

  /** The rule once more, written from the law and not from the code. */
  private static boolean isEntitled(
      Notice notice, int[] who, int subject, int other, Cutting.Reader reader) {
    InvolvedPerson own = notice.getPersons(subject);
    boolean entitled = false;
    for (int i = 0; i < who.length; i++) {
      if (who[i] == other) {
        if (notice.getPersons(i).getProtectedPerson()) {
          return false;
        }
        entitled |= isEntitled(notice, subject, i, reader);
      }
    }
    return entitled
        && !(own.getRole() == PersonRole.PERSON_ROLE_ASSOCIATE
            && own.getRisksList().contains(RiskSignal.RISK_SIGNAL_RETALIATION));
  }

  private static boolean isEntitled(Notice notice, int subject, int other, Cutting.Reader reader) {
    boolean victim = notice.getPersons(other).getRole() == PersonRole.PERSON_ROLE_VICTIM;
    boolean supervises =
        reader.role() == Role.ROLE_CASE_MANAGER || reader.role() == Role.ROLE_SERVICE_MANAGER;
    boolean bound =
        notice.getCourtConditionsList().stream()
            .anyMatch(
                c -> c.getBoundPerson() == subject && c.getNamedPersonsList().contains(other));
    return (bound && supervises) || (victim && reader.role() == Role.ROLE_VICTIM_WORKER);
  }

  private int[] people() {
    int[] who = new int[1 + random.nextInt(INVOLVED_MAX)];
    for (int i = 0; i < who.length; i++) {
      who[i] = random.nextInt(PEOPLE);
    }
    return who;
  }

  private Notice incident(int[] who) {
    Notice.Builder notice =
        Notice.newBuilder()
            .setKind(NoticeKind.forNumber(1 + random.nextInt(22)))
            .setPlace(Place.newBuilder().setDescription(postcode(who[0])))
            .setSourceReference(identifier(who[0]))
            .setNarrative(narrative())
            .setEventTime(
                EventTime.newBuilder()
                    .setEarliest(
                        Timestamp.newBuilder().setSeconds(Cutting.NOW.getEpochSecond() - 60)))
            .setHandling(handling());
    for (int one : who) {
      notice.addPersons(involved(one));
    }
    if (who.length > 1 && random.nextBoolean()) {
      int bound = random.nextInt(who.length);
      notice.addCourtConditions(
          CourtCondition.newBuilder()
              .setKind(CourtConditionKind.COURT_CONDITION_KIND_BAIL)
              .setBoundPerson(bound)
              .addNamedPersons((bound + 1) % who.length));
    }
    return notice.build();
  }

  private Handling handling() {
    Handling.Builder handling =
        Handling.newBuilder()
            .setMarking(Marking.MARKING_OFFICIAL)
            .setRegime(Regime.REGIME_DPA_PART3)
            .setGateway(LegalGateway.LEGAL_GATEWAY_CDA98_S115);
    if (random.nextInt(4) == 0) {
      handling.setConditions(HandlingConditions.newBuilder().setNoOnwardShare(true));
    }
    return handling.build();
  }

  /** Half of the texts are clean; the others name or place anybody, in whatever way they like. */
  private String narrative() {
    int one = random.nextInt(PEOPLE);
    return switch (random.nextInt(8)) {
      case 0 -> "seen with " + forename(one) + " near the station";
      case 1 -> "the " + surname(one) + "s were there";
      case 2 -> surname(one).toUpperCase(java.util.Locale.ROOT) + "'s brother ran";
      case 3 -> "went to " + postcode(one).replace(" ", "");
      default -> "seen near the station with three others";
    };
  }

  private InvolvedPerson involved(int one) {
    List<RiskSignal> risks = new ArrayList<>();
    if (random.nextInt(3) == 0) {
      risks.add(RiskSignal.RISK_SIGNAL_RETALIATION);
    }
    return InvolvedPerson.newBuilder()
        .setRole(PersonRole.forNumber(1 + random.nextInt(12)))
        .setSchoolUrn(school(one))
        .addAllRisks(risks)
        .setProtectedPerson(random.nextInt(10) == 0)
        .setPerson(
            PersonDescriptor.newBuilder()
                .addNames(
                    PersonName.newBuilder().addForenames(forename(one)).setSurname(surname(one)))
                .addIdentifiers(
                    PersonIdentifier.newBuilder()
                        .setKind(IdentifierKind.IDENTIFIER_KIND_LOCAL)
                        .setValue(identifier(one)))
                .addAddresses(
                    Address.newBuilder()
                        .addLines(one % 7 + 11 + " Invented Row")
                        .setPostcode(postcode(one))
                        .setProtected(one % 3 == 0)))
        .build();
  }

  /** Without case and spaces, so that no spelling of it escapes the search. */
  private static String compact(String text) {
    return text.replace(" ", "").toLowerCase(java.util.Locale.ROOT);
  }

  private static String forename(int one) {
    return "Qzfore" + (char) ('a' + one / 6) + (char) ('a' + one % 6);
  }

  private static String surname(int one) {
    return "Qzsur" + (char) ('a' + one / 6) + (char) ('a' + one % 6);
  }

  private static String identifier(int one) {
    return "QZID" + (1_000 + one);
  }

  private static String school(int one) {
    return Integer.toString(700_000 + one);
  }

  private static String postcode(int one) {
    return "QZ" + (10 + one) + " 7ZQ";
  }
}
