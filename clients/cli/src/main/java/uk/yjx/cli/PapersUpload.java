package uk.yjx.cli;

import com.google.gson.JsonObject;
import com.google.protobuf.util.JsonFormat;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import uk.yjx.casepapers.v1.CreatePackageRequest;
import uk.yjx.casepapers.v1.DocumentRestriction;
import uk.yjx.casepapers.v1.PackageRelation;
import uk.yjx.cli.output.ProgressBar;
import uk.yjx.cli.output.Tone;
import uk.yjx.cli.papers.PaperFile;
import uk.yjx.cli.papers.PaperFolder;
import uk.yjx.client.ExchangeConnection;
import uk.yjx.client.papers.PackageSender;
import uk.yjx.client.papers.SendListener;
import uk.yjx.client.papers.SenderSettings;
import uk.yjx.client.papers.SentDocument;
import uk.yjx.common.v1.Handling;
import uk.yjx.common.v1.LegalGateway;
import uk.yjx.common.v1.Marking;
import uk.yjx.common.v1.PersonDescriptor;
import uk.yjx.common.v1.Purpose;
import uk.yjx.common.v1.Regime;

/** Sends a folder of papers as one package. */
@Command(
    name = "upload",
    description = {
      "Send a folder as one package: every file becomes a document, its kind read from the start of",
      "its name (MG5 …, interview-recording …). After a cut it goes on by itself; run again with the",
      "same folder it goes on where it stands, also from another machine."
    })
final class PapersUpload implements Callable<Integer> {
  private static final int REQUEST_ID_DIGITS = 40;

  private final Yjx yjx;

  @Mixin private ConnectionOptions connection = new ConnectionOptions();

  @Parameters(paramLabel = "DIR", description = "Folder of the documents.")
  private Path folder = Path.of(".");

  @Option(names = "--urn", required = true, description = "Case URN, such as 01ZD0012324.")
  private String urn = "";

  @Option(
      names = "--defendant",
      required = true,
      paramLabel = "FILE",
      description = "The child as a yjx.common.v1.PersonDescriptor in JSON.")
  private Path defendant = Path.of(".");

  @Option(names = "--gateway", description = "Legal gateway; cda98-s115 if not given.")
  private LegalGateway gateway = LegalGateway.LEGAL_GATEWAY_CDA98_S115;

  @Option(names = "--purpose", description = "Why it is shared; supervision if not given.")
  private Purpose purpose = Purpose.PURPOSE_SUPERVISION;

  @Option(names = "--regime", description = "Data-protection regime; dpa-part3 if not given.")
  private Regime regime = Regime.REGIME_DPA_PART3;

  @Option(names = "--marking", description = "Of every document; official-sensitive if not given.")
  private Marking marking = Marking.MARKING_OFFICIAL_SENSITIVE;

  @Option(
      names = "--restrict",
      description = "A restriction of every document, such as not-to-family; repeatable.")
  private List<DocumentRestriction> restrictions = List.of();

  @Option(
      names = "--supplements",
      paramLabel = "PACKAGE",
      description = "Adds to the series of this package.")
  private @Nullable String supplements;

  @Option(
      names = "--replaces",
      paramLabel = "PACKAGE",
      description = "Takes the place of every package of its series.")
  private @Nullable String replaces;

  @Option(
      names = "--attempt",
      description = "2 and so on: announce the same folder anew after it was given up.")
  private int attempt = 1;

  PapersUpload(Yjx yjx) {
    this.yjx = yjx;
  }

  @Override
  public Integer call() throws IOException, InterruptedException {
    if (supplements != null && replaces != null) {
      throw CommandFailure.usage("--supplements and --replaces exclude each other");
    }
    List<PaperFile> papers = papers();
    long total = papers.stream().mapToLong(p -> p.manifest().getSizeBytes()).sum();
    PackageSender.SentPackage sent;
    try (ExchangeConnection open = connection.open(yjx.surroundings().environment());
        ProgressBar bar = yjx.screen().transfer("papers", total)) {
      sent =
          new PackageSender(open, SenderSettings.standard(), RandomGenerator.getDefault())
              .send(
                  request(papers),
                  papers.stream().map(PaperFile::file).toList(),
                  new Shown(bar, papers));
    }
    report(sent);
    return ExitCode.OK;
  }

