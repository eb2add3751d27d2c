package uk.yjx.server.safeguarding;

import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import uk.yjx.clocks.v1.ClockKind;
import uk.yjx.clocks.v1.ClockState;
import uk.yjx.clocks.v1.Post;
import uk.yjx.safeguarding.v1.ConcernRisk;
import uk.yjx.safeguarding.v1.ConcernStanding;
import uk.yjx.server.clocks.AgencyCalendar;
import uk.yjx.server.clocks.Clock;
import uk.yjx.server.clocks.ClockBook;
import uk.yjx.server.clocks.ClockKey;
import uk.yjx.server.clocks.ClockSettings;
import uk.yjx.server.clocks.Clocks;
import uk.yjx.server.clocks.Ladder;
import uk.yjx.server.clocks.NewClock;
import uk.yjx.server.journal.Entry;
import uk.yjx.server.journal.FactKey;
import uk.yjx.server.journal.Receipts;
import uk.yjx.server.kernel.Failure;

/**
 * The clocks of a concern: one for its acknowledgement, one that climbs until it is answered. They
 * run by the receiving agency's calendar and ladder, and both agencies climb by them together.
 */
@Singleton
final class ConcernLadder {
  /** Within this time an immediate concern is acknowledged, at whatever hour. */
  static final Duration ACKNOWLEDGE_IMMEDIATE = Duration.ofMinutes(30);

  /** Within this time of open hours any other is. */
  static final Duration ACKNOWLEDGE_OTHER = Duration.ofHours(4);

  static final Failure TOO_LATE =
      Failure.field(
          "DUE_TOO_LATE", "decide_by", "an answer may be asked for earlier, never for later");

  private final ClockSettings settings;
  private final Clocks clocks;

  ConcernLadder(ClockSettings settings, Clocks clocks) {
    this.settings = settings;
    this.clocks = clocks;
  }

  /**
   * What begins when a concern is raised.
   *
   * @param rung the first rung that lies ahead
   * @param atOnce who is told at the very start
   * @param dueAt when it climbs first
   */
  record Begun(int rung, List<Post> atOnce, Instant dueAt) {
    Begun {
      atOnce = List.copyOf(atOnce);
    }
  }

  static ClockKey key(ConcernTables.Head head) {
    return new ClockKey(kind(head.risk()), head.id());
  }

  static ClockKey acknowledgement(UUID concern) {
    return new ClockKey(ClockKind.CLOCK_KIND_CONCERN_ACKNOWLEDGEMENT, concern);
  }

  static ClockKind kind(ConcernRisk risk) {
    return risk == ConcernRisk.CONCERN_RISK_IMMEDIATE
        ? ClockKind.CLOCK_KIND_CONCERN_IMMEDIATE
        : ClockKind.CLOCK_KIND_CONCERN;
  }

  /** Starts both clocks of a concern raised now. */
  Begun begin(Entry.Builder entry, ConcernTables.Head head, @Nullable Instant decideBy) {
    Instant now = head.raisedAt();
    entry.depends(FactKey.clockRules(head.to()));
    ClockBook book = settings.now();
    AgencyCalendar calendar = book.calendar(head.to());
    Ladder ladder = book.ladder(head.to(), kind(head.risk()), now);
    Ladder.Step first = ladder.first(now, calendar).orElseThrow();
    Instant due = first.at();
    if (decideBy != null) {
      if (decideBy.isBefore(now)) {
        throw Clocks.DUE_IN_PAST.refused();
      }
      if (decideBy.isAfter(due)) {
        throw TOO_LATE.refused();
      }
      due = decideBy;
    }
    clocks.start(entry, new NewClock(key(head), head.to(), now, due, first.index(), first.posts()));
    Instant acknowledgeBy =
        head.risk() == ConcernRisk.CONCERN_RISK_IMMEDIATE
            ? now.plus(ACKNOWLEDGE_IMMEDIATE)
            : calendar.plusWorkingTime(now, ACKNOWLEDGE_OTHER);
    clocks.start(
        entry,
        new NewClock(
            acknowledgement(head.id()),
            head.to(),
            now,
            acknowledgeBy,
            0,
            List.of(Post.POST_TEAM_MANAGER)));
    return new Begun(first.index(), ladder.atOnce(now, calendar), due);
  }

