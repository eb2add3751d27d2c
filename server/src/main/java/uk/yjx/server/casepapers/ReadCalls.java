package uk.yjx.server.casepapers;

import io.grpc.stub.ServerCallStreamObserver;
import jakarta.annotation.PreDestroy;
import jakarta.inject.Singleton;
import java.sql.SQLException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import uk.yjx.casepapers.v1.ReadDocumentRequest;
import uk.yjx.casepapers.v1.ReadDocumentResponse;
import uk.yjx.server.casepapers.StoredPackage.StoredDocument;
import uk.yjx.server.identity.Caller;
import uk.yjx.server.identity.DirectoryFacts;
import uk.yjx.server.identity.Sessions;
import uk.yjx.server.identity.Verdict;
import uk.yjx.server.journal.DrainListener;
import uk.yjx.server.storage.Blobs;
import uk.yjx.server.storage.Vault;

/** The documents that are being read in this process. */
@Singleton
final class ReadCalls implements DrainListener, AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(ReadCalls.class);
  private static final String OPERATION = "yjx.casepapers.v1.CasePapersService/ReadDocument";
  private static final int PUMP_THREADS = 4;

  private final Shelf shelf;
  private final UploadLedger ledger;
  private final PapersDisclosures disclosures;
  private final PapersAccess access;
  private final DirectoryFacts directory;
  private final Sessions sessions;
  private final Blobs blobs;
  private final Vault vault;
  private final InstantSource clock;
  private final Places places =
      new Places(PapersLimits.READS_PER_CALLER_MAX, PapersLimits.READS_MAX);
  private final Set<ReadCall> open = ConcurrentHashMap.newKeySet();
  private final ExecutorService pumps =
      Executors.newFixedThreadPool(
          PUMP_THREADS, Thread.ofPlatform().name("papers-read-", 0).daemon(true).factory());

  ReadCalls(
      Shelf shelf,
      UploadLedger ledger,
      PapersDisclosures disclosures,
      PapersAccess access,
      DirectoryFacts directory,
      Sessions sessions,
      Blobs blobs,
      Vault vault,
      InstantSource clock) {
    this.shelf = shelf;
    this.ledger = ledger;
    this.disclosures = disclosures;
    this.access = access;
    this.directory = directory;
    this.sessions = sessions;
    this.blobs = blobs;
    this.vault = vault;
    this.clock = clock;
  }

  /** Begins a reading; refuses what is absent, forbidden or not available in the same way. */
  void begin(
      Caller caller,
      ReadDocumentRequest request,
      ServerCallStreamObserver<ReadDocumentResponse> call) {
    UUID id = UUID.fromString(request.getDocumentId());
    Shelved of = shelf.ofDocument(id).orElseThrow(PapersFailures.DOCUMENT_NOT_FOUND::refused);
    StoredDocument document =
        of.documents().stream()
            .filter(d -> d.id().equals(id))
            .findFirst()
            .orElseThrow(PapersFailures.DOCUMENT_NOT_FOUND::refused);
    PapersDisclosures.Reader reader =
        new PapersDisclosures.Reader(caller, request.getPurpose(), OPERATION);
    if (access.grant(caller, of, request.getPurpose(), clock.instant()).isEmpty()) {
      throw PapersFailures.DOCUMENT_NOT_FOUND.refused();
    }
    PapersDisclosures.Range range = range(request, document.size());
    StoredContent content = new StoredContent(blobs, vault, parts(document));
    if (!places.take(caller.principal())) {
      throw PapersFailures.READS_FULL.refused();
    }
    PapersDisclosures.Announced announced;
    try {
      announced = disclosures.announce(reader, of, id).join();
    } catch (RuntimeException e) {
      places.giveBack(caller.principal());
      throw e;
    }
    start(reader, of, document, announced, content, range, call);
  }

  private void start(
      PapersDisclosures.Reader reader,
      Shelved of,
      StoredDocument document,
      PapersDisclosures.Announced announced,
      StoredContent content,
      PapersDisclosures.Range range,
      ServerCallStreamObserver<ReadDocumentResponse> call) {
    Caller caller = reader.caller();
    AtomicReference<@Nullable ReadCall> self = new AtomicReference<>();
    AtomicReference<Sessions.@Nullable Session> session = new AtomicReference<>();
    ReadCall reading =
        new ReadCall(
            call,
            announced.commit(),
            of.shown(document),
            content,
            range,
            () -> mayStill(reader, of),
            pumps,
            sentTo -> {
              places.giveBack(caller.principal());
              ReadCall ended = self.get();
              if (ended != null) {
                open.remove(ended);
              }
              Sessions.Session held = session.getAndSet(null);
              if (held != null) {
                held.close();
              }
              record(reader, of, document, announced, range, sentTo);
            });
    self.set(reading);
    open.add(reading);
    session.set(
        sessions.register(
            caller,
            again -> access.grant(again, of, reader.purpose(), clock.instant()).isPresent(),
            reading::end));
    // With gRPC's 32 KiB a stream would stand still after every message until it is sent.
    call.setOnReadyThreshold(PapersLimits.READ_AHEAD_BYTES);
    call.setOnReadyHandler(reading::signal);
    call.setOnCancelHandler(reading::cancelled);
    call.setOnCloseHandler(reading::cancelled);
    reading.signal();
  }

  private void record(
      PapersDisclosures.Reader reader,
      Shelved of,
      StoredDocument document,
      PapersDisclosures.Announced announced,
      PapersDisclosures.Range range,
      long sentTo) {
    disclosures
        .ended(
            reader,
            of,
            document.id(),
            announced,
            sentTo == range.to() ? "read.whole" : "read.cut",
            new PapersDisclosures.Range(range.from(), sentTo))
        .exceptionally(error -> {
          // The intent without an end counts as read in full, so nothing is hidden by this.
          LOG.warn("the end of a reading was not recorded: {}", error.getClass().getName());
          return null;
        });
  }

  private boolean mayStill(PapersDisclosures.Reader reader, Shelved of) {
    return switch (directory.again(reader.caller())) {
      case Verdict.Refused refused -> false;
      case Verdict.Accepted accepted ->
          access.grant(accepted.caller(), of, reader.purpose(), clock.instant()).isPresent();
    };
  }

  private DocumentParts parts(StoredDocument document) {
    try {
      return ledger
          .parts(document.id(), document.size())
          .orElseThrow(PapersFailures.DOCUMENT_NOT_FOUND::refused);
    } catch (SQLException e) {
      throw PapersFailures.READ_FAILED.refused();
    }
  }

  private static PapersDisclosures.Range range(ReadDocumentRequest request, long size) {
    if (request.getOffset() >= size) {
      throw PapersFailures.RANGE_BEYOND_END.refused();
    }
    long left = size - request.getOffset();
    long length = request.getLimit() == 0 ? left : Math.min(left, request.getLimit());
    return new PapersDisclosures.Range(request.getOffset(), request.getOffset() + length);
  }

  @Override
  public void drain(Duration retryAfter) {
    open.forEach(call -> call.end(PapersFailures.draining(retryAfter)));
  }

  @Override
  @PreDestroy
  public void close() {
    pumps.shutdown();
  }
}
