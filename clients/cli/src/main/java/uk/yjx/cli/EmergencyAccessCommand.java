package uk.yjx.cli;

import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import uk.yjx.alerts.v1.Alert;
import uk.yjx.alerts.v1.EmergencyAccess;
import uk.yjx.alerts.v1.EmergencyAccessServiceGrpc;
import uk.yjx.alerts.v1.EmergencyAccessServiceGrpc.EmergencyAccessServiceBlockingStub;
import uk.yjx.alerts.v1.EmergencyDecision;
import uk.yjx.alerts.v1.EmergencyReason;
import uk.yjx.alerts.v1.ListEmergencyAccessesRequest;
import uk.yjx.alerts.v1.ListEmergencyAccessesResponse;
import uk.yjx.alerts.v1.OpenEmergencyAccessRequest;
import uk.yjx.alerts.v1.OpenEmergencyAccessResponse;
import uk.yjx.alerts.v1.ReadEmergencyAccessRequest;
import uk.yjx.alerts.v1.ReviewEmergencyAccessRequest;
import uk.yjx.cli.output.Cell;
import uk.yjx.cli.output.Table;
import uk.yjx.cli.output.Tone;
import uk.yjx.client.ExchangeConnection;

/** One child's alerts for some hours, answered for afterwards. */
@Command(
    name = "emergency-access",
    description = {
      "Open one child's alerts in an emergency, without holding the case. Managers, data-protection",
      "officers and the keeper of the record are told at once, and somebody must review it.",
      "It never replaces an emergency call (999)."
    },
    synopsisSubcommandLabel = "COMMAND")
final class EmergencyAccessCommand {
  private static final int PAGE_SIZE = 200;

  private final Yjx yjx;

  EmergencyAccessCommand(Yjx yjx) {
    this.yjx = yjx;
  }

  @Command(
      name = "open",
      description = "Open an access; the answer is the same whether or not there is such a child.")
  int open(
      @Mixin ConnectionOptions connection,
      @Option(names = "--service", required = true, description = "For example southwark-yjs.")
          String service,
      @Option(names = "--child", required = true, description = "The service's own number.")
          String child,
      @Option(
              names = "--reason",
              required = true,
              description = "threat-to-life, serious-harm, missing, medical, place-of-safety.")
          EmergencyReason reason,
      @Option(
              names = "--justification",
              required = true,
              description = "Why it is needed now; 20 to 500 characters, shown to who reviews.")
          String justification,
      @Option(
              names = "--minutes",
              defaultValue = "0",
              description = "For how long, 1 to 1440; default 240.")
          int minutes) {
    OpenEmergencyAccessResponse opened;
    try (ExchangeConnection open = connection.open(yjx.surroundings().environment())) {
      opened =
          stub(connection, open)
              .openEmergencyAccess(
                  OpenEmergencyAccessRequest.newBuilder()
                      .setRequestId(yjx.newRequestId())
                      .setService(service)
                      .setServiceChildId(child)
                      .setReason(reason)
                      .setJustification(justification)
                      .setMinutes(minutes)
                      .build());
    }
    if (yjx.screen().json()) {
      yjx.screen().json(opened);
    } else {
      yjx.screen()
          .say(
              "open until "
                  + Times.text(opened.getUntil())
                  + ", to be reviewed by "
                  + Times.text(opened.getReviewDueAt())
                  + ": "
                  + opened.getAccessId());
    }
    return ExitCode.OK;
  }

  @Command(name = "read", description = "Read the child's newest alerts under an open access.")
  int read(@Mixin ConnectionOptions connection, @Parameters(paramLabel = "ACCESS") String access) {
    List<Alert> alerts;
    try (ExchangeConnection open = connection.open(yjx.surroundings().environment())) {
      alerts =
          stub(connection, open)
              .readEmergencyAccess(
                  ReadEmergencyAccessRequest.newBuilder().setAccessId(access).build())
              .getAlertsList();
    }
    if (yjx.screen().json()) {
      alerts.forEach(yjx.screen()::json);
    } else if (alerts.isEmpty()) {
      yjx.screen().say("nothing for you");
    } else {
      yjx.screen().show(AlertText.table(alerts));
    }
    return ExitCode.OK;
  }

