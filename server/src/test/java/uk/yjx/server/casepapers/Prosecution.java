package uk.yjx.server.casepapers;

import com.google.protobuf.ByteString;
import io.grpc.Channel;
import io.grpc.ManagedChannel;
import io.grpc.StatusRuntimeException;
import io.grpc.stub.StreamObserver;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.zip.CRC32C;
import uk.yjx.agreements.v1.Agreement;
import uk.yjx.agreements.v1.DataCategory;
import uk.yjx.casepapers.v1.CasePapersServiceGrpc;
import uk.yjx.casepapers.v1.CasePapersServiceGrpc.CasePapersServiceBlockingStub;
import uk.yjx.casepapers.v1.CreatePackageRequest;
import uk.yjx.casepapers.v1.CreatePackageResponse;
import uk.yjx.casepapers.v1.DocumentKind;
import uk.yjx.casepapers.v1.DocumentManifest;
import uk.yjx.casepapers.v1.DocumentPart;
import uk.yjx.casepapers.v1.OpenUpload;
import uk.yjx.casepapers.v1.PackageRelation;
import uk.yjx.casepapers.v1.QueryUploadRequest;
import uk.yjx.casepapers.v1.QueryUploadResponse;
import uk.yjx.casepapers.v1.UploadDocumentRequest;
import uk.yjx.casepapers.v1.UploadDocumentResponse;
import uk.yjx.client.Errors;
import uk.yjx.client.ExchangeConnection;
import uk.yjx.client.ExchangeException;
import uk.yjx.client.FullJitter;
import uk.yjx.client.Timer;
import uk.yjx.client.papers.PackageSender;
import uk.yjx.client.papers.SendListener;
import uk.yjx.client.papers.SenderSettings;
import uk.yjx.common.v1.Handling;
import uk.yjx.common.v1.LegalGateway;
import uk.yjx.common.v1.Marking;
import uk.yjx.common.v1.Purpose;
import uk.yjx.common.v1.Regime;
import uk.yjx.common.v1.Role;
import uk.yjx.identity.v1.AgencyKind;
import uk.yjx.server.ExchangeUnderTest;
import uk.yjx.server.alerts.Area;

/** An area with a prosecution agency that may share papers with its youth justice service. */
final class Prosecution {
  static final SenderSettings PATIENT =
      new SenderSettings(
          new FullJitter(Duration.ofMillis(20), Duration.ofMillis(500)),
          500,
          Duration.ofSeconds(20));

  final Area area;
  final String agency;
  final String system;

  Prosecution(ExchangeUnderTest exchange) {
    this(Area.full(exchange), "cps-" + exchange.number(), exchange.clock().instant());
  }

  private Prosecution(Area area, String agency, Instant now) {
    this.area = area;
    this.agency = agency;
    system = agency + "/system/papers";
    area.agency(agency, AgencyKind.AGENCY_KIND_CPS);
    area.principal(system);
    area.grant(system, Role.ROLE_PAPERS_SUBMITTER, "");
    area.agree(
        Agreement.newBuilder()
            .setAgreementId(agency + "-papers")
            .setTitle("Invented")
            .addFromAgencies(agency)
            .addToAgencies(area.service)
            .addCategories(DataCategory.DATA_CATEGORY_CASE_PAPERS)
            .addGateways(LegalGateway.LEGAL_GATEWAY_CDA98_S115)
            .addPurposes(Purpose.PURPOSE_SUPERVISION)
            .setValidFrom(Area.timestamp(now.minus(Duration.ofDays(1))))
            .setValidTo(Area.timestamp(now.plus(Duration.ofDays(700)))));
  }

  /** The prosecution agency beside a court, in the same area. */
  static Prosecution in(CourtArea court) {
    return new Prosecution(
        court.area, "papers-" + court.area.service, court.exchange.clock().instant());
  }

  CasePapersServiceBlockingStub stub() {
    return as(system);
  }

  CasePapersServiceBlockingStub as(String principal) {
    return CasePapersServiceGrpc.newBlockingStub(area.as(principal));
  }

  /** Content of a size that begins like a PDF; nothing in it can be compressed. */
  static byte[] content(int size, long seed) {
    byte[] bytes = new byte[size];
    new Random(seed).nextBytes(bytes);
    byte[] head = "%PDF-1.7\n".getBytes(StandardCharsets.US_ASCII);
    System.arraycopy(head, 0, bytes, 0, Math.min(size, head.length));
    return bytes;
  }

  static DocumentManifest.Builder manifest(byte[] content) {
    return DocumentManifest.newBuilder()
        .setKind(DocumentKind.DOCUMENT_KIND_CASE_SUMMARY)
        .setTitle("Case summary")
        .setMediaType("application/pdf")
        .setSizeBytes(content.length)
        .setSha256(ByteString.copyFrom(sha256(content)))
        .setMarking(Marking.MARKING_OFFICIAL_SENSITIVE);
  }

