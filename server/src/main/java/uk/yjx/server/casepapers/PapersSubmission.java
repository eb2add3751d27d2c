package uk.yjx.server.casepapers;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import uk.yjx.agreements.v1.DataCategory;
import uk.yjx.casepapers.v1.CompletePackageResponse;
import uk.yjx.casepapers.v1.CreatePackageRequest;
import uk.yjx.casepapers.v1.DocumentState;
import uk.yjx.common.v1.Handling;
import uk.yjx.common.v1.LegalGateway;
import uk.yjx.common.v1.Purpose;
import uk.yjx.server.agreements.Decision;
import uk.yjx.server.casepapers.StoredPackage.StoredDocument;
import uk.yjx.server.identity.Caller;
import uk.yjx.server.intake.Plan;
import uk.yjx.server.intake.Submission;
import uk.yjx.server.journal.Entry;
import uk.yjx.server.journal.FactKey;
import uk.yjx.server.journal.RequestKey;
import uk.yjx.server.kernel.AgencyId;
import uk.yjx.server.storage.RecordKey;

/** A package that its sender completes, on its way through the intake. */
final class PapersSubmission implements Submission {
  private final Completions completions;
  private final StoredPackage stored;
  private final CreatePackageRequest announced;
  private final Caller caller;
  private final RequestKey request;
  private final List<Subject> subjects;
  private final Instant now;
  private List<StoredDocument> documents = List.of();

  PapersSubmission(
      Completions completions,
      StoredPackage stored,
      CreatePackageRequest announced,
      Caller caller,
      RequestKey request,
      Subject subject,
      Instant now) {
    this.completions = completions;
    this.stored = stored;
    this.announced = announced;
    this.caller = caller;
    this.request = request;
    this.subjects = List.of(subject);
    this.now = now;
  }

  @Override
  public AgencyId from() {
    return caller.agency();
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
    return Completions.OPERATION;
  }

  @Override
  public String schema() {
    return PackageRecorder.CONTRACT;
  }

  @Override
  public DataCategory category() {
    return DataCategory.DATA_CATEGORY_CASE_PAPERS;
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
    return announced.getHandling();
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
    return subjects;
  }

  /** Refuses what is no longer open or not whole; decided again whenever the package changes. */
  /** Papers go to the service of the order; what a host is owed of them, the home service sends. */
  @Override
  public boolean isRouted() {
    return false;
  }

  @Override
  public void store(Entry.Builder entry, RecordKey key, Plan plan) {
    entry.depends(FactKey.papers(stored.id())).touches(FactKey.papers(stored.id()));
    entry.touches(FactKey.papers(stored.series()));
    documents = completions.verified(stored.id(), from(), now);
    completions.tables().complete(entry, new PackageTables.Completed(stored.id(), now));
    for (Plan.Finding finding : plan.findings()) {
      switch (finding) {
        case Plan.Finding.Linked l -> {
          completions
              .tables()
              .link(
                  entry,
                  new PackageTables.Link(
                      stored.id(), l.child(), PackageTables.Link.LINKED, l.rule()));
          if (l.decision() instanceof Decision.Permit) {
            completions
                .arrivals()
                .into(entry, key, Arrivals.arrived(stored, announced, documents, l.child()), now);
          }
        }
        case Plan.Finding.InReview r ->
            r.candidates()
                .forEach(child ->
                    completions
                        .tables()
                        .link(
                            entry,
                            new PackageTables.Link(
                                stored.id(), child, PackageTables.Link.REVIEW, r.rule())));
        case Plan.Finding.Unmatched u -> {
          // Kept without a link: the answer does not say so.
        }
      }
    }
  }

  @Override
  public byte[] answer(Plan plan) {
    CompletePackageResponse.Builder answer = CompletePackageResponse.newBuilder();
    for (StoredDocument document : documents) {
      answer.addDocuments(
          document.state() == DocumentState.DOCUMENT_STATE_VERIFIED
              ? document.progress().toBuilder()
                  .setState(DocumentState.DOCUMENT_STATE_AVAILABLE)
                  .build()
              : document.progress());
    }
    return answer.build().toByteArray();
  }
}