  /** Stops what need not run any more. */
  void follow(Entry.Builder entry, ConcernTables.Head head, Concern before, Concern after) {
    if (before.waitsForAcknowledgement() && !after.waitsForAcknowledgement()) {
      clocks.stop(entry, acknowledgement(head.id()), "acknowledged");
    }
    if (before.waits() && !after.waits()) {
      clocks.stop(entry, key(head), "answered");
    }
  }

  /** Goes up one rung at once, and climbs on from there; who is told now. */
  List<Post> again(Entry.Builder entry, ConcernTables.Head head, Concern before, Instant now) {
    entry.depends(FactKey.clockRules(head.to()));
    ClockBook book = settings.now();
    AgencyCalendar calendar = book.calendar(head.to());
    Ladder ladder = book.ladder(head.to(), kind(head.risk()), now);
    Optional<Ladder.Step> here = ladder.step(before.rung(), now, calendar);
    Optional<Ladder.Step> next = ladder.step(before.rung() + 1, now, calendar);
    if (here.isPresent() && next.isPresent()) {
      Instant due = now.plus(Duration.between(here.get().at(), next.get().at()));
      clocks.restart(
          entry,
          new NewClock(key(head), head.to(), now, due, next.get().index(), next.get().posts()));
    }
    return here.map(Ladder.Step::posts).orElseGet(() -> told(head, before));
  }

  /** Everyone who has been told by the ladder so far. */
  List<Post> told(ConcernTables.Head head, Concern concern) {
    ClockBook book = settings.now();
    AgencyCalendar calendar = book.calendar(head.to());
    Ladder ladder = book.ladder(head.to(), kind(head.risk()), head.raisedAt());
    List<Post> posts = new ArrayList<>();
    for (int rung = 0; rung < concern.rung(); rung++) {
      ladder
          .step(rung, head.raisedAt(), calendar)
          .filter(step -> !step.nobodyLeft())
          .ifPresent(step -> posts.addAll(step.posts()));
    }
    return posts.stream().distinct().toList();
  }

  /** The rung that a clock has come to, and the one after. */
  record Here(Optional<Ladder.Step> rung, Optional<Ladder.Step> next) {}

  /** What a clock that is due has come to. */
  Here here(Clock due) {
    ClockBook book = settings.now();
    AgencyCalendar calendar = book.calendar(due.agency());
    Ladder ladder = book.ladder(due.agency(), due.key().kind(), due.startedAt());
    return new Here(
        ladder.step(due.step(), due.startedAt(), calendar),
        ladder.step(due.step() + 1, due.startedAt(), calendar));
  }

  /** How a concern stands, with who is told next and when. */
  ConcernStanding standing(ConcernTables.Head head, Concern concern) {
    ConcernStanding.Builder out =
        ConcernStanding.newBuilder()
            .setState(concern.state())
            .setDecision(concern.decision())
            .setClimbs(concern.climbs())
            .setInsufficient(concern.insufficient());
    Concern.Side asked = concern.questionFor();
    if (asked != null) {
      out.setQuestionFor(head.agency(asked).value());
    }
    if (concern.waitsForAcknowledgement()) {
      running(acknowledgement(head.id()))
          .ifPresent(clock -> out.setAcknowledgeBy(Receipts.timestamp(clock.dueAt())));
    }
    if (concern.waits()) {
      running(key(head))
          .ifPresent(clock ->
              out.addAllNextPosts(clock.next()).setNextAt(Receipts.timestamp(clock.dueAt())));
    }
    return out.build();
  }

  private Optional<Clock> running(ClockKey key) {
    return clocks.find(key).filter(clock -> clock.state() == ClockState.CLOCK_STATE_PENDING);
  }
}
