package uk.yjx.server.alerts;

import jakarta.inject.Singleton;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import uk.yjx.alerts.v1.Alert;
import uk.yjx.alerts.v1.AlertState;
import uk.yjx.alerts.v1.EntryCause;
import uk.yjx.alerts.v1.NextRung;
import uk.yjx.clocks.v1.ClockKind;
import uk.yjx.clocks.v1.Post;
import uk.yjx.server.caseload.Holders;
import uk.yjx.server.clocks.AgencyCalendar;
import uk.yjx.server.clocks.ClockBook;
import uk.yjx.server.clocks.ClockKey;
import uk.yjx.server.clocks.ClockSettings;
import uk.yjx.server.clocks.Clocks;
import uk.yjx.server.clocks.Ladder;
import uk.yjx.server.clocks.NewClock;
import uk.yjx.server.identity.DirectoryFacts;
import uk.yjx.server.journal.Entry;
import uk.yjx.server.journal.FactKey;
import uk.yjx.server.journal.Receipts;
import uk.yjx.server.kernel.Urgency;

/**
 * Starts the clock of every alert that must be acknowledged, in the entry that raises it, and stops
 * it in the entry in which somebody deals with it. There is no other way to silence a ladder.
 */
@Singleton
public final class AlertLadders {
  /** Recipients of an alert have it anyway. */
  private static final List<Post> HAVE_IT_ANYWAY =
      List.of(Post.POST_WORKER, Post.POST_DUTY_OFFICER);

  private final ClockSettings settings;
  private final Clocks clocks;
  private final AlertTables tables;
  private final Relations relations;
  private final DirectoryFacts directory;

  AlertLadders(
      ClockSettings settings,
      Clocks clocks,
      AlertTables tables,
      Relations relations,
      DirectoryFacts directory) {
    this.settings = settings;
    this.clocks = clocks;
    this.tables = tables;
    this.relations = relations;
    this.directory = directory;
  }

  /**
   * The clock of an alert raised now, and a line for everyone else who is told at once: out of
   * hours, who is on call. Nothing for a note.
   */
  public void begin(Entry.Builder entry, NewAlert alert) {
    if (alert.isNote()) {
      return;
    }
    Instant dueAt = alert.dueAt();
    if (alert.child() == null) {
      // A front door has no ladder: what nobody there takes in time reaches the operator.
      if (alert.urgency() != Urgency.ROUTINE && dueAt != null) {
        clocks.start(
            entry,
            new NewClock(
                key(alert),
                alert.service(),
                alert.raisedAt(),
                dueAt,
                0,
                List.of(Post.POST_OPERATOR)));
      }
      return;
    }
    entry.depends(FactKey.clockRules(alert.service()));
    ClockBook book = settings.now();
    AgencyCalendar calendar = book.calendar(alert.service());
    Ladder ladder = ladder(book, alert);
    List<Post> atOnce =
        ladder.atOnce(alert.raisedAt(), calendar).stream()
            .filter(post -> !HAVE_IT_ANYWAY.contains(post))
            .toList();
    if (!atOnce.isEmpty()) {
      entry.depends(FactKey.service(alert.service()));
      Climb.mailboxes(atOnce, barred(alert, alert.raisedAt()), alert.service(), directory.current())
          .forEach(to -> append(entry, to, alert, EntryCause.ENTRY_CAUSE_NEW));
    }
    ladder
        .first(alert.raisedAt(), calendar)
        .ifPresent(step ->
            clocks.start(
                entry, NewClock.climbing(key(alert), alert.service(), alert.raisedAt(), step)));
  }

  /** Somebody has dealt with the alert: it climbs no further, and nobody need look for it. */
  void stop(Entry.Builder entry, AlertRow row, String why, Instant at) {
    if (!waits(row)) {
      return;
    }
    NewAlert alert = row.alert();
    clocks.stop(entry, key(alert), why);
    if (hasBegunToClimb(alert, at)) {
      tables.close(entry, nobodyLeftItem(alert));
    }
  }