  @Command(
      name = "list",
      description = "Your own accesses, and those you answer for, the newest first.")
  int list(
      @Mixin ConnectionOptions connection,
      @Option(names = "--unreviewed", description = "Only what nobody has reviewed.")
          boolean unreviewed) {
    List<EmergencyAccess> accesses;
    try (ExchangeConnection open = connection.open(yjx.surroundings().environment())) {
      accesses =
          Paged.stream(
                  token ->
                      stub(connection, open)
                          .listEmergencyAccesses(
                              ListEmergencyAccessesRequest.newBuilder()
                                  .setUnreviewedOnly(unreviewed)
                                  .setPageSize(PAGE_SIZE)
                                  .setPageToken(token)
                                  .build()),
                  ListEmergencyAccessesResponse::getNextPageToken)
              .flatMap(page -> page.getAccessesList().stream())
              .toList();
    }
    if (yjx.screen().json()) {
      accesses.forEach(yjx.screen()::json);
      return ExitCode.OK;
    }
    Table table = Table.of("BY", "CHILD", "WHY", "OPENED", "UNTIL", "REVIEW", "ACCESS");
    for (EmergencyAccess access : accesses) {
      table.row(
          Cell.of(access.getOpenedBy()),
          Cell.of(access.getServiceChildId() + " of " + access.getService()),
          Cell.of(ContractWords.of(access.getReason())),
          Cell.of(Times.text(access.getOpenedAt())),
          new Cell(
              (access.getOpen() ? "" : "ended ") + Times.text(access.getUntil()),
              access.getOpen() ? Tone.WARNING : Tone.QUIET),
          review(access),
          Cell.of(access.getAccessId()));
    }
    yjx.screen().show(table);
    return ExitCode.OK;
  }

  @Command(
      name = "review",
      description = {
        "Say whether an access was justified. The first decision stands; one that was not ends at",
        "once and goes to the head of service and the data-protection officers."
      })
  int review(
      @Mixin ConnectionOptions connection,
      @Parameters(index = "0", paramLabel = "ACCESS") String access,
      @Parameters(index = "1", paramLabel = "DECISION", description = "justified or not-justified.")
          EmergencyDecision decision,
      @Option(names = "--reason", required = true, description = "Why; kept sealed.")
          String reason) {
    try (ExchangeConnection open = connection.open(yjx.surroundings().environment())) {
      new Receipts(yjx.screen())
          .show(
              ContractWords.of(decision),
              stub(connection, open)
                  .reviewEmergencyAccess(
                      ReviewEmergencyAccessRequest.newBuilder()
                          .setRequestId(yjx.newRequestId())
                          .setAccessId(access)
                          .setDecision(decision)
                          .setReason(reason)
                          .build())
                  .getReceipt());
    }
    return ExitCode.OK;
  }

  private static Cell review(EmergencyAccess access) {
    return switch (access.getDecision()) {
      case EMERGENCY_DECISION_JUSTIFIED -> new Cell("justified", Tone.GOOD);
      case EMERGENCY_DECISION_NOT_JUSTIFIED -> new Cell("NOT JUSTIFIED", Tone.ALARM);
      case EMERGENCY_DECISION_UNSPECIFIED, UNRECOGNIZED ->
          access.getReviewOverdue()
              ? new Cell("OVERDUE", Tone.ALARM)
              : Cell.of("by " + Times.text(access.getReviewDueAt()));
    };
  }

  private static EmergencyAccessServiceBlockingStub stub(
      ConnectionOptions connection, ExchangeConnection open) {
    return connection.limited(EmergencyAccessServiceGrpc.newBlockingStub(open.channel()));
  }
}
