package uk.yjx.server.earlysupport;

import jakarta.inject.Singleton;
import java.time.DateTimeException;
import java.time.InstantSource;
import java.time.LocalDate;
import java.util.concurrent.CompletableFuture;
import uk.yjx.earlysupport.v1.Assessment;
import uk.yjx.earlysupport.v1.ListAssessmentsResponse;
import uk.yjx.earlysupport.v1.RecordAssessmentRequest;
import uk.yjx.earlysupport.v1.RecordAssessmentResponse;
import uk.yjx.server.audit.EventType;
import uk.yjx.server.audit.PersonalMember;
import uk.yjx.server.identity.Caller;
import uk.yjx.server.identity.DirectoryFacts;
import uk.yjx.server.identity.Sessions;
import uk.yjx.server.identity.Verdict;
import uk.yjx.server.journal.AuditTrail;
import uk.yjx.server.journal.Committed;
import uk.yjx.server.journal.Entry;
import uk.yjx.server.journal.FirstAnswers;
import uk.yjx.server.journal.Journal;
import uk.yjx.server.journal.Proposal;
import uk.yjx.server.journal.RequestKey;
import uk.yjx.server.journal.Requests;
import uk.yjx.server.kernel.AgencyId;
import uk.yjx.server.kernel.Failure;
import uk.yjx.server.storage.RecordKey;

/** Shows and records impact assessments. */
@Singleton
final class AssessmentDesk {
  private static final Failure DAY_IN_PAST =
      Failure.field(
          "DAY_IN_PAST", "assessment.valid_from", "today or a later day, as in 2026-10-05");

  private static final Failure DATES_REVERSED =
      Failure.field(
          "DATES_REVERSED", "assessment.review_by", "valid_from or a later day, as in 2027-10-05");

  private final Journal journal;
  private final FirstAnswers firstAnswers;
  private final Requests requests;
  private final AuditTrail audit;
  private final DirectoryFacts directory;
  private final AssessmentStore store;
  private final Access access;
  private final InstantSource clock;

  AssessmentDesk(
      Journal journal,
      FirstAnswers firstAnswers,
      Requests requests,
      AuditTrail audit,
      DirectoryFacts directory,
      AssessmentStore store,
      Access access,
      InstantSource clock) {
    this.journal = journal;
    this.firstAnswers = firstAnswers;
    this.requests = requests;
    this.audit = audit;
    this.directory = directory;
    this.store = store;
    this.access = access;
    this.clock = clock;
  }

  /** Every version of a service. */
  ListAssessmentsResponse list(Caller caller, String of) {
    AgencyId service = access.service(caller, of, Access.ASSESSING);
    Assessments all = store.now();
    ListAssessmentsResponse.Builder response =
        ListAssessmentsResponse.newBuilder()
            .setInForce(all.on(service, access.today()).map(Assessments.Version::number).orElse(0));
    all.of(service).forEach(version -> response.addAssessments(contract(version)));
    return response.build();
  }

  /** Records a version; the stored answer is the response without its receipt. */
  CompletableFuture<Committed> record(Caller caller, RecordAssessmentRequest request) {
    RequestKey key = requests.key(caller.agency(), request.getRequestId(), request);
    return firstAnswers.appendOrFind(
        key,
        () -> {
          long stamp = journal.stamp();
          return switch (directory.again(caller)) {
            case Verdict.Refused refused -> new Proposal.Decision.Abandon(Sessions.ACCESS_ENDED);
            case Verdict.Accepted accepted -> {
              try {
                yield decide(stamp, accepted.caller(), request, key);
              } catch (Failure.Refused refused) {
                yield new Proposal.Decision.Abandon(refused.failure());
              }
            }
          };
        });
  }

  private Proposal.Decision decide(
      long stamp, Caller caller, RecordAssessmentRequest request, RequestKey asked) {
    AgencyId service = access.service(caller, request.getService(), Access.RECORDING);
    Assessment said = request.getAssessment();
    LocalDate from = day(said.getValidFrom(), access.today(), DAY_IN_PAST);
    Assessments.Version version =
        new Assessments.Version(
            store.now().of(service).size() + 1,
            said.getReference(),
            from,
            day(said.getReviewBy(), from, DATES_REVERSED),
            new Assessments.Settings(said.getOccasions(), said.getWithinDays()));
    Entry.Builder entry = Entry.decidedAt(stamp);
    for (long fact : caller.factKeys()) {
      entry.depends(fact);
    }
    RecordKey key = audit.newKey(entry);
    store.record(entry, service, version);
    audit.add(
        entry,
        key,
        audit
            .event(
                EventType.ADMIN,
                EarlySupportEndpoint.SERVICE + "RecordAssessment",
                "recorded",
                clock.instant())
            .from(caller.agency().value())
            .to(service.value())
            .purpose("ADMINISTRATION")
            .policy("version" + version.number() + "@" + version.validFrom())
            .personal(PersonalMember.ACTOR_ID, caller.principal().toString()));
    audit.answer(
        entry,
        key,
        asked,
        RecordAssessmentResponse.newBuilder().setVersion(version.number()).build().toByteArray());
    return new Proposal.Decision.Write(entry.build());
  }

  private static LocalDate day(String text, LocalDate least, Failure otherwise) {
    try {
      LocalDate day = LocalDate.parse(text);
      if (!day.isBefore(least)) {
        return day;
      }
    } catch (DateTimeException noDate) {
      throw otherwise.refused();
    }
    throw otherwise.refused();
  }

  private static Assessment contract(Assessments.Version version) {
    return Assessment.newBuilder()
        .setVersion(version.number())
        .setReference(version.reference())
        .setValidFrom(version.validFrom().toString())
        .setReviewBy(version.reviewBy().toString())
        .setOccasions(version.settings().occasions())
        .setWithinDays(version.settings().withinDays())
        .build();
  }
}
