package uk.yjx.server.casepapers;

import jakarta.inject.Singleton;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import uk.yjx.casepapers.v1.RecordCourtEventRequest;
import uk.yjx.server.identity.DirectoryFacts;
import uk.yjx.server.journal.Entry;
import uk.yjx.server.journal.FactKey;
import uk.yjx.server.kernel.AgencyId;
import uk.yjx.server.kernel.ChildId;
import uk.yjx.server.kernel.Failure;
import uk.yjx.server.storage.RecordKey;

/** Writes a version of a court event and what follows from it into an entry. */
@Singleton
final class CourtRecorder {
  /** The same version with the same request id gets its first answer instead. */
  static final Failure VERSION_TAKEN =
      Failure.of(
          Failure.Code.FAILED_PRECONDITION,
          "EVENT_VERSION_TAKEN",
          "this version of the event was recorded before; a correction has a higher one");

  private final PapersStore store;
  private final PapersTables tables;
  private final CourtCandidates candidates;
  private final Expectations expectations;
  private final DirectoryFacts directory;

  CourtRecorder(
      PapersStore store,
      PapersTables tables,
      CourtCandidates candidates,
      Expectations expectations,
      DirectoryFacts directory) {
    this.store = store;
    this.tables = tables;
    this.candidates = candidates;
    this.expectations = expectations;
    this.directory = directory;
  }

  /**
   * A version of an event, read.
   *
   * @param source who records it
   * @param numbers its numbers in canonical form
   * @param request the request as it came
   */
  record Incoming(AgencyId source, CourtRules.Numbers numbers, RecordCourtEventRequest request) {}

  /** A child, and the child's service. */
  record Known(ChildId child, AgencyId service) {}

  /** One part of a case: a child and a URN. */
  private record PartKey(ChildId child, AgencyId service, long urnKey) {}

  /**
   * Records it. Call it inside the proposal: it reads the tables. What an earlier version said of
   * another child or case is put right in the same entry.
   *
   * @param known whom it is about; null when nobody knows, or the service may not
   */
  void record(
      Entry.Builder entry, RecordKey key, Incoming event, @Nullable Known known, Instant now) {
    RecordCourtEventRequest request = event.request();
    entry.depends(FactKey.courtEvent(event.source(), request.getEventRef()));
    List<PapersStore.Version> before = store.versions(event.source(), request.getEventRef());
    if (before.stream().anyMatch(v -> v.version() == request.getVersion())) {
      throw VERSION_TAKEN.refused();
    }
    long urnKey = store.urnKey(event.numbers().urn());
    RecordedEvent recorded = recorded(event);
    tables.record(
        entry,
        key,
        new PapersTables.NewEvent(
            event.source(),
            recorded.rank(),
            request.getHandling().getGatewayValue(),
            recorded.at(),
            now,
            urnKey,
            known == null ? null : known.child(),
            known == null ? null : known.service(),
            request));
    boolean newest = before.stream().noneMatch(v -> v.version() > request.getVersion());
    Map<PartKey, Boolean> parts = new LinkedHashMap<>();
    for (PapersStore.Version version : before) {
      ChildId child = version.child();
      AgencyId service = version.service();
      if (child != null && service != null) {
        parts.put(new PartKey(child, service, version.urnKey()), false);
      }
    }
    if (known != null) {
      parts.put(new PartKey(known.child(), known.service(), urnKey), true);
    }
    parts.forEach(
        (part, named) -> follow(entry, key, part, event, named && newest ? recorded : null, now));
  }

  /** An event that is recorded in the same entry may be about these children. */
  void mayBe(Entry.Builder entry, List<ChildId> children, String rule) {
    children.forEach(child -> candidates.add(entry, child, rule));
  }

  /**
   * Says whom an event is about that was recorded before, with all that follows. Call it inside the
   * proposal.
   *
   * @param position of the event's newest version
   * @param known whom it is about; null when the service may not know
   */
  void attach(
      Entry.Builder entry,
      RecordKey key,
      Incoming event,
      long position,
      @Nullable Known known,
      Instant now) {
    long fact = FactKey.courtEvent(event.source(), event.request().getEventRef());
    entry.depends(fact).touches(fact);
    if (known != null) {
      tables.attach(entry, position, known);
      candidates.decide(entry, position, known.child(), true);
      long urnKey = store.urnKey(event.numbers().urn());
      PartKey part = new PartKey(known.child(), known.service(), urnKey);
      follow(entry, key, part, event, recorded(event), now);
    }
  }

  /** Brings one part of a case in step with all its events, the new one among them. */
  private void follow(
      Entry.Builder entry,
      RecordKey key,
      PartKey part,
      Incoming incoming,
      @Nullable RecordedEvent recorded,
      Instant now) {
    entry.depends(FactKey.papersOf(part.child())).touches(FactKey.papersOf(part.child()));
    List<PapersStore.StoredEvent> stored = store.events(part.child(), part.urnKey());
    RecordedEvent.Name name =
        new RecordedEvent.Name(incoming.source(), incoming.request().getEventRef());
    List<RecordedEvent> events = new ArrayList<>();
    String urn = incoming.numbers().urn();
    String defendant = recorded == null ? "" : incoming.numbers().defendant();
    for (PapersStore.StoredEvent one : stored) {
      boolean replaced =
          one.event().name().equals(name)
              && one.event().version() < incoming.request().getVersion();
      if (!replaced) {
        events.add(one.event());
        urn = CourtRules.urn(one.request());
        defendant = defendant.isEmpty() ? CourtRules.defendant(one.request()) : defendant;
      }
    }
    if (recorded != null) {
      events.add(recorded);
    }
    expectations.reconcile(
        entry,
        key,
        new Expectations.Part(part.child(), part.service(), part.urnKey(), urn, defendant),
        Matter.of(events),
        now);
  }

  private RecordedEvent recorded(Incoming event) {
    RecordCourtEventRequest request = event.request();
    return new RecordedEvent(
        event.source(),
        directory
            .current()
            .agency(event.source())
            .map(a -> CourtRules.rank(a.kind()))
            .orElse(CourtRules.RANK_LAST),
        request.getEventRef(),
        request.getVersion(),
        request.getWithdrawn(),
        CourtRules.instant(request.getEvent().getOccurredAt()),
        request.getEvent());
  }
}
