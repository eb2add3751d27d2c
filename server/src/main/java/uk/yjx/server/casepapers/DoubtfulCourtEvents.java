package uk.yjx.server.casepapers;

import jakarta.inject.Singleton;
import java.time.InstantSource;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.Predicate;
import uk.yjx.agreements.v1.DataCategory;
import uk.yjx.intelligence.v1.NoticeKind;
import uk.yjx.linkage.v1.Desk;
import uk.yjx.server.caseload.PersonTranslation;
import uk.yjx.server.clocks.DueTimes;
import uk.yjx.server.identity.Caller;
import uk.yjx.server.intake.Doubt;
import uk.yjx.server.intake.DoubtSource;
import uk.yjx.server.intake.Submission;
import uk.yjx.server.journal.Entry;
import uk.yjx.server.journal.FactKey;
import uk.yjx.server.journal.RequestKey;
import uk.yjx.server.kernel.ChildId;
import uk.yjx.server.kernel.PersonDescription;
import uk.yjx.server.kernel.Violations;
import uk.yjx.server.matching.MatchKeys;
import uk.yjx.server.storage.RecordKey;
import uk.yjx.server.storage.Vault;

/** Court events of which a person must say whose they are. */
@Singleton
final class DoubtfulCourtEvents implements DoubtSource {
  private static final int PAGE = 500;

  private final CourtCandidates candidates;
  private final CourtRecorder recorder;
  private final NobodyKnown nobodyKnown;
  private final Vault vault;
  private final InstantSource clock;

  DoubtfulCourtEvents(
      CourtCandidates candidates,
      CourtRecorder recorder,
      NobodyKnown nobodyKnown,
      Vault vault,
      InstantSource clock) {
    this.candidates = candidates;
    this.recorder = recorder;
    this.nobodyKnown = nobodyKnown;
    this.vault = vault;
    this.clock = clock;
  }

  @Override
  public Desk desk() {
    return Desk.DESK_PARTNERS;
  }

  @Override
  public String schema() {
    return CourtSubmission.SCHEMA;
  }

  @Override
  public List<Doubt> waiting(Predicate<ChildId> children, int max) {
    List<Doubt> found = new ArrayList<>();
    List<CourtCandidates.Row> page = candidates.after(0, PAGE);
    while (!page.isEmpty() && found.size() < max) {
      page.stream()
          .filter(row -> row.candidates().stream().anyMatch(children))
          .limit(max - found.size())
          .forEach(row -> found.add(doubt(row)));
      page = candidates.after(page.getLast().position(), PAGE);
    }
    return found;
  }

  /** Every event is about one defendant. */
  @Override
  public Optional<Doubt> find(long record, int person) {
    return person == 0
        ? candidates.at(record).stream().map(this::doubt).findAny()
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
    CourtCandidates.Row row = row(doubt);
    return new CourtSubmission(
        event(row),
        caller,
        request,
        doubt.subject().person(),
        doubt.subject().keys(),
        clock.instant(),
        recorder,
        nobodyKnown,
        new CourtSubmission.Decided(operation, child, row.position(), also));
  }

  @Override
  public void ruleOut(Entry.Builder entry, Doubt doubt, ChildId child) {
    CourtCandidates.Row row = row(doubt);
    long event = FactKey.courtEvent(row.from(), row.request().getEventRef());
    entry.depends(event).touches(event);
    candidates.decide(entry, row.position(), child, false);
  }

  /** What a court said of the wrong child is corrected by a newer version of the event. */
  @Override
  public List<Undone> unlink(Entry.Builder entry, long record, ChildId child) {
    return List.of();
  }

  private CourtCandidates.Row row(Doubt doubt) {
    return candidates.at(doubt.record()).stream().findAny().orElseThrow(Doubt.NOT_FOUND::refused);
  }

  /** As it was read when it came: what was wrong would have been refused. */
  private static CourtRecorder.Incoming event(CourtCandidates.Row row) {
    return new CourtRecorder.Incoming(
        row.from(),
        CourtRules.check(row.request(), row.recordedAt(), new Violations()),
        row.request());
  }

  private Doubt doubt(CourtCandidates.Row row) {
    PersonDescription person =
        new PersonTranslation(
                row.from(),
                LocalDate.ofInstant(row.recordedAt(), DueTimes.LONDON),
                new Violations())
            .read(row.request().getPerson(), "person");
    List<Long> keys = MatchKeys.of(person).stream().map(vault::fingerprint).toList();
    return new Doubt(
        this,
        row.position(),
        0,
        row.from(),
        row.recordedAt(),
        row.candidates(),
        row.rule(),
        CourtSubmission.subject(event(row), person, keys),
        DataCategory.DATA_CATEGORY_COURT_EVENT,
        row.request().getHandling(),
        Optional.empty(),
        NoticeKind.NOTICE_KIND_UNSPECIFIED);
  }
}
