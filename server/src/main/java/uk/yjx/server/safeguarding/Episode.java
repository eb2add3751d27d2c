package uk.yjx.server.safeguarding;

import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Something that begins and ends, such as a missing episode, as all notices that stand about it
 * tell it together. It follows from the set of them alone, so the order in which they came cannot
 * matter.
 *
 * @param state where it stands
 * @param since when it began; null when no start is known
 * @param until when it ended; null while it goes on
 * @param decidedBy the notice that it stands so by; null when nothing stands
 * @param interviewed an interview about this return has taken place
 */
record Episode(
    State state,
    @Nullable Instant since,
    @Nullable Instant until,
    @Nullable UUID decidedBy,
    boolean interviewed) {

  /**
   * Time within which an independent interview is due after a missing child's return (Department
   * for Education, statutory guidance on children who run away or go missing from home or care,
   * January 2014).
   */
  static final Duration RETURN_INTERVIEW = Duration.ofHours(72);

  private static final Comparator<Told> BY_TIME =
      Comparator.comparing(Told::at).thenComparing(Told::edge).thenComparing(Told::notice);

  /** Where it stands. */
  enum State {
    /** Nothing that begins or ends it stands. */
    NOTHING,
    /** It goes on. */
    OPEN,
    /** It is over, whether its start is known or not. */
    ENDED
  }

  /** What a notice tells of it; of two at the same moment an end is the later. */
  enum Edge {
    START,
    END,
    INTERVIEW
  }

  /** One notice that stands: which, what it tells, and of when. */
  record Told(UUID notice, Edge edge, Instant at) {}

  /**
   * How it stands by these notices. They are taken in the order of when things happened: a start
   * opens it unless it is open, an end ends it unless it is over. The last of them decides, so an
   * end that lies before a later start leaves it open, and a second start changes nothing.
   */
  static Episode of(Collection<Told> standing) {
    List<Told> told = standing.stream().sorted(BY_TIME).toList();
    Episode episode = new Episode(State.NOTHING, null, null, null, false);
    for (Told one : told) {
      episode = episode.after(one);
    }
    return episode;
  }

  /** When the return interview is due; empty while there is no return or no need of one. */
  Optional<Instant> interviewDue() {
    Instant returned = until;
    return state == State.ENDED && returned != null && !interviewed
        ? Optional.of(returned.plus(RETURN_INTERVIEW))
        : Optional.empty();
  }

  private Episode after(Told next) {
    return switch (next.edge()) {
      case START ->
          state == State.OPEN
              ? this
              : new Episode(State.OPEN, next.at(), null, next.notice(), false);
      case END ->
          state == State.ENDED
              ? this
              : new Episode(State.ENDED, since, next.at(), next.notice(), interviewed);
      // Known before anything else is, it may be of a return whose end has not been told yet.
      case INTERVIEW -> new Episode(state, since, until, decidedBy, true);
    };
  }
}