  private List<PaperFile> papers() throws IOException {
    try {
      return PaperFolder.read(folder, marking, restrictions);
    } catch (PaperFolder.Unusable e) {
      throw CommandFailure.usage(String.valueOf(e.getMessage()));
    } catch (IOException e) {
      throw CommandFailure.file("the folder " + folder + " cannot be read", e);
    }
  }

  private CreatePackageRequest request(List<PaperFile> papers) throws IOException {
    PersonDescriptor.Builder child = PersonDescriptor.newBuilder();
    try {
      JsonFormat.parser().merge(Files.readString(defendant), child);
    } catch (IOException e) {
      throw CommandFailure.file("the description " + defendant + " cannot be read", e);
    }
    String earlier = supplements != null ? supplements : replaces;
    CreatePackageRequest.Builder request =
        CreatePackageRequest.newBuilder()
            .setUrn(urn)
            .setDefendant(child)
            .setHandling(
                Handling.newBuilder()
                    .setMarking(marking)
                    .setRegime(regime)
                    .setGateway(gateway)
                    .setPurpose(purpose))
            .setRelation(
                supplements != null
                    ? PackageRelation.PACKAGE_RELATION_SUPPLEMENT
                    : replaces != null
                        ? PackageRelation.PACKAGE_RELATION_REPLACEMENT
                        : PackageRelation.PACKAGE_RELATION_FIRST)
            .setEarlierPackageId(earlier == null ? "" : earlier);
    papers.forEach(paper -> request.addDocuments(paper.manifest()));
    return request.setRequestId(requestId(request.build(), attempt)).build();
  }

  /** Follows from what is announced, so that the same folder is the same package on any machine. */
  private static String requestId(CreatePackageRequest request, int attempt) throws IOException {
    try {
      byte[] digest = MessageDigest.getInstance("SHA-256").digest(request.toByteArray());
      return "papers-"
          + HexFormat.of().formatHex(digest).substring(0, REQUEST_ID_DIGITS)
          + "-"
          + attempt;
    } catch (NoSuchAlgorithmException e) {
      throw new IOException("this Java lacks SHA-256", e);
    }
  }

  private void report(PackageSender.SentPackage sent) {
    long bytes = sent.documents().stream().mapToLong(SentDocument::sentBytes).sum();
    long again = sent.documents().stream().mapToLong(SentDocument::resentBytes).sum();
    int cuts = sent.documents().stream().mapToInt(SentDocument::cuts).sum();
    if (yjx.screen().json()) {
      JsonObject all = new JsonObject();
      all.addProperty("package_id", sent.created().getPackageId());
      all.addProperty("version", sent.created().getVersion());
      all.addProperty("documents", sent.completed().getDocumentsCount());
      all.addProperty("position", sent.completed().getReceipt().getPosition());
      all.addProperty("sent_bytes", bytes);
      all.addProperty("resent_bytes", again);
      all.addProperty("cuts", cuts);
      yjx.screen().json(all.toString());
      return;
    }
    yjx.screen()
        .say(
            "package "
                + sent.created().getPackageId()
                + " version "
                + sent.created().getVersion()
                + " is complete: "
                + sent.completed().getDocumentsCount()
                + " documents (position "
                + sent.completed().getReceipt().getPosition()
                + ")",
            Tone.GOOD);
    if (cuts > 0) {
      yjx.screen().remark(cuts + " cuts, " + again + " bytes sent twice");
    }
    yjx.screen().remark(sent.completed().getStandingNotice());
  }

  /** Shows how all documents together get on. */
  private record Shown(ProgressBar bar, List<PaperFile> papers) implements PackageSender.Listeners {

    @Override
    public SendListener of(int index) {
      long before =
          papers.subList(0, index).stream().mapToLong(p -> p.manifest().getSizeBytes()).sum();
      return new SendListener() {
        @Override
        public void committed(long bytes) {
          bar.set(before + bytes);
        }

        @Override
        public void cut(String why, long committed) {
          bar.set(before + committed);
        }
      };
    }
  }
}
