package uk.yjx.server.safeguarding;

import jakarta.inject.Singleton;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.Predicate;
import uk.yjx.intelligence.v1.NoticeKind;
import uk.yjx.linkage.v1.Desk;
import uk.yjx.server.identity.Caller;
import uk.yjx.server.intake.Doubt;
import uk.yjx.server.intake.DoubtSource;
import uk.yjx.server.intake.Submission;
import uk.yjx.server.journal.Entry;
import uk.yjx.server.journal.RequestKey;
import uk.yjx.server.kernel.ChildId;
import uk.yjx.server.storage.RecordKey;

/** Notices of social care, health and custody of which a person must say whose they are. */
@Singleton
final class DoubtfulChildNotices implements DoubtSource {
  private static final int PAGE = 500;

  private final KeptNotices kept;
  private final LaterLooks looks;
  private final NoticeTables tables;
  private final MatchTables matches;
  private final InstantSource clock;

  DoubtfulChildNotices(
      KeptNotices kept,
      LaterLooks looks,
      NoticeTables tables,
      MatchTables matches,
      InstantSource clock) {
    this.kept = kept;
    this.looks = looks;
    this.tables = tables;
    this.matches = matches;
    this.clock = clock;
  }

  @Override
  public Desk desk() {
    return Desk.DESK_PARTNERS;
  }

  @Override
  public String schema() {
    return ChildSubmission.SCHEMA;
  }

  @Override
  public List<Doubt> waiting(Predicate<ChildId> children, int max) {
    List<Doubt> found = new ArrayList<>();
    List<KeptNotices.Row> page = kept.atADeskAfter(0, PAGE);
    while (!page.isEmpty() && found.size() < max) {
      page.stream()
          .filter(row -> row.candidates().stream().anyMatch(children))
          .limit(max - found.size())
          .forEach(row -> found.add(doubt(row)));
      page = kept.atADeskAfter(page.getLast().position(), PAGE);
    }
    return found;
  }

  /** Every notice is about one child. */
  @Override
  public Optional<Doubt> find(long record, int person) {
    return person == 0
        ? kept.atADesk(record).stream().map(this::doubt).findAny()
        : Optional.empty();
  }

  @Override
  public boolean othersWait(Doubt than) {
    return false;
  }

  @Override
  public Submission same(
      Doubt doubt,
      ChildId child,
      String operation,
      Caller caller,
      RequestKey request,
      BiConsumer<Entry.Builder, RecordKey> also) {
    return looks.again(
        row(doubt),
        new LaterLooks.Occasion(
            operation, caller, request, new Restated.Decided(child, Set.of()), also));
  }

  @Override
  public void ruleOut(Entry.Builder entry, Doubt doubt, ChildId child) {
    looks.requireStanding(entry, row(doubt).name());
    tables.ruleOut(entry, doubt.record(), child);
  }

  @Override
  public List<Undone> unlink(Entry.Builder entry, long record, ChildId child) {
    List<Undone> undone = new ArrayList<>();
    for (KeptNotices.Row row : kept.linked(record, child)) {
      looks.requireStanding(entry, row.name());
      ReadNotice read = looks.read(row);
      Instant until = clock.instant().plus(ChildSubmission.REVIEW_RETENTION);
      for (ChildId one : row.candidates()) {
        matches.unlink(entry, record, one, until);
        tables.ruleOut(entry, record, one);
        undone.add(new Undone(one, looks.subject(row, read)));
      }
      matches.keys(entry, record, read.keys());
    }
    return undone;
  }

  private KeptNotices.Row row(Doubt doubt) {
    return kept.atADesk(doubt.record()).stream().findAny().orElseThrow(Doubt.NOT_FOUND::refused);
  }

  private Doubt doubt(KeptNotices.Row row) {
    ReadNotice read = looks.read(row);
    return new Doubt(
        this,
        row.position(),
        0,
        row.name().from(),
        row.receivedAt(),
        row.candidates(),
        row.rule(),
        looks.subject(row, read),
        read.row().category(),
        row.notice().getHandling(),
        Optional.of(row.notice().getLocalAuthority()).filter(area -> !area.isEmpty()),
        NoticeKind.NOTICE_KIND_UNSPECIFIED);
  }
}
