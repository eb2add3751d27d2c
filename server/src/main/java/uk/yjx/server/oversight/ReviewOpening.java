package uk.yjx.server.oversight;

import jakarta.inject.Singleton;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import uk.yjx.clocks.v1.ClockKind;
import uk.yjx.common.v1.Purpose;
import uk.yjx.common.v1.Role;
import uk.yjx.oversight.v1.ReviewEntryKind;
import uk.yjx.oversight.v1.ReviewOutcome;
import uk.yjx.server.alerts.CaseAlerts;
import uk.yjx.server.alerts.CaseAlerts.Outline;
import uk.yjx.server.audit.EventType;
import uk.yjx.server.audit.PersonalMember;
import uk.yjx.server.caseload.Caseload;
import uk.yjx.server.caseload.ChildCase;
import uk.yjx.server.caseload.Holders;
import uk.yjx.server.identity.DirectoryFacts;
import uk.yjx.server.journal.AuditTrail;
import uk.yjx.server.journal.Committed;
import uk.yjx.server.journal.Entry;
import uk.yjx.server.journal.FactKey;
import uk.yjx.server.journal.Journal;
import uk.yjx.server.journal.Proposal;
import uk.yjx.server.kernel.ChildId;
import uk.yjx.server.kernel.Failure;
import uk.yjx.server.kernel.Ids;
import uk.yjx.server.storage.RecordKey;

/** Opens a child's review, or ends one whose cause is gone: whichever {@link Folding} says. */
@Singleton
final class ReviewOpening {
  static final Failure NOTHING_DUE =
      Failure.of(Failure.Code.NOT_FOUND, "NOTHING_DUE", "no review is due, or one is open already");

  /** Who is asked what they know, where the service has them. */
  static final List<Role> ASKED =
      List.of(Role.ROLE_SERVICE_NURSE, Role.ROLE_SERVICE_SOCIAL_WORKER, Role.ROLE_SECONDED_OFFICER);

  private static final String OPERATION = "yjx.oversight/ReviewDue";

  private final Journal journal;
  private final AuditTrail audit;
  private final CaseAlerts alerts;
  private final ReviewStore store;
  private final ReviewTables tables;
  private final ReviewClocks clocks;
  private final SignificanceStore significance;
  private final Caseload caseload;
  private final DirectoryFacts directory;
  private final Ids ids;
  private final InstantSource clock;

  ReviewOpening(
      Journal journal,
      AuditTrail audit,
      CaseAlerts alerts,
      ReviewStore store,
      ReviewTables tables,
      ReviewClocks clocks,
      SignificanceStore significance,
      Caseload caseload,
      DirectoryFacts directory,
      Ids ids,
      InstantSource clock) {
    this.journal = journal;
    this.audit = audit;
    this.alerts = alerts;
    this.store = store;
    this.tables = tables;
    this.clocks = clocks;
    this.significance = significance;
    this.caseload = caseload;
    this.directory = directory;
    this.ids = ids;
    this.clock = clock;
  }

  /** Takes what must become of each child to its own commit; how many reviews changed. */
  int settle(List<ChildId> children) {
    List<java.util.concurrent.CompletableFuture<Committed>> proposed = new ArrayList<>();
    for (ChildId child : children) {
      proposed.add(journal.append(() -> decide(child)));
    }
    return ReviewSweep.settled(proposed);
  }

