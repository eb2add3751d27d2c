package uk.yjx.server.alerts;

import io.micronaut.scheduling.annotation.Scheduled;
import jakarta.inject.Singleton;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.InstantSource;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.concurrent.CompletionException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import uk.yjx.server.audit.EventType;
import uk.yjx.server.audit.PersonalMember;
import uk.yjx.server.caseload.CaseBook;
import uk.yjx.server.caseload.Caseload;
import uk.yjx.server.caseload.ChildCase;
import uk.yjx.server.caseload.DatedChanges;
import uk.yjx.server.journal.AuditTrail;
import uk.yjx.server.journal.Entry;
import uk.yjx.server.journal.FactKey;
import uk.yjx.server.journal.Journal;
import uk.yjx.server.journal.Proposal;
import uk.yjx.server.journal.TableWriter;
import uk.yjx.server.kernel.ChildId;
import uk.yjx.server.kernel.Failure;
import uk.yjx.server.storage.Database;
import uk.yjx.server.storage.RecordKey;

/**
 * Cover and allocations that begin or end by date: when the date has come, open alerts go to who is
 * responsible from then on. Up to when that is done is stored in the same entry, so that it happens
 * once, whichever process does it, and nothing is left out while none runs.
 */
@Singleton
final class DatedHolderChanges {
  private static final Logger LOG = LoggerFactory.getLogger(DatedHolderChanges.class);

  private static final Failure NOTHING =
      Failure.of(Failure.Code.NOT_FOUND, "NOTHING_DUE", "nothing falls due by date");

  private static final String UNTIL =
      """
      SELECT dated_changes_until
      FROM alerts.watermark
      WHERE only_row
      """;

  private final Journal journal;
  private final AuditTrail audit;
  private final Caseload caseload;
  private final HolderChanges changes;
  private final Database database;
  private final InstantSource clock;
  private final TableWriter<Instant> watermark = new Watermark();

  DatedHolderChanges(
      Journal journal,
      AuditTrail audit,
      Caseload caseload,
      HolderChanges changes,
      Database database,
      InstantSource clock) {
    this.journal = journal;
    this.audit = audit;
    this.caseload = caseload;
    this.changes = changes;
    this.database = database;
    this.clock = clock;
  }

  /** Does what has fallen due since it was last done, one date after the other. */
  @Scheduled(fixedDelay = "1s", initialDelay = "1s")
  void run() {
    try {
      while (true) {
        journal.append(this::decide).join();
      }
    } catch (CompletionException e) {
      boolean nothing =
          e.getCause() instanceof Failure.Refused refused && refused.failure().equals(NOTHING);
      if (!nothing) {
        LOG.warn("changes that fall due by date wait: {}", String.valueOf(e.getCause()));
      }
    } catch (Failure.Refused e) {
      LOG.warn("changes that fall due by date wait: {}", e.failure().reason());
    }
  }

  /** What changes at the next date: who holds each case just before it, and who from then on. */
  private Proposal.Decision decide() {
    long stamp = journal.stamp();
    Instant now = clock.instant();
    CaseBook book = caseload.now();
    Instant next = book.nextChangeAfter(until()).orElse(Instant.MAX);
    if (next.isAfter(now)) {
      return new Proposal.Decision.Abandon(NOTHING);
    }
    Instant before = next.minusNanos(1);
    DatedChanges due = book.datedChanges(before, next);
    Entry.Builder entry =
        Entry.decidedAt(stamp).urgent().depends(FactKey.WATERMARK).touches(FactKey.WATERMARK);
    for (ChildId child : due.children()) {
      book.child(child)
          .map(ChildCase::service)
          .ifPresent(service -> {
            entry.depends(FactKey.child(child)).depends(FactKey.service(service));
            changes.move(
                entry, child, service, book.holders(child, before), book.holders(child, next));
          });
    }
    RecordKey key = audit.newKey(entry);
    List<String> subjects = due.children().stream().map(c -> c.value().toString()).toList();
    audit.add(
        entry,
        key,
        audit
            .event(EventType.ADMIN, "yjx.alerts.DatedHolderChanges", "applied", now)
            .count(subjects.size())
            .personal(PersonalMember.SUBJECTS, subjects));
    entry.row(watermark, next);
    return new Proposal.Decision.Write(entry.build());
  }

  private Instant until() {
    try (Connection c = database.pool().getConnection();
        PreparedStatement s = c.prepareStatement(UNTIL);
        ResultSet r = s.executeQuery()) {
      r.next();
      return r.getObject(1, OffsetDateTime.class).toInstant();
    } catch (SQLException e) {
      throw Alterations.READ_FAILED.refused();
    }
  }

  private static final class Watermark implements TableWriter<Instant> {
    private static final String ADVANCE =
        """
        UPDATE alerts.watermark
        SET dated_changes_until = greatest(dated_changes_until, ?)
        WHERE only_row
        """;

    @Override
    public void write(Connection c, List<Placed<Instant>> rows) throws SQLException {
      try (PreparedStatement s = c.prepareStatement(ADVANCE)) {
        s.setObject(1, rows.getLast().row().atOffset(ZoneOffset.UTC));
        s.executeUpdate();
      }
    }
  }
}
