package uk.yjx.server.casepapers;

import jakarta.inject.Singleton;
import java.time.Instant;
import java.util.Optional;
import uk.yjx.agreements.v1.DataCategory;
import uk.yjx.alerts.v1.UnownedReason;
import uk.yjx.casepapers.v1.RecordCourtEventRequest;
import uk.yjx.server.agreements.Agreements;
import uk.yjx.server.agreements.Decision;
import uk.yjx.server.agreements.Sharing;
import uk.yjx.server.alerts.AlertTables;
import uk.yjx.server.clocks.DueTimes;
import uk.yjx.server.identity.DirectoryFacts;
import uk.yjx.server.journal.Entry;
import uk.yjx.server.kernel.AgencyId;
import uk.yjx.server.kernel.Ids;
import uk.yjx.server.kernel.Urgency;

/**
 * A court has acted and nobody knows the child: a content-free item goes to the service that the
 * court named or, where it named none that may be told, to the operator (promise 13).
 */
@Singleton
final class NobodyKnown {
  private final AlertTables alerts;
  private final Agreements agreements;
  private final DirectoryFacts directory;
  private final DueTimes due;
  private final Ids ids;

  NobodyKnown(
      AlertTables alerts, Agreements agreements, DirectoryFacts directory, DueTimes due, Ids ids) {
    this.alerts = alerts;
    this.agreements = agreements;
    this.directory = directory;
    this.due = due;
    this.ids = ids;
  }

  /** Adds the item to the entry. */
  void tell(Entry.Builder entry, AgencyId source, RecordCourtEventRequest event, Instant now) {
    alerts.unowned(
        entry,
        new AlertTables.UnownedItem(
            ids.next(),
            UnownedReason.UNOWNED_REASON_UNMATCHED,
            Urgency.SAME_DAY,
            named(source, event, now).orElse(null),
            now,
            due.acknowledgeBy(Urgency.SAME_DAY, now).orElse(now)));
  }

  private Optional<AgencyId> named(AgencyId source, RecordCourtEventRequest event, Instant now) {
    return CourtRules.agency(event.getService())
        .filter(service -> directory.current().isService(service))
        .filter(service ->
            agreements
                    .now()
                    .decide(
                        new Sharing(
                            source,
                            service,
                            DataCategory.DATA_CATEGORY_COURT_EVENT,
                            event.getHandling(),
                            false),
                        null,
                        now)
                instanceof Decision.Permit);
  }
}
