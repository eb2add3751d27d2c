package uk.yjx.server.alerts;

import com.google.protobuf.Timestamp;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.function.Consumer;
import uk.yjx.agreements.v1.DataCategory;
import uk.yjx.alerts.v1.Alert;
import uk.yjx.alerts.v1.AlertMaterial;
import uk.yjx.alerts.v1.NarrativeState;
import uk.yjx.alerts.v1.OtherPerson;
import uk.yjx.common.v1.EventTime;
import uk.yjx.common.v1.Grading;
import uk.yjx.common.v1.Handling;
import uk.yjx.common.v1.HandlingCode;
import uk.yjx.common.v1.HandlingConditions;
import uk.yjx.common.v1.InformationAssessment;
import uk.yjx.common.v1.LegalGateway;
import uk.yjx.common.v1.Marking;
import uk.yjx.common.v1.PersonDescriptor;
import uk.yjx.common.v1.PersonName;
import uk.yjx.common.v1.Purpose;
import uk.yjx.common.v1.Regime;
import uk.yjx.common.v1.Role;
import uk.yjx.common.v1.SourceEvaluation;
import uk.yjx.common.v1.TimePrecision;
import uk.yjx.intelligence.v1.CourtCondition;
import uk.yjx.intelligence.v1.CourtConditionKind;
import uk.yjx.intelligence.v1.InvolvedPerson;
import uk.yjx.intelligence.v1.MissingEpisode;
import uk.yjx.intelligence.v1.MissingRisk;
import uk.yjx.intelligence.v1.Notice;
import uk.yjx.intelligence.v1.NoticeKind;
import uk.yjx.intelligence.v1.Offence;
import uk.yjx.intelligence.v1.PersonRelation;
import uk.yjx.intelligence.v1.PersonRole;
import uk.yjx.intelligence.v1.RelationKind;
import uk.yjx.intelligence.v1.RiskSignal;
import uk.yjx.intelligence.v1.SearchKind;
import uk.yjx.intelligence.v1.SearchOutcome;
import uk.yjx.intelligence.v1.StopSearch;
import uk.yjx.intelligence.v1.Violence;
import uk.yjx.intelligence.v1.WeaponKind;
import uk.yjx.server.agreements.AgreementBook;
import uk.yjx.server.agreements.Books;
import uk.yjx.server.intelligence.Parts;

/** Every kind of notice under every handling, as every role would get it. */
final class DisclosureMatrix {
  private final Cutting cutting;

  DisclosureMatrix(AgreementBook book, List<Cut> cuts) {
    this.cutting = new Cutting(book, cuts);
  }

  /** A way in which notices are handled; the reader has or has not accepted the conditions. */
  private record Handled(String name, boolean accepted, Consumer<Notice.Builder> change) {}

  private static final List<Handled> HANDLINGS =
      List.of(
          new Handled("P", false, n -> {}),
          new Handled("P, text names another", false, n -> n.setNarrative("Seen with Vera Other.")),
          new Handled("graded 2BP", false, n -> grade(n, HandlingCode.HANDLING_CODE_P)),
          new Handled("C, not accepted", false, DisclosureMatrix::conditions),
          new Handled("C, accepted", true, DisclosureMatrix::conditions),
          new Handled(
              "protected child", false, n -> n.getPersonsBuilder(0).setProtectedPerson(true)),
          new Handled(
              "danger only",
              false,
              n ->
                  n.getPersonsBuilder(0)
                      .setRole(PersonRole.PERSON_ROLE_ASSOCIATE)
                      .addRisks(RiskSignal.RISK_SIGNAL_RETALIATION)));