  /** A package about a child of the area. */
  CreatePackageRequest.Builder request(int child, DocumentManifest.Builder... documents) {
    CreatePackageRequest.Builder request =
        CreatePackageRequest.newBuilder()
            .setRequestId(area.requestId())
            .setUrn("01ZD0012324")
            .setDefendant(area.person(child))
            .setHandling(
                Handling.newBuilder()
                    .setMarking(Marking.MARKING_OFFICIAL_SENSITIVE)
                    .setRegime(Regime.REGIME_DPA_PART3)
                    .setGateway(LegalGateway.LEGAL_GATEWAY_CDA98_S115)
                    .setPurpose(Purpose.PURPOSE_SUPERVISION))
            .setRelation(PackageRelation.PACKAGE_RELATION_FIRST);
    for (DocumentManifest.Builder document : documents) {
      request.addDocuments(document);
    }
    return request;
  }

  /** Announces a package of one document. */
  CreatePackageResponse announced(int child, byte[] content) {
    return stub().createPackage(request(child, manifest(content)).build());
  }

  QueryUploadResponse query(CreatePackageResponse created) {
    return stub()
        .queryUpload(QueryUploadRequest.newBuilder().setPackageId(created.getPackageId()).build());
  }

  /** Sends a package whole by the SDK. */
  PackageSender.SentPackage send(CreatePackageRequest.Builder request, byte[]... contents)
      throws IOException, InterruptedException {
    List<Path> files = new ArrayList<>();
    for (byte[] content : contents) {
      Path file = Files.createTempFile("yjx-paper-", ".pdf");
      Files.write(file, content);
      file.toFile().deleteOnExit();
      files.add(file);
    }
    ExchangeConnection connection =
        ExchangeConnection.over((ManagedChannel) area.as(system), Timer.system());
    return new PackageSender(connection, PATIENT, new Random(1))
        .send(request.build(), files, index -> SendListener.NONE);
  }

  /** Sends by hand: whatever is sent, in order; the answers until the end. */
  Sending sending() {
    return new Sending(area.as(system));
  }

  static byte[] sha256(byte[] content) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(content);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  /** The part of a content that begins at an offset. */
  static DocumentPart.Builder part(byte[] content, int offset) {
    byte[] data =
        Arrays.copyOfRange(
            content, offset, Math.min(content.length, offset + PapersLimits.PART_BYTES));
    return DocumentPart.newBuilder()
        .setOffset(offset)
        .setData(ByteString.copyFrom(data))
        .setCrc32C(crc32c(data));
  }

  static int crc32c(byte[] data) {
    CRC32C crc = new CRC32C();
    crc.update(data);
    return (int) crc.getValue();
  }

  static ExchangeException refused(Runnable call) {
    try {
      call.run();
    } catch (StatusRuntimeException e) {
      return Errors.of(e);
    }
    throw new AssertionError("the call was answered");
  }

  /** One upload by hand. */
  static final class Sending implements StreamObserver<UploadDocumentResponse> {
    private static final long WAIT_SECONDS = 20;

    private final List<UploadDocumentResponse> answers = new ArrayList<>();
    private final CompletableFuture<Void> end = new CompletableFuture<>();
    private final StreamObserver<UploadDocumentRequest> to;

    Sending(Channel channel) {
      to = CasePapersServiceGrpc.newStub(channel).uploadDocument(this);
    }

    Sending open(String document) {
      to.onNext(
          UploadDocumentRequest.newBuilder()
              .setOpen(OpenUpload.newBuilder().setDocumentId(document))
              .build());
      return this;
    }

    Sending part(DocumentPart.Builder part) {
      to.onNext(UploadDocumentRequest.newBuilder().setPart(part).build());
      return this;
    }

    Sending halfClose() {
      to.onCompleted();
      return this;
    }

    void drop() {
      to.onError(new IllegalStateException("cut"));
    }

    /** What the exchange refused it with. */
    ExchangeException refusal() {
      try {
        end.get(WAIT_SECONDS, TimeUnit.SECONDS);
      } catch (java.util.concurrent.ExecutionException e) {
        return Errors.of(e.getCause() == null ? e : e.getCause());
      } catch (Exception e) {
        throw new AssertionError(e);
      }
      throw new AssertionError("it ended well: " + answers);
    }

    /** Everything that was answered, once it ended well. */
    List<UploadDocumentResponse> answers() throws Exception {
      end.get(WAIT_SECONDS, TimeUnit.SECONDS);
      synchronized (answers) {
        return List.copyOf(answers);
      }
    }

    /** The next answer with a frame of a kind. */
    UploadDocumentResponse await(UploadDocumentResponse.FrameCase kind)
        throws InterruptedException {
      synchronized (answers) {
        long until = System.nanoTime() + TimeUnit.SECONDS.toNanos(WAIT_SECONDS);
        while (true) {
          for (UploadDocumentResponse answer : answers) {
            if (answer.getFrameCase() == kind) {
              return answer;
            }
          }
          if (System.nanoTime() > until) {
            throw new AssertionError("no " + kind + " among " + answers);
          }
          answers.wait(100);
        }
      }
    }

    @Override
    public void onNext(UploadDocumentResponse answer) {
      synchronized (answers) {
        answers.add(answer);
        answers.notifyAll();
      }
    }

    @Override
    public void onError(Throwable why) {
      end.completeExceptionally(why);
    }

    @Override
    public void onCompleted() {
      end.complete(null);
    }
  }
}
