package uk.yjx.server.casepapers;

import jakarta.inject.Singleton;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import uk.yjx.agreements.v1.DataCategory;
import uk.yjx.alerts.v1.Alert;
import uk.yjx.alerts.v1.AlertFacts;
import uk.yjx.alerts.v1.AlertKind;
import uk.yjx.alerts.v1.DisclosureBasis;
import uk.yjx.alerts.v1.EntryCause;
import uk.yjx.alerts.v1.PapersExpectedFacts;
import uk.yjx.alerts.v1.PapersProgress;
import uk.yjx.casepapers.v1.PapersContent;
import uk.yjx.clocks.v1.Post;
import uk.yjx.common.v1.EventTime;
import uk.yjx.common.v1.Marking;
import uk.yjx.common.v1.Regime;
import uk.yjx.common.v1.TimePrecision;
import uk.yjx.server.alerts.AlertLadders;
import uk.yjx.server.alerts.AlertTables;
import uk.yjx.server.alerts.Mailbox;
import uk.yjx.server.alerts.MailboxEntry;
import uk.yjx.server.alerts.NewAlert;
import uk.yjx.server.alerts.Recipients;
import uk.yjx.server.caseload.Caseload;
import uk.yjx.server.caseload.Holders;
import uk.yjx.server.clocks.DueTimes;
import uk.yjx.server.identity.DirectoryFacts;
import uk.yjx.server.journal.Entry;
import uk.yjx.server.journal.FactKey;
import uk.yjx.server.journal.Receipts;
import uk.yjx.server.kernel.Ids;
import uk.yjx.server.kernel.Urgency;
import uk.yjx.server.storage.RecordKey;

/** Tells whoever is responsible for a child how the papers stand. */
@Singleton
final class PapersAlerts {
  private final AlertTables tables;
  private final AlertLadders ladders;
  private final Caseload caseload;
  private final DirectoryFacts directory;
  private final DueTimes due;
  private final Ids ids;

  PapersAlerts(
      AlertTables tables,
      AlertLadders ladders,
      Caseload caseload,
      DirectoryFacts directory,
      DueTimes due,
      Ids ids) {
    this.tables = tables;
    this.ladders = ladders;
    this.caseload = caseload;
    this.directory = directory;
    this.due = due;
    this.ids = ids;
  }

  /** Raises an alert to the child's worker; its id. */
  UUID tell(
      Entry.Builder entry,
      RecordKey key,
      ExpectationRow row,
      PapersProgress progress,
      List<PapersContent> missing,
      Instant now) {
    NewAlert alert =
        new NewAlert(
            ids.next(),
            row.child(),
            row.service(),
            row.from(),
            AlertKind.ALERT_KIND_PAPERS_EXPECTED,
            Urgency.ROUTINE,
            DataCategory.DATA_CATEGORY_CASE_PAPERS,
            row.basis(),
            now,
            due.acknowledgeBy(Urgency.ROUTINE, now).orElse(null),
            facts(row, progress, missing, now).toBuilder()
                .setProtectedPerson(caseload.now().isShielded(row.child()))
                .build());
    entry.depends(FactKey.child(row.child())).depends(FactKey.service(row.service()));
    tables.raise(entry, key, alert);
    Holders holders = caseload.now().holders(row.child(), now);
    for (Mailbox to : Recipients.of(holders, alert, directory.current())) {
      tables.append(
          entry, new MailboxEntry(to, row.service(), alert.id(), EntryCause.ENTRY_CAUSE_NEW));
    }
    ladders.begin(entry, alert);
    return alert.id();
  }

  /** Tells those at these posts of an alert that was raised before; whether anybody is there. */
  boolean climb(Entry.Builder entry, ExpectationRow row, UUID alert, List<Post> to, Instant now) {
    entry.depends(FactKey.child(row.child())).depends(FactKey.service(row.service()));
    Holders holders = caseload.now().holders(row.child(), now);
    List<Mailbox> mailboxes = Recipients.at(to, holders, row.service(), directory.current());
    for (Mailbox mailbox : mailboxes) {
      tables.append(
          entry, new MailboxEntry(mailbox, row.service(), alert, EntryCause.ENTRY_CAUSE_ESCALATED));
    }
    return !mailboxes.isEmpty();
  }

  private static Alert facts(
      ExpectationRow row, PapersProgress progress, List<PapersContent> missing, Instant now) {
    return Alert.newBuilder()
        .setKind(AlertKind.ALERT_KIND_PAPERS_EXPECTED)
        .setEventTime(
            EventTime.newBuilder()
                .setEarliest(Receipts.timestamp(now))
                .setPrecision(TimePrecision.TIME_PRECISION_EXACT))
        .setMarking(Marking.MARKING_OFFICIAL)
        .setBasis(DisclosureBasis.newBuilder().setRegime(Regime.REGIME_DPA_PART3))
        .setFacts(
            AlertFacts.newBuilder()
                .setPapersExpected(
                    PapersExpectedFacts.newBuilder()
                        .setExpectedId(row.id().toString())
                        .setStage(row.stage())
                        .setDueAt(Receipts.timestamp(row.dueAt()))
                        .setProgress(progress)
                        .addAllMissing(missing)))
        .build();
  }
}