  /** One thing wrong each: what is withheld, and why. */
  private static final List<Handled> WRONGS =
      List.of(
          new Handled(
              "gateway not in the agreement",
              false,
              n -> n.getHandlingBuilder().setGateway(LegalGateway.LEGAL_GATEWAY_VITAL_INTERESTS)),
          new Handled(
              "regime not in the agreement",
              false,
              n -> n.getHandlingBuilder().setRegime(Regime.REGIME_UK_GDPR)),
          new Handled(
              "marked SECRET",
              false,
              n -> n.getHandlingBuilder().setMarking(Marking.MARKING_SECRET)),
          new Handled(
              "C for another role",
              true,
              n -> {
                conditions(n);
                n.getHandlingBuilder()
                    .getConditionsBuilder()
                    .addRecipientRoles(Role.ROLE_MATCHING_OFFICER);
              }),
          new Handled(
              "C for another agency",
              true,
              n -> {
                conditions(n);
                n.getHandlingBuilder().getConditionsBuilder().addRecipientAgencies("swindon-yjs");
              }),
          new Handled(
              "C for somebody else",
              true,
              n -> {
                conditions(n);
                n.getHandlingBuilder()
                    .getConditionsBuilder()
                    .addNamedRecipients("southwark-yjs/user/somebody");
              }),
          new Handled(
              "C that has run out",
              true,
              n -> {
                conditions(n);
                n.getHandlingBuilder()
                    .getConditionsBuilder()
                    .setExpiresAt(Timestamp.newBuilder().setSeconds(Cutting.NOW.getEpochSecond()));
              }));

  /** The table as text, the same for the same rules. */
  String table() {
    StringBuilder out = new StringBuilder("| kind | handling |");
    Cutting.READERS.forEach(reader -> out.append(' ').append(head(reader)).append(" |"));
    out.append("\n|---|---|").append("---|".repeat(Cutting.READERS.size())).append('\n');
    for (NoticeKind kind : NoticeKind.values()) {
      if (kind != NoticeKind.NOTICE_KIND_UNSPECIFIED && kind != NoticeKind.UNRECOGNIZED) {
        HANDLINGS.forEach(handled -> line(out, kind, handled));
      }
    }
    WRONGS.forEach(handled -> line(out, NoticeKind.NOTICE_KIND_ARREST, handled));
    strangers(out);
    return out.toString();
  }

  private void line(StringBuilder out, NoticeKind kind, Handled handled) {
    out.append("| ").append(kind.name().substring(12).toLowerCase()).append(" | ");
    out.append(handled.name()).append(" |");
    NewAlert alert = alert(kind, handled);
    for (Cutting.Reader reader : Cutting.READERS) {
      out.append(' ').append(cell(cutting.result(alert, reader, handled.accepted()))).append(" |");
    }
    out.append('\n');
  }

  /** Readers and parties that fail by themselves, not by what the notice says. */
  private void strangers(StringBuilder out) {
    NewAlert arrest = alert(NoticeKind.NOTICE_KIND_ARREST, HANDLINGS.getFirst());
    Cutting.Reader own = Cutting.READERS.getFirst();
    out.append("\n| what | case manager |\n|---|---|\n");
    row(
        out,
        "reads for the exchange's own sake",
        arrest,
        new Cutting.Reader(own.role(), own.standing(), true, Purpose.PURPOSE_OPERATION));
    row(
        out,
        "is a stranger to the child",
        arrest,
        new Cutting.Reader(own.role(), "NONE", false, own.purpose()));
    row(
        out,
        "reads as an operator",
        arrest,
        new Cutting.Reader(Role.ROLE_OPERATOR, own.standing(), true, own.purpose()));
    row(
        out,
        "gets what another agency sent",
        from(arrest, "wiltshire-police", "southwark-yjs"),
        own);
    row(out, "reads of an event with a child shielded since", withShieldedOther(arrest), own);
    row(out, "works for another service", from(arrest, "met-police", "swindon-yjs"), own);
  }

  private void row(StringBuilder out, String what, NewAlert alert, Cutting.Reader reader) {
    out.append("| ").append(what).append(" | ");
    out.append(cell(cutting.result(alert, reader, false))).append(" |\n");
  }

