package uk.yjx.cli;

import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import uk.yjx.audit.v1.AuditServiceGrpc;
import uk.yjx.audit.v1.ExportSubjectRequest;
import uk.yjx.audit.v1.ExportSubjectResponse;
import uk.yjx.audit.v1.SubjectRecipient;
import uk.yjx.audit.v1.SubjectRecord;
import uk.yjx.cli.output.Table;
import uk.yjx.client.ExchangeConnection;

/** What the exchange holds about a child, for the child's own request. */
@Command(
    name = "subject",
    description = {
      "Show what the exchange holds about a child, for the child's own request: its case, each",
      "record as far as it is the child's own data, and which agencies received it. No other"
          + " person",
      "and no free text. For data-protection officers of the child's service; that you asked is in",
      "the log. With --json each page is one message, to be given on."
    })
final class SubjectCommand implements Callable<Integer> {
  private final Yjx yjx;

  @Mixin ConnectionOptions connection = new ConnectionOptions();

  @Parameters(paramLabel = "CHILD", description = "The child, by its id on the exchange.")
  String child = "";

  @Option(
      names = "--justification",
      required = true,
      description = "The request it answers, in your words.")
  String justification = "";

  SubjectCommand(Yjx yjx) {
    this.yjx = yjx;
  }

  @Override
  public Integer call() {
    Table table = Table.of("received", "what", "role", "from", "agreement", "received by");
    int records = 0;
    try (ExchangeConnection open = connection.open(yjx.surroundings().environment())) {
      long after = 0;
      do {
        ExportSubjectResponse page =
            connection
                .limited(AuditServiceGrpc.newBlockingStub(open.channel()))
                .exportSubject(
                    ExportSubjectRequest.newBuilder()
                        .setChildId(child)
                        .setJustification(justification)
                        .setAfter(after)
                        .build());
        if (yjx.screen().json()) {
          yjx.screen().json(page);
        } else if (page.hasCase()) {
          yjx.screen()
              .say(
                  "%s: number %s, %d orders, version %d"
                      .formatted(
                          page.getCase().getService(),
                          page.getCase().getServiceChildId(),
                          page.getCase().getOrdersCount(),
                          page.getCase().getVersion()));
        }
        page.getRecordsList().forEach(record -> row(table, record));
        records += page.getRecordsCount();
        after = page.getNextAfter();
      } while (after > 0);
    }
    if (!yjx.screen().json()) {
      yjx.screen().show(table);
      yjx.screen().say(records + " records");
    }
    return ExitCode.OK;
  }

  private static void row(Table table, SubjectRecord record) {
    String what =
        record.getRecalled()
            ? "recalled"
            : ContractWords.of(record.getKind())
                + (record.getAskSource() ? " (ask its sender first)" : "");
    table.row(
        Times.text(record.getReceivedAt()),
        what,
        record.getRecalled() || record.getAskSource() ? "" : ContractWords.of(record.getRole()),
        record.getSourceAgency(),
        record.getAgreementId(),
        record.getRecipientsList().stream()
            .map(SubjectRecipient::getAgencyId)
            .collect(Collectors.joining(", ")));
  }
}
