package uk.yjx.cli;

import java.io.FileOutputStream;
import java.io.IOException;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.channels.WritableByteChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import uk.yjx.casepapers.v1.AbortUploadRequest;
import uk.yjx.casepapers.v1.CasePapersServiceGrpc;
import uk.yjx.casepapers.v1.CasePapersServiceGrpc.CasePapersServiceBlockingStub;
import uk.yjx.casepapers.v1.Document;
import uk.yjx.casepapers.v1.DocumentProgress;
import uk.yjx.casepapers.v1.ListPackagesRequest;
import uk.yjx.casepapers.v1.ListPackagesResponse;
import uk.yjx.casepapers.v1.Package;
import uk.yjx.casepapers.v1.QueryUploadRequest;
import uk.yjx.casepapers.v1.QueryUploadResponse;
import uk.yjx.casepapers.v1.ReadDocumentRequest;
import uk.yjx.cli.output.Cell;
import uk.yjx.cli.output.Table;
import uk.yjx.cli.output.Tone;
import uk.yjx.client.ExchangeConnection;
import uk.yjx.client.papers.DocumentReader;
import uk.yjx.common.v1.Purpose;

/** Prosecution papers: how uploads stand, and reading for whoever works with the child. */
@Command(
    name = "papers",
    description = "Send prosecution papers, and read them.",
    synopsisSubcommandLabel = "COMMAND")
final class PapersCommand {
  private static final int PAGE_SIZE = 50;

  private final Yjx yjx;

  PapersCommand(Yjx yjx) {
    this.yjx = yjx;
  }

  @Command(name = "list", description = "List packages about a child, the newest first.")
  int list(
      @Mixin ConnectionOptions connection,
      @Parameters(paramLabel = "CHILD", description = "Id of the child, as in alerts.")
          String child,
      @Option(names = "--purpose", description = "Why you read; supervision if not given.")
          @Nullable Purpose purpose) {
    Table table = Table.of("COMPLETED", "URN", "FROM", "VERSION", "DOCUMENT", "#BYTES", "ID");
    try (ExchangeConnection open = connection.open(yjx.surroundings().environment())) {
      Paged.stream(
              token ->
                  stub(connection, open)
                      .listPackages(
                          ListPackagesRequest.newBuilder()
                              .setChildId(child)
                              .setPurpose(or(purpose))
                              .setPageSize(PAGE_SIZE)
                              .setPageToken(token)
                              .build()),
              ListPackagesResponse::getNextPageToken)
          .flatMap(page -> page.getPackagesList().stream())
          .forEach(one -> {
            if (yjx.screen().json()) {
              yjx.screen().json(one);
            }
            one.getDocumentsList().forEach(document -> table.row(row(one, document)));
          });
    }
    if (!yjx.screen().json()) {
      yjx.screen().show(table);
    }
    return ExitCode.OK;
  }

  @Command(
      name = "read",
      description = {
        "Read a document into a file. Its restrictions are shown first, on standard error."
      })
  int read(
      @Mixin ConnectionOptions connection,
      @Parameters(paramLabel = "DOCUMENT") String document,
      @Option(
              names = "--out",
              required = true,
              paramLabel = "FILE",
              description = "Where to; - for standard output.")
          String out,
      @Option(names = "--purpose", description = "Why you read; supervision if not given.")
          @Nullable Purpose purpose,
      @Option(names = "--offset", description = "First byte; 0 if not given.") long offset,
      @Option(names = "--limit", description = "Bytes at most; all if not given.") long limit)
      throws IOException, InterruptedException {
    ReadDocumentRequest request =
        ReadDocumentRequest.newBuilder()
            .setDocumentId(document)
            .setPurpose(or(purpose))
            .setOffset(offset)
            .setLimit(limit)
            .build();
    boolean standard = out.equals("-");
    long bytes;
    try (ExchangeConnection open = connection.open(yjx.surroundings().environment());
        WritableByteChannel to =
            standard
                ? Channels.newChannel(yjx.surroundings().out())
                : new FileOutputStream(out).getChannel()) {
      bytes = DocumentReader.read(open, request, this::describe, to);
      if (to instanceof FileChannel file && Files.isRegularFile(Path.of(out))) {
        file.force(false);
      }
    }
    yjx.screen().remark(bytes + " bytes read");
    return ExitCode.OK;
  }

