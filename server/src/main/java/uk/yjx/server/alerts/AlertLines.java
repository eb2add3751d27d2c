package uk.yjx.server.alerts;

import jakarta.inject.Singleton;
import java.util.Optional;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import uk.yjx.alerts.v1.Alert;
import uk.yjx.alerts.v1.AlertEvent;
import uk.yjx.alerts.v1.EntryCause;
import uk.yjx.alerts.v1.NamingRule;
import uk.yjx.alerts.v1.NarrativeState;
import uk.yjx.common.v1.Role;
import uk.yjx.server.agreements.Agreements;
import uk.yjx.server.agreements.Decision;
import uk.yjx.server.agreements.Reading;
import uk.yjx.server.audit.EventType;
import uk.yjx.server.audit.PersonalMember;
import uk.yjx.server.caseload.Caseload;
import uk.yjx.server.caseload.ChildCase;
import uk.yjx.server.identity.DirectoryFacts;
import uk.yjx.server.journal.FactKey;
import uk.yjx.server.kernel.ChildId;

/** The alerts themselves: asks the agreements once more and cuts each for its reader. */
@Singleton
final class AlertLines {
  private final Agreements agreements;
  private final Caseload caseload;
  private final DirectoryFacts directory;
  private final Relations relations;
  private final AlertTables tables;
  private final SeparationTables separations;
  private final AlertLadders ladders;
  private final ReadListener owners;
  private final Projection projection;

  AlertLines(
      Agreements agreements,
      Caseload caseload,
      DirectoryFacts directory,
      Relations relations,
      AlertTables tables,
      SeparationTables separations,
      AlertLadders ladders,
      ReadListener owners,
      Pseudonym pseudonyms) {
    this.agreements = agreements;
    this.caseload = caseload;
    this.directory = directory;
    this.relations = relations;
    this.tables = tables;
    this.separations = separations;
    this.ladders = ladders;
    this.owners = owners;
    this.projection = new Projection(pseudonyms, Cut.ALL);
  }

  /** What the reader may have of an alert they stand to; null when an agreement withholds it. */
  @Nullable AlertEvent event(
      DisclosureEntry entry, AlertRow row, EntryCause cause, Standing standing) {
    return switch (decide(entry, row, standing)) {
      case Decision.Withhold withheld -> {
        entry.log(row.alert(), row.alert().basis().forLog(), "withheld");
        yield null;
      }
      case Decision.Permit permit -> disclose(entry, row, cause, standing, permit);
    };
  }

  /** What the agreements say of this reader and alert now. */
  Decision decide(DisclosureEntry entry, AlertRow row, Standing standing) {
    Reading reading =
        new Reading(
            entry.principal(),
            standing.role(),
            entry.reads().purpose(),
            standing.name(),
            relations.isNamed(entry.caller(), row, entry.now()));
    return agreements
        .now()
        .decide(
            Disclosures.sharing(row.alert(), relations.isShielded(row.alert())),
            reading,
            entry.now());
  }

  /**
   * An alert asked for by its id that is absent or not for this caller. Both leave one event and
   * take the same way through the journal as one that is withheld, so that none of the three can be
   * told from the others by what it costs.
   */
  @Nullable AlertEvent notFound(DisclosureEntry entry, Disclosures.Line line) {
    if (entry.reads().operation().equals(Listing.GET_ALERT)) {
      entry.log(
          entry
              .event(EventType.REFUSAL, "not-found")
              .from(entry.caller().agency().value())
              .personal(PersonalMember.ACTOR_ID, entry.principal().toString())
              .personal(PersonalMember.RECORDS, line.alert().toString()));
    }
    return null;
  }

  /** Nobody hears that something moved away which never reached them. */
  @Nullable AlertEvent stub(DisclosureEntry entry, AlertRow row, EntryCause cause) {
    if (!separations.hasReceived(row.id(), entry.principal())) {
      return null;
    }
    entry.log(row.alert(), row.alert().basis().forLog(), "ended");
    return AlertEvent.newBuilder().setCause(cause).setAlert(Projection.stub(row)).build();
  }

  /**
   * The alert as it is sent, and that it was: a row for recalls, and what its owner may know of it.
   *
   * @param role in which the reader has it
   * @param knowsOther which of the other children in it the reader works with
   */
  Alert released(
      DisclosureEntry entry,
      AlertRow row,
      Role role,
      Predicate<ChildId> knowsOther,
      Decision.Permit by) {
    Alert shown =
        projection.released(
            new View(
                row,
                child(row),
                by,
                entry.principal(),
                role,
                knowsOther,
                relations::isShielded,
                victimWorker(row.alert()),
                entry.now()));
    tables.release(entry.rows(), row.id(), entry.principal());
    NewAlert alert = row.alert();
    Long record = alert.recordPosition();
    owners.read(
        entry.rows(),
        new ReadListener.RecordRead(
            alert.source(),
            record == null ? row.raisedPosition() : record,
            by.agreementId(),
            entry.caller().agency(),
            role,
            relations.isShielded(alert)));
    return shown;
  }

  /** Whose alert it is, when it is about a child of a caseload. */
  Optional<ChildCase> child(AlertRow row) {
    return Optional.ofNullable(row.alert().child()).flatMap(c -> caseload.now().child(c));
  }

  private AlertEvent disclose(
      DisclosureEntry entry,
      AlertRow row,
      EntryCause cause,
      Standing standing,
      Decision.Permit permit) {
    Alert projected =
        released(entry, row, standing.role(), other -> worksWith(entry, other), permit);
    NewAlert.Basis basis =
        new NewAlert.Basis(permit.agreementId(), permit.version(), permit.gateway());
    entry.log(row.alert(), basis.forLog(), told(projected));
    if (cause == EntryCause.ENTRY_CAUSE_UNSPECIFIED) {
      // Who asks for an alert may have no line for it, so that a recall must know of them.
      entry.rows().touches(FactKey.readings(row.id()));
    }
    Alert shown = ladders.withNext(projected, row, entry.now());
    return AlertEvent.newBuilder().setCause(cause).setAlert(shown).build();
  }

  /** What went beyond the typed facts stands in the log by name. */
  private static String told(Alert alert) {
    boolean text = alert.getNarrativeState() == NarrativeState.NARRATIVE_STATE_SHOWN;
    boolean names =
        alert.getOthersList().stream()
            .anyMatch(o -> o.getNamedBecause() != NamingRule.NAMING_RULE_UNSPECIFIED);
    return "disclosed" + (text ? ".text" : "") + (names ? ".names" : "");
  }

  private boolean worksWith(DisclosureEntry entry, ChildId other) {
    return caseload.now().holders(other, entry.now()).workers().contains(entry.principal());
  }

  private boolean victimWorker(NewAlert alert) {
    return alert.hasVictim()
        && !directory.current().holders(Role.ROLE_VICTIM_WORKER, alert.service()).isEmpty();
  }
}