  /** The other in the event is a child on the exchange who has been shielded since. */
  private static NewAlert withShieldedOther(NewAlert it) {
    AlertMaterial.Builder material = it.material().toBuilder();
    material.getOthersBuilder(0).setChildId(Cutting.SHIELDED.value().toString());
    return new NewAlert(
        it.id(),
        it.child(),
        it.service(),
        it.source(),
        it.kind(),
        it.urgency(),
        it.category(),
        it.basis(),
        it.raisedAt(),
        it.dueAt(),
        it.facts(),
        material.build(),
        null);
  }

  private static NewAlert from(NewAlert it, String source, String service) {
    return new NewAlert(
        it.id(),
        it.child(),
        new uk.yjx.server.kernel.AgencyId(service),
        new uk.yjx.server.kernel.AgencyId(source),
        it.kind(),
        it.urgency(),
        it.category(),
        it.basis(),
        it.raisedAt(),
        it.dueAt(),
        it.facts(),
        it.material(),
        null);
  }

  private static NewAlert alert(NoticeKind kind, Handled handled) {
    Notice.Builder notice = notice(kind);
    handled.change().accept(notice);
    Parts parts = Parts.of(notice.build(), Books.POLICE, Cutting.NOW);
    DataCategory category = parts.category();
    return Cutting.alert(parts.subjects().getFirst(), category, notice.getHandling().getGateway());
  }

  private static String head(Cutting.Reader reader) {
    return reader.role().name().substring(5).toLowerCase().replace('_', ' ');
  }

  /** Letters of what is there, and a digest of the encoded bytes: exactly these fields. */
  private static String cell(Cutting.Result result) {
    return switch (result) {
      case Cutting.Result.Withheld withheld -> withheld.reason().toLowerCase();
      case Cutting.Result.Sent sent -> letters(sent.alert()) + " " + digest(sent.alert());
    };
  }

  private static String letters(Alert alert) {
    List<String> found = new ArrayList<>();
    add(found, "k", alert.getKindValue() != 0);
    add(found, "c", alert.hasChild());
    add(found, "r", alert.getRoleValue() != 0);
    add(found, "t", alert.hasEventTime());
    add(found, "d", alert.getRisksCount() > 0);
    add(found, "f", alert.hasFacts());
    add(found, "g", alert.hasGrading());
    add(found, "h", alert.hasConditions());
    add(found, "o", alert.getOthersCount() > 0);
    add(
        found,
        "n",
        alert.getOthersList().stream().map(OtherPerson::getName).anyMatch(n -> !n.isEmpty()));
    add(found, "x", !alert.getNarrative().isEmpty());
    add(
        found,
        "w",
        alert.getNarrativeState() != NarrativeState.NARRATIVE_STATE_SHOWN
            && alert.getNarrativeState() != NarrativeState.NARRATIVE_STATE_UNSPECIFIED);
    add(found, "a", !alert.getAcknowledgedBy().isEmpty());
    return String.join("", found);
  }

  private static void add(List<String> letters, String letter, boolean there) {
    if (there) {
      letters.add(letter);
    }
  }