  @Command(name = "status", description = "Say how far a package of your agency is.")
  int status(@Mixin ConnectionOptions connection, @Parameters(paramLabel = "PACKAGE") String id) {
    QueryUploadResponse found;
    try (ExchangeConnection open = connection.open(yjx.surroundings().environment())) {
      found =
          stub(connection, open)
              .queryUpload(QueryUploadRequest.newBuilder().setPackageId(id).build());
    }
    if (yjx.screen().json()) {
      yjx.screen().json(found);
      return ExitCode.OK;
    }
    yjx.screen()
        .say(ContractWords.of(found.getState()) + ", until " + Times.text(found.getExpiresAt()));
    Table table = Table.of("STATE", "#RECEIVED", "#OF", "DOCUMENT");
    for (DocumentProgress one : found.getDocumentsList()) {
      table.row(
          Cell.of(ContractWords.of(one.getState())),
          Cell.of(one.getCommittedBytes()),
          Cell.of(one.getSizeBytes()),
          Cell.of(one.getDocumentId()));
    }
    yjx.screen().show(table);
    return ExitCode.OK;
  }

  @Command(
      name = "abort",
      description = "Destroy what was received of a package, or of one of its documents.")
  int abort(
      @Mixin ConnectionOptions connection,
      @Parameters(paramLabel = "PACKAGE") String id,
      @Option(names = "--document", description = "Only this document, to be sent again.")
          @Nullable String document) {
    try (ExchangeConnection open = connection.open(yjx.surroundings().environment())) {
      new Receipts(yjx.screen())
          .show(
              "given up",
              stub(connection, open)
                  .abortUpload(
                      AbortUploadRequest.newBuilder()
                          .setRequestId(yjx.newRequestId())
                          .setPackageId(id)
                          .setDocumentId(document == null ? "" : document)
                          .build())
                  .getReceipt());
    }
    return ExitCode.OK;
  }

  private void describe(Document document) {
    yjx.screen()
        .remark(
            ContractWords.of(document.getMarking())
                    .replace('-', ' ')
                    .toUpperCase(java.util.Locale.ROOT)
                + ": "
                + restrictions(document));
    yjx.screen()
        .remark(
            document.getTitle()
                + ", "
                + ContractWords.of(document.getKind()).replace('-', ' ')
                + ", "
                + document.getMediaType());
  }

  private static Cell[] row(Package one, Document document) {
    return new Cell[] {
      Cell.of(Times.text(one.getCompletedAt())),
      Cell.of(one.getUrn()),
      Cell.of(one.getSourceAgency()),
      one.getSuperseded()
          ? new Cell(one.getVersion() + ", superseded", Tone.QUIET)
          : Cell.of(Integer.toString(one.getVersion())),
      Cell.of(document.getTitle() + " [" + restrictions(document) + "]"),
      Cell.of(document.getSizeBytes()),
      Cell.of(document.getDocumentId())
    };
  }

  private static String restrictions(Document document) {
    List<String> words =
        document.getRestrictionsList().stream()
            .map(one -> ContractWords.of(one).replace('-', ' '))
            .toList();
    return words.stream().collect(Collectors.joining(", "));
  }

  private static Purpose or(@Nullable Purpose purpose) {
    return purpose == null ? Purpose.PURPOSE_SUPERVISION : purpose;
  }

  private static CasePapersServiceBlockingStub stub(
      ConnectionOptions connection, ExchangeConnection open) {
    return connection.limited(CasePapersServiceGrpc.newBlockingStub(open.channel()));
  }
}
