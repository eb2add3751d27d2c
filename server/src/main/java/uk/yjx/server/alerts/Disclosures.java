package uk.yjx.server.alerts;

import jakarta.inject.Singleton;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.jspecify.annotations.Nullable;
import uk.yjx.alerts.v1.Alert;
import uk.yjx.alerts.v1.AlertEvent;
import uk.yjx.alerts.v1.EntryCause;
import uk.yjx.common.v1.Handling;
import uk.yjx.common.v1.Purpose;
import uk.yjx.server.agreements.Sharing;
import uk.yjx.server.identity.Caller;
import uk.yjx.server.journal.Committed;
import uk.yjx.server.journal.Disclosed;
import uk.yjx.server.journal.Journal;
import uk.yjx.server.kernel.Failure;

/**
 * Releases alerts towards readers: agreements again, projection, audit event committed, and only
 * then a message that can be sent. What changed meanwhile is decided again under the journal's
 * lock.
 */
@Singleton
final class Disclosures {
  private final Journal journal;
  private final Disclosing disclosing;

  Disclosures(Journal journal, Disclosing disclosing) {
    this.journal = journal;
    this.disclosing = disclosing;
  }

  /**
   * A line of a mailbox with the alert it is about; without a cause, an alert asked for by a call.
   */
  record Line(UUID alert, EntryCause cause) {}

  /**
   * Alerts as they were: what changed later is read again.
   *
   * @param readAt the journal's position before they were read; none when they are kept in memory
   *     as they were raised
   */
  record Known(Map<UUID, AlertRow> rows, OptionalLong readAt) {

    /** Alerts read from their tables after noting the journal's position. */
    static Known read(Map<UUID, AlertRow> rows, long position) {
      return new Known(rows, OptionalLong.of(position));
    }

    /** Alerts in memory, each known as of the position at which it was raised. */
    static Known raised(Map<UUID, AlertRow> rows) {
      return new Known(rows, OptionalLong.empty());
    }

    /** The position as of which an alert is known. */
    long asOf(AlertRow row) {
      return readAt.orElse(row.raisedPosition());
    }
  }

  /**
   * Who reads, why, and by which call.
   *
   * @param emergency the emergency access under which it is read; null for ordinary reading
   */
  record Reader(Caller caller, Purpose purpose, String operation, @Nullable UUID emergency) {
    Reader(Caller caller, Purpose purpose, String operation) {
      this(caller, purpose, operation, null);
    }
  }

  /** Which of the lines may be sent, in their order; one for each line, null where it may not. */
  record Outcome(List<@Nullable AlertEvent> events) {

    /** Whether nothing at all is to be sent. */
    boolean isEmpty() {
      return events.stream().allMatch(e -> e == null);
    }
  }

  /** What may be sent once its audit event is committed. */
  record Released(Outcome outcome, @Nullable Committed commit) {

    /** The message that carries the events: only a commit gives one. */
    <T extends com.google.protobuf.Message> Disclosed<T> message(T message) {
      Committed by = commit;
      if (by == null) {
        throw new IllegalStateException("nothing was disclosed");
      }
      return Disclosed.by(by, message);
    }
  }

  /**
   * Releases alerts to a reader. Completes after the commit of the disclosures; without one when
   * nothing of it may be sent. Fails when the reader's access has ended.
   */
  CompletableFuture<Released> release(Reader reader, List<Line> lines, Known known) {
    Disclosing.Release release = disclosing.of(reader, lines, known);
    return journal
        .append(release)
        .handle((commit, error) -> {
          if (error == null) {
            return new Released(release.outcome(), commit);
          }
          if (isNothing(error)) {
            return new Released(release.outcome(), null);
          }
          throw error instanceof RuntimeException e ? e : new IllegalStateException(error);
        });
  }

  /** The position to note before alerts are read that are to be released. */
  long stamp() {
    return journal.stamp();
  }

  /**
   * What an alert shares, under the handling its sender named.
   *
   * @param shielded the child is protected, by the alert or by the caseload now
   */
  static Sharing sharing(NewAlert alert, boolean shielded) {
    Alert facts = alert.facts();
    Handling.Builder handling =
        Handling.newBuilder()
            .setGateway(alert.basis().gateway())
            .setRegime(facts.getBasis().getRegime())
            .setMarking(facts.getMarking());
    if (facts.hasGrading()) {
      handling.setGrading(facts.getGrading());
    }
    if (facts.hasConditions()) {
      handling.setConditions(facts.getConditions());
    }
    return new Sharing(
        alert.source(), alert.service(), alert.category(), handling.build(), shielded);
  }

  private static boolean isNothing(Throwable error) {
    Throwable cause = error instanceof CompletionException ? error.getCause() : error;
    return cause instanceof Failure.Refused refused
        && refused.failure().equals(Disclosing.NOTHING_TO_DISCLOSE);
  }
}
