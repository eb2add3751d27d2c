package uk.yjx.client.papers;

import io.grpc.Status;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import uk.yjx.casepapers.v1.CasePapersServiceGrpc;
import uk.yjx.casepapers.v1.CasePapersServiceGrpc.CasePapersServiceBlockingStub;
import uk.yjx.casepapers.v1.CompletePackageRequest;
import uk.yjx.casepapers.v1.CompletePackageResponse;
import uk.yjx.casepapers.v1.CreatePackageRequest;
import uk.yjx.casepapers.v1.CreatePackageResponse;
import uk.yjx.casepapers.v1.DocumentProgress;
import uk.yjx.casepapers.v1.DocumentState;
import uk.yjx.casepapers.v1.PackageState;
import uk.yjx.casepapers.v1.QueryUploadRequest;
import uk.yjx.casepapers.v1.QueryUploadResponse;
import uk.yjx.client.Errors;
import uk.yjx.client.ExchangeConnection;
import uk.yjx.client.ExchangeException;

/**
 * Sends whole packages. Whoever sends the same package again, with the same request id, goes on
 * where it stands, also in another process on another machine.
 */
public final class PackageSender {
  private static final Duration CALL_MAX = Duration.ofSeconds(30);

  private final ExchangeConnection connection;
  private final SenderSettings settings;
  private final RandomGenerator random;

  /** A sender over a connection. */
  public PackageSender(
      ExchangeConnection connection, SenderSettings settings, RandomGenerator random) {
    this.connection = connection;
    this.settings = settings;
    this.random = random;
  }

  /** Makes the listener of a document, by its index in the package. */
  public interface Listeners {
    /** The listener of one document. */
    SendListener of(int index);
  }

  /**
   * A package that is complete.
   *
   * @param created what the exchange answered when it was announced
   * @param completed what it answered when it was completed
   * @param documents what was sent by this call; none of what had arrived before
   */
  public record SentPackage(
      CreatePackageResponse created,
      CompletePackageResponse completed,
      List<SentDocument> documents) {

    /** Copies the list. */
    public SentPackage {
      documents = List.copyOf(documents);
    }
  }

  /**
   * Announces a package, sends what is missing of it, and completes it.
   *
   * @param files contents in the order of the request's documents
   * @throws ExchangeException what was refused; PACKAGE_GONE when it was given up or ran out of
   *     time
   */
  public SentPackage send(CreatePackageRequest request, List<Path> files, Listeners listeners)
      throws IOException, InterruptedException {
    if (files.size() != request.getDocumentsCount()) {
      throw new IllegalArgumentException("there must be one file for each document");
    }
    CreatePackageResponse created = patiently(() -> stub().createPackage(request));
    QueryUploadResponse stands =
        patiently(() ->
            stub()
                .queryUpload(
                    QueryUploadRequest.newBuilder().setPackageId(created.getPackageId()).build()));
    List<SentDocument> sent = new ArrayList<>();
    if (stands.getState() == PackageState.PACKAGE_STATE_OPEN) {
      DocumentSender sender = new DocumentSender(connection, settings, random);
      for (int i = 0; i < files.size(); i++) {
        DocumentProgress progress = stands.getDocuments(i);
        SendListener listener = listeners.of(i);
        listener.committed(progress.getCommittedBytes());
        if (progress.getState() != DocumentState.DOCUMENT_STATE_VERIFIED) {
          sent.add(sender.send(created.getDocumentIds(i), files.get(i), listener));
        }
      }
    } else if (stands.getState() != PackageState.PACKAGE_STATE_COMPLETED) {
      throw Errors.local(
          Status.Code.FAILED_PRECONDITION,
          "PACKAGE_GONE",
          "the package was given up or ran out of time; announce it under another request id");
    }
    CompletePackageResponse completed =
        patiently(() ->
            stub()
                .completePackage(
                    CompletePackageRequest.newBuilder()
                        .setRequestId("complete-" + created.getPackageId())
                        .setPackageId(created.getPackageId())
                        .build()));
    return new SentPackage(created, completed, sent);
  }

  private CasePapersServiceBlockingStub stub() {
    return CasePapersServiceGrpc.newBlockingStub(connection.reopenedChannel())
        .withDeadlineAfter(CALL_MAX.toMillis(), TimeUnit.MILLISECONDS);
  }

  /** Every call here may be repeated, so it is, while the exchange cannot be reached. */
  private <T> T patiently(Supplier<T> call) throws InterruptedException {
    for (int failures = 0; ; failures++) {
      try {
        return call.get();
      } catch (RuntimeException e) {
        ExchangeException typed = Errors.of(e);
        if (!DocumentSender.isPassing(typed) || failures >= settings.attemptsMax()) {
          throw typed;
        }
        CountDownLatch over = new CountDownLatch(1);
        connection
            .timer()
            .after(settings.backoff().delay(failures, typed.retryAfter(), random), over::countDown);
        over.await();
      }
    }
  }
}