  private Proposal.Decision decide(ChildId id) {
    long stamp = journal.stamp();
    Instant now = clock.instant().truncatedTo(ChronoUnit.MICROS);
    ChildCase child = caseload.now().child(id).orElse(null);
    if (child == null) {
      return new Proposal.Decision.Abandon(NOTHING_DUE);
    }
    List<ReviewRow> reviews = store.of(List.of(id)).getOrDefault(id, List.of());
    ReviewRow open = reviews.stream().filter(ReviewRow::open).findFirst().orElse(null);
    Folding.Standing standing =
        new Folding.Standing(
            open == null ? null : (Long) open.since(),
            reviews.stream()
                .map(ReviewRow::covered)
                .mapToLong(covered -> covered == null ? 0 : covered)
                .max()
                .orElse(0));
    Folding.Step step =
        Folding.step(
            standing,
            alerts.of(List.of(id), open == null ? standing.coveredUpTo() : open.since()),
            significance.now(),
            now);
    Entry.Builder entry =
        Entry.decidedAt(stamp)
            .depends(FactKey.reviewsOf(id))
            .depends(FactKey.alertsOf(id))
            .depends(FactKey.child(id))
            .depends(FactKey.service(child.service()))
            .depends(FactKey.significance(child.service()));
    return switch (step) {
      case Folding.Step.Stay stay -> new Proposal.Decision.Abandon(NOTHING_DUE);
      case Folding.Step.Open due ->
          child.closed()
              ? new Proposal.Decision.Abandon(NOTHING_DUE)
              : new Proposal.Decision.Write(opened(entry, child, due, now));
      case Folding.Step.Lapse lapse ->
          open == null
              ? new Proposal.Decision.Abandon(NOTHING_DUE)
              : new Proposal.Decision.Write(lapsed(entry, open, now));
    };
  }

  private Entry opened(Entry.Builder entry, ChildCase child, Folding.Step.Open due, Instant now) {
    RecordKey key = audit.newKey(entry);
    UUID review = ids.next();
    for (Outline trigger : due.triggers()) {
      entry.depends(FactKey.alert(trigger.id())); // a withdrawal at the same time is seen
    }
    tables.open(
        entry,
        new ReviewTables.Opened(
            review,
            child.id(),
            child.service(),
            now,
            due.since(),
            clocks.by(entry, child.service(), ClockKind.CLOCK_KIND_REVIEW_DUE, now)));
    clocks.start(entry, ReviewClocks.due(review), child.service(), now);
    List<Role> asked = asked(child, now);
    Instant by = clocks.by(entry, child.service(), ClockKind.CLOCK_KIND_REVIEW_CONTRIBUTION, now);
    asked.forEach(role -> tables.ask(entry, review, role, by));
    if (!asked.isEmpty()) {
      clocks.start(entry, ReviewClocks.contributions(review), child.service(), now);
    }
    tables.add(
        entry,
        key,
        review,
        ReviewWords.line(1, ReviewEntryKind.REVIEW_ENTRY_KIND_OPENED, "", now).build(),
        0);
    record(entry, key, child.id(), child.service().value(), review, "opened", now);
    return entry.build();
  }

  private Entry lapsed(Entry.Builder entry, ReviewRow open, Instant now) {
    RecordKey key = audit.newKey(entry);
    tables.change(
        entry,
        open.child(),
        new ReviewTables.Change(
            open.id(),
            null,
            ReviewOutcome.REVIEW_OUTCOME_WITHDRAWN,
            null,
            now,
            false,
            null,
            false));
    clocks.stop(entry, open.id(), "all-withdrawn");
    tables.add(
        entry,
        key,
        open.id(),
        ReviewWords.line(open.entries() + 1, ReviewEntryKind.REVIEW_ENTRY_KIND_WITHDRAWN, "", now)
            .build(),
        0);
    record(entry, key, open.child(), open.service().value(), open.id(), "withdrawn", now);
    return entry.build();
  }

  /** Roles of which somebody is there who may know of the child. */
  private List<Role> asked(ChildCase child, Instant now) {
    Holders holders = caseload.now().holders(child.id(), now);
    return ASKED.stream()
        .filter(role ->
            directory.current().holders(role, child.service()).stream()
                .anyMatch(person ->
                    !holders.barred().contains(person)
                        && (!holders.shielded() || holders.isNamed(person))))
        .toList();
  }

  private void record(
      Entry.Builder entry,
      RecordKey key,
      ChildId child,
      String service,
      UUID review,
      String outcome,
      Instant now) {
    audit.add(
        entry,
        key,
        audit
            .event(EventType.ALTERATION, OPERATION, outcome, now)
            .from(service)
            .purpose(Purpose.PURPOSE_SUPERVISION.name())
            .personal(PersonalMember.RECORDS, review.toString())
            .personal(PersonalMember.SUBJECTS, List.of(child.value().toString())));
  }
}