  private static String digest(Alert alert) {
    try {
      byte[] hash = MessageDigest.getInstance("SHA-256").digest(alert.toByteArray());
      return HexFormat.of().formatHex(hash, 0, 4);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  /** A child in the kind's own role, and a victim whom a bail condition and the text may name. */
  static Notice.Builder notice(NoticeKind kind) {
    Notice.Builder notice =
        Notice.newBuilder()
            .setKind(kind)
            .setEventTime(
                EventTime.newBuilder()
                    .setEarliest(
                        Timestamp.newBuilder().setSeconds(Cutting.NOW.getEpochSecond() - 600))
                    .setPrecision(TimePrecision.TIME_PRECISION_EXACT))
            .setNarrative("Seen near the station.")
            .addPersons(
                InvolvedPerson.newBuilder()
                    .setPerson(person("Own", "Child"))
                    .setRole(role(kind))
                    .setSchoolUrn("100001")
                    .addRisks(RiskSignal.RISK_SIGNAL_LIVE)
                    .addRelations(
                        PersonRelation.newBuilder()
                            .setPerson(1)
                            .setKind(RelationKind.RELATION_KIND_RIVAL_GROUP)))
            .addPersons(
                InvolvedPerson.newBuilder()
                    .setPerson(person("Vera", "Other"))
                    .setRole(PersonRole.PERSON_ROLE_VICTIM)
                    .setSchoolUrn("100001"))
            .addCourtConditions(
                CourtCondition.newBuilder()
                    .setKind(CourtConditionKind.COURT_CONDITION_KIND_NON_CONTACT)
                    .setBoundPerson(0)
                    .addNamedPersons(1))
            .setHandling(
                Handling.newBuilder()
                    .setMarking(Marking.MARKING_OFFICIAL)
                    .setRegime(Regime.REGIME_DPA_PART3)
                    .setGateway(LegalGateway.LEGAL_GATEWAY_CDA98_S115)
                    .setPurpose(Purpose.PURPOSE_SAFEGUARDING));
    detail(kind, notice);
    return notice;
  }

  private static PersonDescriptor person(String forename, String surname) {
    return PersonDescriptor.newBuilder()
        .addNames(PersonName.newBuilder().addForenames(forename).setSurname(surname))
        .build();
  }

  private static PersonRole role(NoticeKind kind) {
    return switch (kind) {
      case NOTICE_KIND_STOP_SEARCH -> PersonRole.PERSON_ROLE_SEARCHED_PERSON;
      case NOTICE_KIND_CHARGE -> PersonRole.PERSON_ROLE_CHARGED;
      case NOTICE_KIND_VICTIM_OF_CRIME, NOTICE_KIND_HOSPITALISED -> PersonRole.PERSON_ROLE_VICTIM;
      case NOTICE_KIND_WITNESS_TO_CRIME -> PersonRole.PERSON_ROLE_WITNESS;
      case NOTICE_KIND_MISSING_STARTED, NOTICE_KIND_MISSING_ENDED -> PersonRole.PERSON_ROLE_MISSING;
      case NOTICE_KIND_DOMESTIC_INCIDENT -> PersonRole.PERSON_ROLE_HOUSEHOLD_MEMBER;
      default -> PersonRole.PERSON_ROLE_ARRESTED;
    };
  }

  private static void detail(NoticeKind kind, Notice.Builder notice) {
    switch (kind) {
      case NOTICE_KIND_STOP_SEARCH ->
          notice.setStopSearch(
              StopSearch.newBuilder()
                  .setKind(SearchKind.SEARCH_KIND_PERSON)
                  .setOutcome(SearchOutcome.SEARCH_OUTCOME_ARREST));
      case NOTICE_KIND_ARREST, NOTICE_KIND_CHARGE ->
          notice.setOffence(Offence.newBuilder().setCategory("robbery").setWeapon(true));
      case NOTICE_KIND_MISSING_STARTED ->
          notice.setMissing(MissingEpisode.newBuilder().setRisk(MissingRisk.MISSING_RISK_HIGH));
      case NOTICE_KIND_SERIOUS_VIOLENCE ->
          notice.setViolence(Violence.newBuilder().setWeapon(WeaponKind.WEAPON_KIND_BLADE));
      default -> {
        // The kind says it all.
      }
    }
  }

  private static void conditions(Notice.Builder notice) {
    grade(notice, HandlingCode.HANDLING_CODE_C);
    notice
        .getHandlingBuilder()
        .setConditions(
            HandlingConditions.newBuilder().setNoOnwardShare(true).setText("Ask first."));
  }

  private static void grade(Notice.Builder notice, HandlingCode code) {
    notice
        .getHandlingBuilder()
        .setGrading(
            Grading.newBuilder()
                .setSource(SourceEvaluation.SOURCE_EVALUATION_UNTESTED)
                .setInformation(InformationAssessment.INFORMATION_ASSESSMENT_CORROBORATED)
                .setHandlingCode(code)
                .setSanitised(true)
                .setAuthorisedByRole("intelligence unit supervisor"));
  }
}
