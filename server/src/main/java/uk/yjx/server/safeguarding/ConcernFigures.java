package uk.yjx.server.safeguarding;

import jakarta.inject.Singleton;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import uk.yjx.server.kernel.AgencyId;
import uk.yjx.server.kernel.ChildId;

/** Whether other agencies answered a service's concerns before these climbed. */
@Singleton
public final class ConcernFigures {
  /** Concerns that figures of one service are made of, the newest. */
  public static final int CONCERNS_MAX = 20_000;

  private final ConcernStore store;

  ConcernFigures(ConcernStore store) {
    this.store = store;
  }

  /** A concern of which it is known by now. */
  public record Answered(ChildId child, AgencyId by, boolean inTime) {}

  /** Concerns that a service raised at times in [from, to), as far as it is known of them. */
  public List<Answered> of(AgencyId service, Instant from, Instant to) {
    return store.of(service, Long.MAX_VALUE, CONCERNS_MAX).stream()
        .filter(one -> one.head().from().equals(service))
        .filter(one -> !one.head().raisedAt().isBefore(from) && one.head().raisedAt().isBefore(to))
        .flatMap(one ->
            inTime(one.thread()).stream()
                .map(in -> new Answered(one.head().child(), one.head().to(), in)))
        .toList();
  }

  /** Whether it was answered before it climbed; empty while neither has happened. Pure. */
  static Optional<Boolean> inTime(List<Concern.Done> thread) {
    for (Concern.Done done : thread) {
      switch (done.kind()) {
        case THREAD_ENTRY_KIND_CLIMBED -> {
          return Optional.of(false);
        }
        case THREAD_ENTRY_KIND_DECIDED, THREAD_ENTRY_KIND_CONVERSATION_CONFIRMED -> {
          return Optional.of(true);
        }
        case THREAD_ENTRY_KIND_WITHDRAWN -> {
          return Optional.empty();
        }
        case THREAD_ENTRY_KIND_RAISED,
            THREAD_ENTRY_KIND_ACKNOWLEDGED,
            THREAD_ENTRY_KIND_QUESTION,
            THREAD_ENTRY_KIND_ANSWER,
            THREAD_ENTRY_KIND_CONVERSATION,
            THREAD_ENTRY_KIND_INSUFFICIENT,
            THREAD_ENTRY_KIND_CLOSED,
            THREAD_ENTRY_KIND_CORRECTION,
            THREAD_ENTRY_KIND_NOT_SHARED,
            THREAD_ENTRY_KIND_ACKNOWLEDGEMENT_OVERDUE,
            THREAD_ENTRY_KIND_UNSPECIFIED,
            UNRECOGNIZED -> {}
      }
    }
    return Optional.empty();
  }
}
