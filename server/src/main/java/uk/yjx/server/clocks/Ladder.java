package uk.yjx.server.clocks;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import uk.yjx.clocks.v1.ClockKind;
import uk.yjx.clocks.v1.Post;

/**
 * Who is told, and when, while nobody answers. Pure: step and time follow from when the clock was
 * started and the agency's calendar.
 *
 * @param kind what it is for
 * @param version from 1 on; 0 for the default of the exchange
 * @param inHours rungs of what begins while the office is open
 * @param outOfHours rungs of what begins while it is closed; empty when there is no difference
 * @param nobodyLeft when, after the last rung, it counts as «nobody left to tell»; null for never
 */
public record Ladder(
    ClockKind kind,
    int version,
    List<Rung> inHours,
    List<Rung> outOfHours,
    @Nullable RungTime nobodyLeft) {

  /** Rungs that a ladder may have. */
  public static final int RUNGS_MAX = 12;

  /**
   * A step as it is for one clock.
   *
   * @param index its number, from 0
   * @param at when it is reached
   * @param posts who is told
   * @param nobodyLeft it is the end: nobody is left to tell
   */
  public record Step(int index, Instant at, List<Post> posts, boolean nobodyLeft) {}

  /** Copies the lists; rejects a ladder without rungs and one with too many. */
  public Ladder {
    inHours = List.copyOf(inHours);
    outOfHours = List.copyOf(outOfHours);
    if (inHours.isEmpty() || inHours.size() > RUNGS_MAX || outOfHours.size() > RUNGS_MAX) {
      throw new IllegalArgumentException("a ladder has 1 to " + RUNGS_MAX + " rungs");
    }
  }

  /**
   * A step of a clock started then; empty past the end. Steps never go back in time, whatever rungs
   * were configured.
   *
   * @param index from 0
   */
  public Optional<Step> step(int index, Instant startedAt, AgencyCalendar calendar) {
    List<Rung> rungs = rungs(startedAt, calendar);
    boolean end = index == rungs.size() && nobodyLeft != null;
    if (index >= rungs.size() && !end) {
      return Optional.empty();
    }
    Instant at = startedAt;
    for (Rung rung : rungs.subList(0, Math.min(index + 1, rungs.size()))) {
      at = later(at, rung.time().after(startedAt, calendar));
    }
    RungTime last = nobodyLeft;
    if (end && last != null) {
      at = later(at, last.after(startedAt, calendar));
    }
    List<Post> posts = end ? List.of(Post.POST_OPERATOR) : rungs.get(index).posts();
    return Optional.of(new Step(index, at, posts, end));
  }

  /** Who is told at the very start: posts of the rungs that no time lies before. */
  public List<Post> atOnce(Instant startedAt, AgencyCalendar calendar) {
    List<Post> posts = new ArrayList<>();
    for (int i = 0; i < firstLater(startedAt, calendar); i++) {
      posts.addAll(step(i, startedAt, calendar).orElseThrow().posts());
    }
    return posts;
  }

  /** The first step that lies after the start: for it the clock is started; empty for none. */
  public Optional<Step> first(Instant startedAt, AgencyCalendar calendar) {
    return step(firstLater(startedAt, calendar), startedAt, calendar);
  }

  private int firstLater(Instant startedAt, AgencyCalendar calendar) {
    int index = 0;
    while (index < rungs(startedAt, calendar).size()
        && !step(index, startedAt, calendar).orElseThrow().at().isAfter(startedAt)) {
      index++;
    }
    return index;
  }

  /** Everyone a ladder may tell. */
  public List<Post> posts() {
    return Stream.concat(inHours.stream(), outOfHours.stream())
        .flatMap(rung -> rung.posts().stream())
        .distinct()
        .toList();
  }

  private List<Rung> rungs(Instant startedAt, AgencyCalendar calendar) {
    return outOfHours.isEmpty() || calendar.isOpen(startedAt) ? inHours : outOfHours;
  }

  private static Instant later(Instant a, Instant b) {
    return a.isAfter(b) ? a : b;
  }
}
