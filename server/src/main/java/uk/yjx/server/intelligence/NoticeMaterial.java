package uk.yjx.server.intelligence;

import com.google.protobuf.ByteString;
import java.nio.ByteBuffer;
import java.util.HashSet;
import java.util.Set;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;
import uk.yjx.alerts.v1.AlertKind;
import uk.yjx.alerts.v1.AlertMaterial;
import uk.yjx.alerts.v1.InvolvedOther;
import uk.yjx.common.v1.Address;
import uk.yjx.common.v1.IdentifierKind;
import uk.yjx.common.v1.PersonDescriptor;
import uk.yjx.common.v1.PersonName;
import uk.yjx.intelligence.v1.CourtCondition;
import uk.yjx.intelligence.v1.InvolvedPerson;
import uk.yjx.intelligence.v1.Notice;
import uk.yjx.intelligence.v1.PersonRelation;
import uk.yjx.intelligence.v1.RelationKind;
import uk.yjx.intelligence.v1.RiskSignal;

/** What one person's alert keeps of the others in a notice and of its text, to be cut later. */
final class NoticeMaterial {
  private final Notice notice;
  private final ToLongFunction<String> fingerprint;
  private final @Nullable NarrativeCheck narrative;

  NoticeMaterial(Notice notice, ToLongFunction<String> fingerprint) {
    this.notice = notice;
    this.fingerprint = fingerprint;
    this.narrative =
        notice.getNarrative().isEmpty() ? null : new NarrativeCheck(notice.getNarrative());
  }

  /** Whether the text would tell some reader of it who another person is. */
  boolean narrativeNamesOthers() {
    NarrativeCheck check = narrative;
    if (check == null) {
      return false;
    }
    for (int i = 0; i < notice.getPersonsCount(); i++) {
      if (check.namesOthers(notice, i)) {
        return true;
      }
    }
    return false;
  }

  /** The material of one person's alert. */
  AlertMaterial of(int subject, AlertKind kind) {
    boolean dangerOnly = kind == AlertKind.ALERT_KIND_RETALIATION_RISK;
    NarrativeCheck text = narrative;
    if (notice.getPersonsCount() == 1 && text == null) {
      return AlertMaterial.getDefaultInstance();
    }
    AlertMaterial.Builder material = AlertMaterial.newBuilder();
    for (int i = 0; i < notice.getPersonsCount(); i++) {
      InvolvedPerson other = notice.getPersons(i);
      boolean told = !isProtected(other) && !(dangerOnly && other.getUnidentified());
      if (i != subject && told) {
        material.addOthers(other(subject, i, dangerOnly));
      }
    }
    if (text != null && NoticeFacts.isOwn(notice, notice.getPersons(subject), kind)) {
      material
          .setNarrative(notice.getNarrative())
          .setNarrativeNamesOthers(text.namesOthers(notice, subject));
    }
    return material.build();
  }

  /** Somebody protected stays so in every part they have in the event. */
  private boolean isProtected(InvolvedPerson person) {
    if (person.getProtectedPerson() || person.getUnidentified()) {
      return person.getProtectedPerson();
    }
    for (InvolvedPerson one : notice.getPersonsList()) {
      if (one.getProtectedPerson()
          && !one.getUnidentified()
          && identity(one.getPerson()).equals(identity(person.getPerson()))) {
        return true;
      }
    }
    return false;
  }

  private InvolvedOther other(int subject, int index, boolean dangerOnly) {
    InvolvedPerson own = notice.getPersons(subject);
    InvolvedPerson other = notice.getPersons(index);
    InvolvedOther.Builder out =
        InvolvedOther.newBuilder()
            .setPerson(index)
            .setRole(other.getRole())
            .setRelation(relation(own, subject, other, index))
            .setSameSchool(
                !own.getSchoolUrn().isEmpty() && own.getSchoolUrn().equals(other.getSchoolUrn()))
            .setSameHome(sameHome(own.getPerson(), other.getPerson()))
            .setRiskLive(isLive(own) || isLive(other))
            .setNamedInCondition(isNamedInCondition(subject, index))
            .setDangerOnly(dangerOnly);
    if (!other.getUnidentified()) {
      out.setIdentity(identity(other.getPerson())).setName(name(other.getPerson()));
    }
    return out.build();
  }

  /** What the other is to the subject: said by either of the two. */
  private static RelationKind relation(
      InvolvedPerson own, int ownIndex, InvolvedPerson other, int otherIndex) {
    for (PersonRelation relation : own.getRelationsList()) {
      if (relation.getPerson() == otherIndex) {
        return relation.getKind();
      }
    }
    for (PersonRelation relation : other.getRelationsList()) {
      if (relation.getPerson() == ownIndex) {
        return relation.getKind() == RelationKind.RELATION_KIND_PARENT_OR_CARER
            ? RelationKind.RELATION_KIND_OTHER
            : relation.getKind();
      }
    }
    return RelationKind.RELATION_KIND_UNSPECIFIED;
  }

  private boolean isNamedInCondition(int subject, int index) {
    for (CourtCondition condition : notice.getCourtConditionsList()) {
      if (condition.getBoundPerson() == subject
          && condition.getNamedPersonsList().contains(index)) {
        return true;
      }
    }
    return false;
  }

  private static boolean isLive(InvolvedPerson person) {
    return person.getRisksList().contains(RiskSignal.RISK_SIGNAL_LIVE);
  }

  /** Addresses are compared and never kept. */
  private static boolean sameHome(PersonDescriptor one, PersonDescriptor other) {
    Set<String> homes = new HashSet<>();
    one.getAddressesList().forEach(address -> homes.add(home(address)));
    homes.remove("");
    return other.getAddressesList().stream().anyMatch(address -> homes.contains(home(address)));
  }

  private static String home(Address address) {
    return address.getPostcode().isBlank() || address.getLinesCount() == 0
        ? ""
        : (address.getPostcode() + address.getLines(0))
            .replaceAll("[^A-Za-z0-9]", "")
            .toLowerCase(java.util.Locale.ROOT);
  }

  /** The strongest thing known of who it is, under the exchange's own key. */
  private ByteString identity(PersonDescriptor person) {
    String who =
        person.getIdentifiersList().stream()
            .filter(id -> isOfPerson(id.getKind()))
            .findFirst()
            .map(id -> id.getKindValue() + ":" + compact(id.getValue()))
            .orElseGet(() -> name(person) + " " + person.getDatesOfBirthList());
    return ByteString.copyFrom(
        ByteBuffer.allocate(Long.BYTES).putLong(fingerprint.applyAsLong(who)).flip());
  }

  private static boolean isOfPerson(IdentifierKind kind) {
    return kind == IdentifierKind.IDENTIFIER_KIND_PNC_ID
        || kind == IdentifierKind.IDENTIFIER_KIND_CRO_NUMBER
        || kind == IdentifierKind.IDENTIFIER_KIND_NHS_NUMBER;
  }

  private static String compact(String value) {
    return value.replaceAll("[^A-Za-z0-9]", "").toUpperCase(java.util.Locale.ROOT);
  }

  private static String name(PersonDescriptor person) {
    if (person.getNamesCount() == 0) {
      return "";
    }
    PersonName name = person.getNames(0);
    return name.getForenamesCount() == 0
        ? name.getSurname()
        : name.getForenames(0) + " " + name.getSurname();
  }
}
