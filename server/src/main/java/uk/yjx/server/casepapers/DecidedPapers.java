package uk.yjx.server.casepapers;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;
import uk.yjx.agreements.v1.DataCategory;
import uk.yjx.casepapers.v1.CreatePackageRequest;
import uk.yjx.common.v1.Handling;
import uk.yjx.common.v1.LegalGateway;
import uk.yjx.common.v1.Purpose;
import uk.yjx.server.agreements.Decision;
import uk.yjx.server.casepapers.StoredPackage.StoredDocument;
import uk.yjx.server.identity.Caller;
import uk.yjx.server.intake.Plan;
import uk.yjx.server.intake.Submission;
import uk.yjx.server.journal.Entry;
import uk.yjx.server.journal.RequestKey;
import uk.yjx.server.kernel.AgencyId;
import uk.yjx.server.kernel.ChildId;
import uk.yjx.server.storage.RecordKey;

/**
 * A completed package of which a person has decided whose papers they are: the child's worker is
 * told, and what was expected is judged anew, as if it had been known when they came.
 *
 * @param position of the entry that completed the package
 * @param also what else the entry does, before anything of this
 */
record DecidedPapers(
    Completions completions,
    StoredPackage stored,
    CreatePackageRequest announced,
    long position,
    Subject subject,
    By by,
    BiConsumer<Entry.Builder, RecordKey> also,
    List<StoredDocument> documents)
    implements Submission {

  /** Who decided, and that it is this child. */
  record By(String operation, Caller caller, RequestKey request, ChildId child, Instant at) {}

  @Override
  public AgencyId from() {
    return stored.agency();
  }

  @Override
  public Caller caller() {
    return by.caller();
  }

  @Override
  public RequestKey request() {
    return by.request();
  }

  @Override
  public String operation() {
    return by.operation();
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
  public @Nullable Long recordPosition() {
    return position;
  }

  @Override
  public ChildId decided(int person) {
    return by.child();
  }

  /** As for papers whose defendant was linked at once. */
  @Override
  public boolean isRouted() {
    return false;
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
    return List.of(subject);
  }

  @Override
  public void store(Entry.Builder entry, RecordKey key, Plan plan) {
    also.accept(entry, key);
    for (Plan.Finding finding : plan.findings()) {
      if (finding instanceof Plan.Finding.Linked linked) {
        completions
            .tables()
            .decide(
                entry,
                new PackageTables.Link(
                    stored.id(), linked.child(), PackageTables.Link.LINKED, linked.rule()));
        if (linked.decision() instanceof Decision.Permit) {
          completions
              .arrivals()
              .into(
                  entry,
                  key,
                  Arrivals.arrived(stored, announced, documents, linked.child()),
                  by.at());
        }
      }
    }
  }

  @Override
  public byte[] answer(Plan plan) {
    return new byte[0];
  }
}
