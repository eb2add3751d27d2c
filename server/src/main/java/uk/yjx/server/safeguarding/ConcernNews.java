package uk.yjx.server.safeguarding;

import jakarta.inject.Singleton;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import uk.yjx.alerts.v1.EntryCause;
import uk.yjx.clocks.v1.Post;
import uk.yjx.server.alerts.AlertTables;
import uk.yjx.server.alerts.Mailbox;
import uk.yjx.server.alerts.MailboxEntry;
import uk.yjx.server.journal.Entry;
import uk.yjx.server.journal.FactKey;

/** Tells both sides of a concern, over the feed of alerts, that something has changed in it. */
@Singleton
final class ConcernNews {
  private final Parties parties;
  private final AlertTables alerts;

  ConcernNews(Parties parties, AlertTables alerts) {
    this.parties = parties;
    this.alerts = alerts;
  }

  /** Tells the workers of both sides, and everybody else named. */
  void tell(
      Entry.Builder entry,
      ConcernTables.Head head,
      List<Post> others,
      EntryCause cause,
      Instant now) {
    depend(entry, head);
    List<Post> posts = new ArrayList<>(List.of(Post.POST_WORKER));
    posts.addAll(others);
    Set<Mailbox> raising = new LinkedHashSet<>(parties.raising(posts, head, now));
    if (!parties.isKeptApart(head.raisedBy(), head, now)) {
      raising.add(Mailbox.of(head.raisedBy()));
    }
    raising.forEach(to -> line(entry, to, head, Concern.Side.RAISER, cause));
    parties
        .receiving(posts, head)
        .forEach(to -> line(entry, to, head, Concern.Side.RECEIVER, cause));
  }

  /** Tells only who is named, in both agencies; whether anybody was there. */
  boolean climb(Entry.Builder entry, ConcernTables.Head head, List<Post> posts, Instant now) {
    List<Mailbox> raising = parties.raising(posts, head, now);
    List<Mailbox> receiving = parties.receiving(posts, head);
    EntryCause cause = EntryCause.ENTRY_CAUSE_ESCALATED;
    raising.forEach(to -> line(entry, to, head, Concern.Side.RAISER, cause));
    receiving.forEach(to -> line(entry, to, head, Concern.Side.RECEIVER, cause));
    return !raising.isEmpty() || !receiving.isEmpty();
  }

  /** Whether anybody is there to be told. */
  boolean isAnyoneThere(ConcernTables.Head head, List<Post> posts, Instant now) {
    return !parties.raising(posts, head, now).isEmpty()
        || !parties.receiving(posts, head).isEmpty();
  }

  /** The facts by which it is decided who is told. */
  static void depend(Entry.Builder entry, ConcernTables.Head head) {
    facts(head).forEach(entry::depends);
  }

  /** The same, as a set. */
  static Set<Long> facts(ConcernTables.Head head) {
    return Set.of(
        FactKey.concern(head.id()),
        FactKey.child(head.child()),
        FactKey.service(head.from()),
        FactKey.agency(head.from()),
        FactKey.agency(head.to()),
        FactKey.clockRules(head.to()));
  }

  private void line(
      Entry.Builder entry,
      Mailbox to,
      ConcernTables.Head head,
      Concern.Side side,
      EntryCause cause) {
    boolean raiser = side == Concern.Side.RAISER;
    alerts.append(
        entry,
        new MailboxEntry(
            to, head.agency(side), raiser ? head.raiserAlert() : head.receiverAlert(), cause));
  }
}
