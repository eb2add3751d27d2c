package uk.yjx.server.casepapers;

import jakarta.inject.Singleton;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import uk.yjx.alerts.v1.Alert;
import uk.yjx.alerts.v1.AlertFacts;
import uk.yjx.alerts.v1.AlertKind;
import uk.yjx.alerts.v1.AlertMaterial;
import uk.yjx.alerts.v1.DisclosureBasis;
import uk.yjx.alerts.v1.PapersFacts;
import uk.yjx.casepapers.v1.CompletePackageRequest;
import uk.yjx.casepapers.v1.CreatePackageRequest;
import uk.yjx.casepapers.v1.DocumentState;
import uk.yjx.common.v1.Handling;
import uk.yjx.server.caseload.PersonTranslation;
import uk.yjx.server.casepapers.StoredPackage.StoredDocument;
import uk.yjx.server.clocks.DueTimes;
import uk.yjx.server.identity.Caller;
import uk.yjx.server.intake.Intake;
import uk.yjx.server.intake.Submission;
import uk.yjx.server.journal.Committed;
import uk.yjx.server.journal.RequestKey;
import uk.yjx.server.journal.Requests;
import uk.yjx.server.kernel.AgencyId;
import uk.yjx.server.kernel.PersonDescription;
import uk.yjx.server.kernel.Urgency;
import uk.yjx.server.kernel.Violations;
import uk.yjx.server.matching.MatchKeys;
import uk.yjx.server.storage.Vault;

/** Completes packages: through the intake, so that the child's worker is told that papers came. */
@Singleton
final class Completions {
  static final String OPERATION = "yjx.casepapers.v1.CasePapersService/CompletePackage";

  private final Intake intake;
  private final Requests requests;
  private final PackageReader reader;
  private final PackageTables tables;
  private final Arrivals arrivals;
  private final Vault vault;
  private final InstantSource clock;

  Completions(
      Intake intake,
      Requests requests,
      PackageReader reader,
      PackageTables tables,
      Arrivals arrivals,
      Vault vault,
      InstantSource clock) {
    this.intake = intake;
    this.requests = requests;
    this.reader = reader;
    this.tables = tables;
    this.arrivals = arrivals;
    this.vault = vault;
    this.clock = clock;
  }

  /** Completes a package; the stored answer is the response without receipt and signature. */
  CompletableFuture<Committed> complete(Caller caller, CompletePackageRequest request) {
    StoredPackage stored =
        reader
            .find(UUID.fromString(request.getPackageId()), caller.agency())
            .orElseThrow(PapersFailures.PACKAGE_NOT_FOUND::refused);
    CreatePackageRequest announced =
        reader.announced(stored).orElseThrow(PapersFailures.PACKAGE_NOT_OPEN::refused);
    Instant now = clock.instant();
    RequestKey key = requests.key(caller.agency(), request.getRequestId(), request);
    return intake.acceptOrFind(
        new PapersSubmission(
            this, stored, announced, caller, key, subject(stored, announced, now), now));
  }

  PackageTables tables() {
    return tables;
  }

  /** What follows for papers that were expected. */
  Arrivals arrivals() {
    return arrivals;
  }

  /** Documents of a package that are all verified or held back; refuses a package of others. */
  List<StoredDocument> verified(UUID id, AgencyId agency, Instant now) {
    reader.find(id, agency).orElseThrow(PapersFailures.PACKAGE_NOT_FOUND::refused).requireOpen(now);
    List<StoredDocument> documents = reader.documents(id);
    long verified = count(documents, DocumentState.DOCUMENT_STATE_VERIFIED);
    long held = count(documents, DocumentState.DOCUMENT_STATE_QUARANTINED);
    if (verified + held < documents.size()) {
      throw PapersFailures.documentsAwaited(documents.size() - verified - held).refused();
    }
    if (verified == 0) {
      throw PapersFailures.NOTHING_TO_RELEASE.refused();
    }
    return documents;
  }

  private static long count(List<StoredDocument> documents, DocumentState state) {
    return documents.stream().filter(d -> d.state() == state).count();
  }

  /** The defendant, with what the child's worker is told of the package. */
  Submission.Subject subject(StoredPackage stored, CreatePackageRequest announced, Instant now) {
    Violations wrong = new Violations();
    PersonDescription defendant =
        new PersonTranslation(stored.agency(), LocalDate.ofInstant(now, DueTimes.LONDON), wrong)
            .read(announced.getDefendant(), "defendant");
    wrong.throwIfAny();
    // A document's check is final while its package is open, but for an abort, which is decided
    // again with the package.
    int held = (int) count(reader.documents(stored.id()), DocumentState.DOCUMENT_STATE_QUARANTINED);
    List<Long> keys = new ArrayList<>();
    for (String key : MatchKeys.of(defendant)) {
      keys.add(vault.fingerprint(key));
    }
    return new Submission.Subject(
        0,
        defendant,
        keys,
        AlertKind.ALERT_KIND_PAPERS,
        Urgency.ROUTINE,
        facts(stored, announced, held),
        false,
        AlertMaterial.getDefaultInstance());
  }

  private static Alert facts(StoredPackage stored, CreatePackageRequest announced, int held) {
    Handling handling = announced.getHandling();
    Alert.Builder facts =
        Alert.newBuilder()
            .setKind(AlertKind.ALERT_KIND_PAPERS)
            .setMarking(handling.getMarking())
            .setBasis(DisclosureBasis.newBuilder().setRegime(handling.getRegime()))
            .setFacts(
                AlertFacts.newBuilder()
                    .setPapers(
                        PapersFacts.newBuilder()
                            .setPackageId(stored.id().toString())
                            .setVersion(stored.version())
                            .setDocuments(announced.getDocumentsCount() - held)
                            .setHeldBack(held)));
    if (handling.hasConditions()) {
      facts.setConditions(handling.getConditions());
    }
    return facts.build();
  }
}
