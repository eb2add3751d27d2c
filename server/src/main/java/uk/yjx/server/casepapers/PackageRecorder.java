package uk.yjx.server.casepapers;

import jakarta.inject.Singleton;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import uk.yjx.casepapers.v1.AbortUploadRequest;
import uk.yjx.casepapers.v1.CreatePackageRequest;
import uk.yjx.casepapers.v1.CreatePackageResponse;
import uk.yjx.casepapers.v1.PackageRelation;
import uk.yjx.casepapers.v1.PackageState;
import uk.yjx.common.v1.Role;
import uk.yjx.server.audit.AuditEventBuilder;
import uk.yjx.server.audit.EventType;
import uk.yjx.server.audit.PersonalMember;
import uk.yjx.server.audit.SharingBasis;
import uk.yjx.server.caseload.PersonTranslation;
import uk.yjx.server.clocks.DueTimes;
import uk.yjx.server.identity.Caller;
import uk.yjx.server.identity.DirectoryFacts;
import uk.yjx.server.identity.Sessions;
import uk.yjx.server.identity.Verdict;
import uk.yjx.server.journal.AuditTrail;
import uk.yjx.server.journal.Committed;
import uk.yjx.server.journal.Entry;
import uk.yjx.server.journal.FactKey;
import uk.yjx.server.journal.FirstAnswers;
import uk.yjx.server.journal.Journal;
import uk.yjx.server.journal.Proposal.Decision;
import uk.yjx.server.journal.Receipts;
import uk.yjx.server.journal.RequestKey;
import uk.yjx.server.journal.Requests;
import uk.yjx.server.kernel.Ids;
import uk.yjx.server.kernel.Violations;
import uk.yjx.server.storage.RecordKey;
import uk.yjx.server.storage.Vault;

/** Announces packages and gives them up, each as one entry of the journal. */
@Singleton
final class PackageRecorder {
  private static final String SERVICE = "yjx.casepapers.v1.CasePapersService/";
  static final String CATEGORY = "DATA_CATEGORY_CASE_PAPERS";
  static final String CONTRACT = "yjx.casepapers.v1.Package";

  private final Journal journal;
  private final FirstAnswers firstAnswers;
  private final AuditTrail audit;
  private final Requests requests;
  private final DirectoryFacts directory;
  private final PackageReader reader;
  private final PackageTables tables;
  private final Vault vault;
  private final Ids ids;
  private final InstantSource clock;

  PackageRecorder(
      Journal journal,
      FirstAnswers firstAnswers,
      AuditTrail audit,
      Requests requests,
      DirectoryFacts directory,
      PackageReader reader,
      PackageTables tables,
      Vault vault,
      Ids ids,
      InstantSource clock) {
    this.journal = journal;
    this.firstAnswers = firstAnswers;
    this.audit = audit;
    this.requests = requests;
    this.directory = directory;
    this.reader = reader;
    this.tables = tables;
    this.vault = vault;
    this.ids = ids;
    this.clock = clock;
  }

  /** What one request writes; answers what is kept under its id. Throws what it refuses. */
  private interface Change {
    byte[] into(Entry.Builder entry, RecordKey key, Instant now);
  }

  /** Announces a package; the stored answer is the response without its receipt. */
  CompletableFuture<Committed> create(Caller caller, CreatePackageRequest request) {
    LocalDate today = LocalDate.ofInstant(clock.instant(), DueTimes.LONDON);
    Violations wrong = new Violations();
    PackageRules.check(request, today.getYear(), wrong);
    var unused =
        new PersonTranslation(caller.agency(), today, wrong)
            .read(request.getDefendant(), "defendant");
    wrong.throwIfAny();
    String urn = PackageRules.urn(request.getUrn(), today.getYear()).orElseThrow();
    CreatePackageRequest kept = request.toBuilder().clearRequestId().setUrn(urn).build();
    RequestKey key = requests.key(caller.agency(), request.getRequestId(), request);
    return write(
        caller, key, (entry, record, now) -> announce(caller, key, kept, entry, record, now));
  }

  private byte[] announce(
      Caller caller,
      RequestKey request,
      CreatePackageRequest kept,
      Entry.Builder entry,
      RecordKey key,
      Instant now) {
    if (reader.open(caller.agency()) >= PapersLimits.OPEN_PACKAGES_MAX) {
      throw PapersFailures.OPEN_PACKAGES_FULL.refused();
    }
    UUID id = ids.next();
    long urn = vault.fingerprint("casepapers.urn " + kept.getUrn());
    PackageReader.Series series = seriesOf(caller, kept, id, urn);
    entry.depends(FactKey.papers(series.id())).touches(FactKey.papers(series.id()));
    int version = series.version() + 1;
    Instant expiresAt = now.plus(PapersLimits.PACKAGE_OPEN_MAX);
    List<PackageTables.NewDocument> documents = new ArrayList<>();
    CreatePackageResponse.Builder answer =
        CreatePackageResponse.newBuilder()
            .setPackageId(id.toString())
            .setVersion(version)
            .setExpiresAt(Receipts.timestamp(expiresAt));
    for (int i = 0; i < kept.getDocumentsCount(); i++) {
      UUID document = ids.next();
      answer.addDocumentIds(document.toString());
      documents.add(
          new PackageTables.NewDocument(document, id, i, kept.getDocuments(i).getSizeBytes()));
    }
    tables.announce(
        entry,
        new PackageTables.NewPackage(
            id,
            caller.agency(),
            series.id(),
            version,
            kept.getRelation(),
            urn,
            vault.seal(key, kept.toByteArray(), PackageTables.PACKAGE_PURPOSE),
            now,
            expiresAt),
        documents);
    audit.add(
        entry,
        key,
        event(EventType.COLLECTION, "CreatePackage", "announced", caller, now)
            .purpose(kept.getHandling().getPurpose().name())
            .basis(SharingBasis.gateway(kept.getHandling().getGateway().name()))
            .data(CONTRACT, List.of(CATEGORY), documents.size())
            .personal(PersonalMember.REQUEST_ID, request.requestId())
            .personal(PersonalMember.RECORDS, id.toString()));
    return answer.build().toByteArray();
  }

