package uk.yjx.server.safeguarding;

import jakarta.inject.Singleton;
import java.util.Optional;
import java.util.UUID;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;
import uk.yjx.server.identity.Caller;
import uk.yjx.server.intake.Submission;
import uk.yjx.server.journal.Entry;
import uk.yjx.server.journal.FactKey;
import uk.yjx.server.journal.Journal;
import uk.yjx.server.journal.RequestKey;
import uk.yjx.server.kernel.Violations;
import uk.yjx.server.storage.RecordKey;
import uk.yjx.server.storage.Vault;

/**
 * Looks at a kept notice once more: it says how its episode stands now, loudly if that follows from
 * this notice, and raises what it would have raised for the child it turns out to be about.
 */
@Singleton
final class LaterLooks {
  private final Journal journal;
  private final NoticeStore store;
  private final NoticeTables tables;
  private final MatchTables matches;
  private final Vault vault;

  LaterLooks(
      Journal journal, NoticeStore store, NoticeTables tables, MatchTables matches, Vault vault) {
    this.journal = journal;
    this.store = store;
    this.tables = tables;
    this.matches = matches;
    this.vault = vault;
  }

  /** Why a notice is looked at once more. */
  record Occasion(
      String operation,
      @Nullable Caller caller,
      @Nullable RequestKey request,
      Restated.Decided decided,
      BiConsumer<Entry.Builder, RecordKey> also) {}

  /** The notice as it was read when it came. */
  ReadNotice read(KeptNotices.Row row) {
    return ReadNotice.read(
        row.notice(), row.name().from(), row.receivedAt(), vault::fingerprint, new Violations());
  }

  /** The child with what is said of them now. */
  Submission.Subject subject(KeptNotices.Row row, ReadNotice read) {
    UUID episode = read.episode();
    if (episode == null) {
      return read.subject(Optional.empty());
    }
    Episode now = Episode.of(store.standing(episode));
    boolean loud = row.id().equals(now.decidedBy()) || read.row().edge() == Episode.Edge.INTERVIEW;
    Consequence.Says says = new Consequence.Says(row.id(), loud);
    return read.subject(Optional.of(new Consequence(now, says, Optional.empty())));
  }

  /** The notice on its way once more. */
  Restated again(KeptNotices.Row row, Occasion occasion) {
    long asOf = journal.stamp();
    ReadNotice read = read(row);
    return new Restated(
        read,
        row.name().from(),
        row.position(),
        subject(row, read),
        occasion.decided(),
        new Restated.Occasion(
            occasion.operation(),
            occasion.caller(),
            occasion.request(),
            (entry, key, plan) -> {
              requireStanding(entry, row.name());
              UUID episode = read.episode();
              if (episode != null) {
                entry.depends(FactKey.episode(episode), asOf).touches(FactKey.episode(episode));
              }
              tables.linksOf(entry, plan, row.position());
              if (plan.linked() > 0) {
                matches.matched(entry, row.position());
              }
              occasion.also().accept(entry, key);
            }));
  }

  /** Lets an entry stand only while the notice does, and no other decision on it beside this. */
  void requireStanding(Entry.Builder entry, KeptNotices.Name name) {
    long notice = FactKey.notice(name.from(), name.requestId());
    entry.depends(notice).touches(notice);
    if (store.isWithdrawn(name.from(), name.requestId())) {
      throw Withdrawals.WITHDRAWN.refused();
    }
  }
}
