package uk.yjx.server.identity;

import io.micronaut.scheduling.annotation.Scheduled;
import jakarta.annotation.PreDestroy;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import uk.yjx.server.audit.AuditEventBuilder;
import uk.yjx.server.audit.EventType;
import uk.yjx.server.audit.PersonalMember;
import uk.yjx.server.journal.AuditTrail;
import uk.yjx.server.journal.Committed;
import uk.yjx.server.journal.Entry;
import uk.yjx.server.journal.Journal;
import uk.yjx.server.journal.Proposal;
import uk.yjx.server.kernel.Failure;
import uk.yjx.server.storage.RecordKey;

/**
 * Writes refusals to the audit log: each one of an authenticated caller, and of strangers and of
 * callers over a limit only how many there were per source and minute, so that nobody can fill the
 * log by being refused.
 */
@Singleton
public final class Refusals {
  /** Sources and reasons told apart within a minute; what comes beyond counts as «other». */
  static final int SOURCES_MAX = 1_000;

  /** Counts written in one entry. */
  static final int LEAVES_PER_ENTRY_MAX = 100;

  private static final String FLUSH_INTERVAL = "60s";
  private static final String COUNT_OPERATION = "yjx.transport/refuse";
  private static final String OTHER_SOURCES = "other";
  private static final Logger LOG = LoggerFactory.getLogger(Refusals.class);

  private final Journal journal;
  private final AuditTrail trail;
  private final InstantSource clock;
  private Map<Counted, Long> counts = new HashMap<>();

  Refusals(Journal journal, AuditTrail trail, InstantSource clock) {
    this.journal = journal;
    this.trail = trail;
    this.clock = clock;
  }

  private record Counted(String source, String reason) {}

  /**
   * Records that a caller was refused. The edge does this for every call it ends with a failure;
   * endpoints do it for the items of a stream.
   *
   * @param operation full name of the method
   * @return completes when the event is committed; nobody need wait for it
   */
  public CompletableFuture<Committed> record(
      Caller caller, String operation, @Nullable String requestId, Failure failure) {
    Instant at = clock.instant();
    return append(
        List.of(
            trail
                .event(EventType.REFUSAL, operation, failure.reason(), at)
                .from(caller.agency().value())
                .personal(PersonalMember.ACTOR_ID, caller.principal().toString())
                .personal(PersonalMember.REQUEST_ID, requestId)));
  }

  /** Counts a refusal of somebody unknown or over a limit. */
  public synchronized void count(String source, String reason) {
    Counted counted = new Counted(source, reason);
    if (counts.size() >= SOURCES_MAX && !counts.containsKey(counted)) {
      counted = new Counted(OTHER_SOURCES, reason);
    }
    counts.merge(counted, 1L, Long::sum);
  }

  @Scheduled(fixedDelay = FLUSH_INTERVAL, initialDelay = FLUSH_INTERVAL)
  @PreDestroy
  void writeCountsOfTheMinute() {
    writeCounts();
  }

  /** Writes what was counted since the last time; completes when it is committed. */
  CompletableFuture<Void> writeCounts() {
    List<Map.Entry<Counted, Long>> drained = drain();
    Instant at = clock.instant();
    List<CompletableFuture<Committed>> written = new ArrayList<>();
    for (int from = 0; from < drained.size(); from += LEAVES_PER_ENTRY_MAX) {
      int to = Math.min(from + LEAVES_PER_ENTRY_MAX, drained.size());
      written.add(
          append(
              drained.subList(from, to).stream()
                  .map(e -> event(e.getKey(), e.getValue(), at))
                  .toList()));
    }
    return CompletableFuture.allOf(written.toArray(CompletableFuture[]::new));
  }

  private AuditEventBuilder event(Counted counted, long times, Instant at) {
    return trail
        .event(EventType.REFUSAL, COUNT_OPERATION, counted.reason(), at)
        .count(times)
        .personal(PersonalMember.CLIENT_ADDRESS, counted.source());
  }

  private synchronized List<Map.Entry<Counted, Long>> drain() {
    Map<Counted, Long> drained = counts;
    counts = new HashMap<>();
    return List.copyOf(drained.entrySet());
  }

  private CompletableFuture<Committed> append(List<AuditEventBuilder> events) {
    CompletableFuture<Committed> written =
        journal.append(() -> {
          Entry.Builder entry = Entry.decidedAt(journal.stamp());
          RecordKey key = trail.newKey(entry);
          events.forEach(event -> trail.add(entry, key, event));
          return new Proposal.Decision.Write(entry.build());
        });
    written.whenComplete((done, failed) -> {
      if (failed != null) {
        LOG.error("{} refusals could not be written to the audit log", events.size());
      }
    });
    return written;
  }
}
