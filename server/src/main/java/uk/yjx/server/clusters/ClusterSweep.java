package uk.yjx.server.clusters;

import io.micronaut.scheduling.annotation.Scheduled;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletionException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import uk.yjx.clusters.v1.ClosingReason;
import uk.yjx.common.v1.Purpose;
import uk.yjx.common.v1.RecallReason;
import uk.yjx.server.alerts.LinkedAlerts;
import uk.yjx.server.alerts.LinkedAlerts.Linked;
import uk.yjx.server.audit.EventType;
import uk.yjx.server.audit.PersonalMember;
import uk.yjx.server.journal.AuditTrail;
import uk.yjx.server.journal.Entry;
import uk.yjx.server.journal.FactKey;
import uk.yjx.server.journal.Journal;
import uk.yjx.server.journal.Proposal;
import uk.yjx.server.kernel.Failure;
import uk.yjx.server.storage.RecordKey;

/**
 * Looks after open clusters: an event that its sender withdrew, that was about somebody else, or
 * that was erased counts no more, and what came of it is taken back.
 */
@Singleton
final class ClusterSweep {
  /** Clusters looked at together. */
  static final int PAGE = 200;

  private static final Logger LOG = LoggerFactory.getLogger(ClusterSweep.class);
  private static final String OPERATION = "yjx.clusters/Settle";
  private static final UUID FIRST = new UUID(0, 0);

  private static final Failure NOTHING_TO_DO =
      Failure.of(Failure.Code.NOT_FOUND, "NOTHING_TO_DO", "everything is as it should be");

  private final Journal journal;
  private final AuditTrail audit;
  private final ClusterStore store;
  private final LinkedAlerts alerts;
  private final Warnings warnings;
  private final InstantSource clock;
  private long seen = -1;

  ClusterSweep(
      Journal journal,
      AuditTrail audit,
      ClusterStore store,
      LinkedAlerts alerts,
      Warnings warnings,
      InstantSource clock) {
    this.journal = journal;
    this.audit = audit;
    this.store = store;
    this.alerts = alerts;
    this.warnings = warnings;
    this.clock = clock;
  }

  @Scheduled(fixedDelay = "10s", initialDelay = "10s")
  void look() {
    try {
      run();
    } catch (RuntimeException e) {
      LOG.warn(
          "incident clusters were not looked through: {}",
          e instanceof Failure.Refused refused
              ? refused.failure().reason()
              : e.getClass().getName());
    }
  }

  /** Looks once; how many clusters changed. Without a database when nothing is new. */
  synchronized int run() {
    long upTo = journal.stamp();
    if (upTo == seen) {
      return 0;
    }
    int changed = 0;
    List<UUID> page = store.open(FIRST, PAGE);
    while (!page.isEmpty()) {
      List<Cluster> clusters = store.load(page);
      Set<UUID> linked = new LinkedHashSet<>();
      clusters.forEach(it -> linked.addAll(it.alerts()));
      Map<UUID, Linked> known = alerts.find(linked);
      for (Cluster it : clusters) {
        if (!danger(it, known).isSettled() && settle(it.id())) {
          changed++;
        }
      }
      page = page.size() < PAGE ? List.of() : store.open(page.getLast(), PAGE);
    }
    seen = upTo;
    return changed;
  }

  /** What another process has done meanwhile is no failure. */
  private boolean settle(UUID cluster) {
    try {
      var unused = journal.append(() -> decide(cluster)).join();
      return true;
    } catch (CompletionException e) {
      if (e.getCause() instanceof Failure.Refused refused) {
        if (!refused.failure().equals(NOTHING_TO_DO)) {
          LOG.warn("an incident cluster was not settled: {}", refused.failure().reason());
        }
        return false;
      }
      throw e.getCause() instanceof RuntimeException cause ? cause : e;
    }
  }

  private Proposal.Decision decide(UUID id) {
    try {
      return settled(id);
    } catch (Failure.Refused refused) {
      return new Proposal.Decision.Abandon(refused.failure());
    }
  }

  private Proposal.Decision settled(UUID id) {
    Entry.Builder entry = Entry.decidedAt(journal.stamp()).depends(FactKey.cluster(id));
    Cluster it = store.find(id).filter(Cluster::isOpen).orElse(null);
    if (it == null) {
      return new Proposal.Decision.Abandon(NOTHING_TO_DO);
    }
    it.alerts().forEach(alert -> entry.depends(FactKey.alert(alert)));
    Danger danger = danger(it, alerts.find(it.alerts()));
    if (danger.isSettled()) {
      return new Proposal.Decision.Abandon(NOTHING_TO_DO);
    }
    Instant now = clock.instant().truncatedTo(ChronoUnit.MICROS);
    RecordKey key = audit.newKey(entry);
    if (danger.tooFew()) {
      warnings.close(entry, it, danger, ClosingReason.CLOSING_REASON_TOO_FEW_CHILDREN, now);
    } else {
      warnings.settle(entry, key, it, danger, RecallReason.RECALL_REASON_FALSE, now);
    }
    audit.add(
        entry,
        key,
        audit
            .event(EventType.ALTERATION, OPERATION, danger.tooFew() ? "closed" : "settled", now)
            .from(it.service().value())
            .purpose(Purpose.PURPOSE_SAFEGUARDING.name())
            .personal(PersonalMember.RECORDS, id.toString())
            .personal(PersonalMember.SUBJECTS, ClusterWords.subjects(it.warned())));
    return new Proposal.Decision.Write(entry.build());
  }

  private static Danger danger(Cluster it, Map<UUID, Linked> known) {
    return Danger.of(Cluster.inDanger(it.events(), known), it.warned(), it.isWithOthers());
  }
}