  /** What was withdrawn climbs no further, and nobody need look for it. */
  void recalled(Entry.Builder entry, UUID alert, Urgency urgency) {
    if (urgency != Urgency.NOTE) {
      clocks.stop(entry, new ClockKey(kind(urgency), alert), "withdrawn");
      tables.close(entry, nobodyLeftItem(alert));
    }
  }

  /** The alert with who is told next, and when. */
  Alert withNext(Alert shown, AlertRow row, Instant now) {
    if (!waits(row) || row.alert().child() == null) {
      return shown;
    }
    NewAlert alert = row.alert();
    ClockBook book = settings.now();
    AgencyCalendar calendar = book.calendar(alert.service());
    Ladder ladder = ladder(book, alert);
    Optional<Ladder.Step> step = ladder.first(alert.raisedAt(), calendar);
    @Nullable Instant passedOn = null;
    while (step.isPresent()) {
      Ladder.Step it = step.get();
      Instant at = passedOn == null ? it.at() : passedOn;
      boolean reached = it.nobodyLeft() || isAnyoneThere(it.posts(), alert, now);
      if (reached && at.isAfter(now)) {
        return shown.toBuilder()
            .setNextRung(
                NextRung.newBuilder().addAllPosts(it.posts()).setAt(Receipts.timestamp(at)))
            .build();
      }
      // A rung at which nobody is passes on at once.
      passedOn = reached ? null : at;
      step = ladder.step(it.index() + 1, alert.raisedAt(), calendar);
    }
    return shown;
  }

  private boolean isAnyoneThere(List<Post> posts, NewAlert alert, Instant now) {
    return posts.contains(Post.POST_WORKER)
        || !Climb.mailboxes(posts, barred(alert, now), alert.service(), directory.current())
            .isEmpty();
  }

  /**
   * Nobody by name, and who is kept apart: offices alone are looked for, and there are none for a
   * protected child.
   */
  private Holders barred(NewAlert alert, Instant at) {
    Holders nobody = Holders.NOBODY.without(relations.holders(alert, at).barred());
    return alert.isProtected() ? nobody.shield() : nobody;
  }

  /** Whether the alert still asks for an acknowledgement. */
  static boolean waits(AlertRow row) {
    return !row.alert().isNote()
        && !row.alert().hasLadderElsewhere()
        && !row.isDealtWith()
        && row.state() != AlertState.ALERT_STATE_HANDLED_BY_COVER;
  }

  /** The content-free item of an alert that nobody is left to tell of; it names no alert. */
  static UUID nobodyLeftItem(NewAlert alert) {
    return nobodyLeftItem(alert.id());
  }

  private static UUID nobodyLeftItem(UUID alert) {
    return UUID.nameUUIDFromBytes(("nobody-left " + alert).getBytes(StandardCharsets.UTF_8));
  }

  static Ladder ladder(ClockBook book, NewAlert alert) {
    return book.ladder(alert.service(), kind(alert.urgency()), alert.raisedAt());
  }

  void append(Entry.Builder entry, Mailbox to, NewAlert alert, EntryCause cause) {
    tables.append(entry, new MailboxEntry(to, alert.service(), alert.id(), cause));
  }

  private boolean hasBegunToClimb(NewAlert alert, Instant at) {
    Instant dueAt = alert.dueAt();
    if (alert.child() == null) {
      return dueAt != null && !at.isBefore(dueAt);
    }
    ClockBook book = settings.now();
    return ladder(book, alert)
        .first(alert.raisedAt(), book.calendar(alert.service()))
        .filter(step -> !step.at().isAfter(at))
        .isPresent();
  }

  private static ClockKey key(NewAlert alert) {
    return new ClockKey(kind(alert.urgency()), alert.id());
  }

  private static ClockKind kind(Urgency urgency) {
    return switch (urgency) {
      case IMMEDIATE -> ClockKind.CLOCK_KIND_ALERT_IMMEDIATE;
      case SAME_DAY -> ClockKind.CLOCK_KIND_ALERT_SAME_DAY;
      case ROUTINE -> ClockKind.CLOCK_KIND_ALERT_ROUTINE;
      case NOTE -> throw new IllegalArgumentException("a note has no clock");
    };
  }
}