  private PackageReader.Series seriesOf(
      Caller caller, CreatePackageRequest kept, UUID id, long urn) {
    if (kept.getRelation() == PackageRelation.PACKAGE_RELATION_FIRST) {
      return new PackageReader.Series(id, 0, false);
    }
    PackageReader.Series series =
        reader
            .series(UUID.fromString(kept.getEarlierPackageId()), caller.agency(), urn)
            .orElseThrow(PapersFailures.PACKAGE_NOT_FOUND::refused);
    if (series.open()) {
      throw PapersFailures.EARLIER_PACKAGE_OPEN.refused();
    }
    return series;
  }

  /** Gives up a document or a whole package; the stored answer is empty. */
  CompletableFuture<Committed> abort(Caller caller, AbortUploadRequest request) {
    UUID id = UUID.fromString(request.getPackageId());
    RequestKey key = requests.key(caller.agency(), request.getRequestId(), request);
    return write(
        caller,
        key,
        (entry, record, now) -> {
          StoredPackage stored =
              reader
                  .find(id, caller.agency())
                  .orElseThrow(PapersFailures.PACKAGE_NOT_FOUND::refused);
          if (!stored.isOpen()) {
            throw PapersFailures.PACKAGE_NOT_OPEN.refused();
          }
          entry.depends(FactKey.papers(id)).touches(FactKey.papers(id));
          if (request.getDocumentId().isEmpty()) {
            entry.touches(FactKey.papers(stored.series()));
            tables.end(entry, new PackageTables.Ended(id, PackageState.PACKAGE_STATE_ABORTED, now));
          } else {
            UUID document = UUID.fromString(request.getDocumentId());
            if (reader.documents(id).stream().noneMatch(d -> d.id().equals(document))) {
              throw PapersFailures.DOCUMENT_NOT_FOUND.refused();
            }
            tables.forget(entry, new PackageTables.Forgotten(document, now));
          }
          audit.add(
              entry,
              record,
              event(EventType.ERASURE, "AbortUpload", "aborted", caller, now)
                  .purpose("PURPOSE_OPERATION")
                  .data(CONTRACT, List.of(CATEGORY), 1)
                  .personal(PersonalMember.RECORDS, id.toString()));
          return new byte[0];
        });
  }

  /** Gives up a package that was not completed in time; refused when that is not so any more. */
  CompletableFuture<Committed> expire(UUID id, uk.yjx.server.kernel.AgencyId agency) {
    return journal.append(() -> {
      long stamp = journal.stamp();
      Instant now = clock.instant();
      StoredPackage stored =
          reader.find(id, agency).orElseThrow(PapersFailures.PACKAGE_NOT_FOUND::refused);
      if (!stored.isOpen() || now.isBefore(stored.expiresAt())) {
        return new Decision.Abandon(PapersFailures.PACKAGE_NOT_OPEN);
      }
      Entry.Builder entry =
          Entry.decidedAt(stamp)
              .depends(FactKey.papers(id))
              .touches(FactKey.papers(id))
              .touches(FactKey.papers(stored.series()));
      RecordKey key = audit.newKey(entry);
      tables.end(entry, new PackageTables.Ended(id, PackageState.PACKAGE_STATE_EXPIRED, now));
      audit.add(
          entry,
          key,
          audit
              .event(EventType.ERASURE, "yjx.casepapers/Expiry", "expired", now)
              .from(agency.value())
              .purpose("PURPOSE_OPERATION")
              .data(CONTRACT, List.of(CATEGORY), 1)
              .personal(PersonalMember.RECORDS, id.toString()));
      return new Decision.Write(entry.build());
    });
  }

  private CompletableFuture<Committed> write(Caller caller, RequestKey request, Change change) {
    return firstAnswers.appendOrFind(
        request,
        () -> {
          long stamp = journal.stamp();
          return switch (directory.again(caller)) {
            case Verdict.Refused refused -> new Decision.Abandon(Sessions.ACCESS_ENDED);
            case Verdict.Accepted accepted -> {
              if (!accepted.caller().holds(Role.ROLE_PAPERS_SUBMITTER)) {
                yield new Decision.Abandon(Sessions.ROLE_WITHDRAWN);
              }
              Entry.Builder entry = Entry.decidedAt(stamp);
              for (long fact : caller.factKeys()) {
                entry.depends(fact);
              }
              RecordKey key = audit.newKey(entry);
              byte[] answer = change.into(entry, key, clock.instant());
              audit.answer(entry, key, request, answer);
              yield new Decision.Write(entry.build());
            }
          };
        });
  }

  private AuditEventBuilder event(
      EventType type, String method, String outcome, Caller caller, Instant now) {
    return audit
        .event(type, SERVICE + method, outcome, now)
        .from(caller.agency().value())
        .personal(PersonalMember.ACTOR_ID, caller.principal().toString());
  }
}
