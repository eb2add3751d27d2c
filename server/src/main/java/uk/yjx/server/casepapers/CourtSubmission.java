package uk.yjx.server.casepapers;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;
import uk.yjx.agreements.v1.DataCategory;
import uk.yjx.alerts.v1.AlertKind;
import uk.yjx.casepapers.v1.RecordCourtEventRequest;
import uk.yjx.common.v1.Handling;
import uk.yjx.common.v1.LegalGateway;
import uk.yjx.common.v1.Purpose;
import uk.yjx.server.agreements.Decision;
import uk.yjx.server.identity.Caller;
import uk.yjx.server.intake.Plan;
import uk.yjx.server.intake.Submission;
import uk.yjx.server.journal.Entry;
import uk.yjx.server.journal.RequestKey;
import uk.yjx.server.kernel.AgencyId;
import uk.yjx.server.kernel.ChildId;
import uk.yjx.server.kernel.PersonDescription;
import uk.yjx.server.storage.RecordKey;

/** A court event about a child as another agency describes it, on its way through the intake. */
final class CourtSubmission implements Submission {
  static final String SCHEMA = "yjx.casepapers.v1.CourtEvent";

  private final CourtRecorder.Incoming event;
  private final Caller caller;
  private final RequestKey request;
  private final PersonDescription person;
  private final List<Long> keys;
  private final Instant now;
  private final CourtRecorder recorder;
  private final NobodyKnown nobodyKnown;
  private final @Nullable Decided decided;

  /**
   * A person has decided whom an event is about that was recorded before.
   *
   * @param position of the event's version
   * @param also what else the entry does, before anything of this
   */
  record Decided(
      String operation, ChildId child, long position, BiConsumer<Entry.Builder, RecordKey> also) {}

  CourtSubmission(
      CourtRecorder.Incoming event,
      Caller caller,
      RequestKey request,
      PersonDescription person,
      List<Long> keys,
      Instant now,
      CourtRecorder recorder,
      NobodyKnown nobodyKnown,
      @Nullable Decided decided) {
    this.event = event;
    this.caller = caller;
    this.request = request;
    this.person = person;
    this.keys = List.copyOf(keys);
    this.now = now;
    this.recorder = recorder;
    this.nobodyKnown = nobodyKnown;
    this.decided = decided;
  }

  @Override
  public AgencyId from() {
    return event.source();
  }

  @Override
  public @Nullable Caller caller() {
    return caller;
  }

  @Override
  public @Nullable RequestKey request() {
    return request;
  }

  @Override
  public String operation() {
    return decided == null ? CourtEndpoint.RECORD : decided.operation();
  }

  @Override
  public @Nullable ChildId decided(int person) {
    return decided == null ? null : decided.child();
  }

  @Override
  public @Nullable Long recordPosition() {
    return decided == null ? null : decided.position();
  }

  @Override
  public String schema() {
    return SCHEMA;
  }

  @Override
  public DataCategory category() {
    return DataCategory.DATA_CATEGORY_COURT_EVENT;
  }

  @Override
  public LegalGateway gateway() {
    return handling().getGateway();
  }

  @Override
  public Purpose purpose() {
    return handling().getPurpose();
  }

  @Override
  public Handling handling() {
    return sent().getHandling();
  }

  @Override
  public boolean urgent() {
    return false;
  }

  @Override
  public boolean safeguarding() {
    return false;
  }

  @Override
  public Optional<String> localAuthority() {
    return Optional.empty();
  }

  @Override
  public List<Subject> subjects() {
    return List.of(subject(event, person, keys));
  }

  /** The defendant, with what the child's worker is told of the event. */
  static Subject subject(CourtRecorder.Incoming event, PersonDescription person, List<Long> keys) {
    return new Subject(
        0,
        person,
        keys,
        AlertKind.ALERT_KIND_COURT_EVENT,
        CourtMeaning.urgency(event.request()),
        CourtMeaning.facts(event.request(), event.numbers().urn()),
        false);
  }

  @Override
  public void store(Entry.Builder entry, RecordKey key, Plan plan) {
    CourtRecorder.Known known = known(plan);
    if (decided != null) {
      decided.also().accept(entry, key);
      recorder.attach(entry, key, event, decided.position(), known, now);
      return;
    }
    recorder.record(entry, key, event, known, now);
    for (Plan.Finding finding : plan.findings()) {
      if (finding instanceof Plan.Finding.InReview review) {
        recorder.mayBe(entry, review.candidates(), review.rule());
      }
    }
    boolean somebodyLooks = plan.linked() > 0 || plan.inReview() > 0;
    if (!somebodyLooks && !sent().getWithdrawn() && CourtMeaning.needsSomebody(sent().getEvent())) {
      nobodyKnown.tell(entry, event.source(), sent(), now);
    }
  }

  @Override
  public byte[] answer(Plan plan) {
    return new byte[0];
  }

  private RecordCourtEventRequest sent() {
    return event.request();
  }

  /** Whom it is about, where an agreement lets the child's service know. */
  private static CourtRecorder.@Nullable Known known(Plan plan) {
    for (Plan.Finding finding : plan.findings()) {
      if (finding instanceof Plan.Finding.Linked linked
          && linked.decision() instanceof Decision.Permit) {
        return new CourtRecorder.Known(linked.child(), linked.service());
      }
    }
    return null;
  }
}
