package uk.yjx.cli;

import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import uk.yjx.alerts.v1.AcceptConditionsRequest;
import uk.yjx.alerts.v1.AcknowledgeAlertsRequest;
import uk.yjx.alerts.v1.AcknowledgeResult;
import uk.yjx.alerts.v1.AcknowledgeStatus;
import uk.yjx.alerts.v1.Alert;
import uk.yjx.alerts.v1.AlertOutcome;
import uk.yjx.alerts.v1.AlertServiceGrpc;
import uk.yjx.alerts.v1.AlertServiceGrpc.AlertServiceBlockingStub;
import uk.yjx.alerts.v1.AlertState;
import uk.yjx.alerts.v1.GetAlertRequest;
import uk.yjx.alerts.v1.ListAlertsRequest;
import uk.yjx.alerts.v1.ListAlertsResponse;
import uk.yjx.alerts.v1.ListUnownedRequest;
import uk.yjx.alerts.v1.ListUnownedResponse;
import uk.yjx.alerts.v1.ReassignAlertRequest;
import uk.yjx.alerts.v1.RecordOutcomeRequest;
import uk.yjx.alerts.v1.Scope;
import uk.yjx.cli.output.Cell;
import uk.yjx.cli.output.Table;
import uk.yjx.cli.output.Tone;
import uk.yjx.client.ExchangeConnection;
import uk.yjx.common.v1.Purpose;
import uk.yjx.common.v1.Urgency;

/** Alerts of the people who supervise children. */
@Command(
    name = "alerts",
    description = "Watch, list and deal with alerts.",
    synopsisSubcommandLabel = "COMMAND")
final class AlertsCommand {

  private static final int PAGE_SIZE = 200;

  private final Yjx yjx;

  AlertsCommand(Yjx yjx) {
    this.yjx = yjx;
  }

  @Command(name = "list", description = "List alerts, newest first.")
  int list(
      @Mixin ConnectionOptions connection,
      @Option(
              names = "--scope",
              defaultValue = "my-caseload",
              description = "my-caseload, team, service.")
          Scope scope,
      @Option(names = "--purpose", defaultValue = "supervision", description = "Why you read.")
          Purpose purpose,
      @Option(names = "--state", split = ",", description = "For example open,delivered.")
          @Nullable List<AlertState> states,
      @Option(
              names = "--urgency",
              split = ",",
              description = "For example immediate; default all but notes.")
          @Nullable List<Urgency> urgencies,
      @Option(names = "--child", defaultValue = "", description = "Only this child.") String child,
      @Option(names = "--overdue", description = "Only what is overdue.") boolean overdue,
      @Option(names = "--limit", defaultValue = "100", description = "Alerts, at most.")
          int limit) {
    ListAlertsRequest request =
        ListAlertsRequest.newBuilder()
            .setScope(scope)
            .setPurpose(purpose)
            .addAllStates(states == null ? List.of() : states)
            .addAllUrgencies(urgencies == null ? List.of() : urgencies)
            .setChildId(child)
            .setOverdueOnly(overdue)
            .setPageSize(Math.clamp(limit, 1, PAGE_SIZE))
            .build();
    try (ExchangeConnection open = connection.open(yjx.surroundings().environment())) {
      List<Alert> alerts =
          Paged.stream(
                  token ->
                      stub(connection, open)
                          .listAlerts(request.toBuilder().setPageToken(token).build()),
                  ListAlertsResponse::getNextPageToken)
              .flatMap(page -> page.getAlertsList().stream())
              .limit(limit)
              .toList();
      if (yjx.screen().json()) {
        alerts.forEach(yjx.screen()::json);
      } else {
        yjx.screen().show(AlertText.table(alerts));
      }
    }
    return ExitCode.OK;
  }

  @Command(name = "watch", description = "Show alerts as they come; reconnects and resumes.")
  int watch(@Mixin ConnectionOptions connection, @Mixin WatchOptions options)
      throws InterruptedException {
    try (ExchangeConnection open = connection.open(yjx.surroundings().environment())) {
      return new AlertWatch(yjx, options).run(open);
    }
  }

  @Command(name = "ack", description = "Acknowledge alerts: you take them over.")
  int acknowledge(
      @Mixin ConnectionOptions connection,
      @Parameters(paramLabel = "ALERT", arity = "1..500") List<String> ids) {
    try (ExchangeConnection open = connection.open(yjx.surroundings().environment())) {
      List<AcknowledgeResult> results =
          stub(connection, open)
              .acknowledgeAlerts(
                  AcknowledgeAlertsRequest.newBuilder()
                      .setRequestId(yjx.newRequestId())
                      .addAllAlertIds(ids)
                      .build())
              .getResultsList();
      Table table = Table.of("ALERT", "RESULT");
      for (AcknowledgeResult result : results) {
        if (yjx.screen().json()) {
          yjx.screen().json(result);
        }
        table.row(Cell.of(result.getAlertId()), AlertText.result(result));
      }
      if (!yjx.screen().json()) {
        yjx.screen().show(table);
      }
      return results.stream()
              .anyMatch(one -> one.getStatus() == AcknowledgeStatus.ACKNOWLEDGE_STATUS_REFUSED)
          ? ExitCode.REFUSED
          : ExitCode.OK;
    }
  }

  @Command(name = "accept", description = "Accept the conditions of an alert and read its text.")
  int accept(
      @Mixin ConnectionOptions connection,
      @Parameters(paramLabel = "ALERT") String id,
      @Option(names = "--purpose", defaultValue = "supervision", description = "Why you read.")
          Purpose purpose) {
    try (ExchangeConnection open = connection.open(yjx.surroundings().environment())) {
      AlertServiceBlockingStub alerts = stub(connection, open);
      var unused =
          alerts.acceptConditions(
              AcceptConditionsRequest.newBuilder()
                  .setRequestId(yjx.newRequestId())
                  .setAlertId(id)
                  .build());
      show(alerts, id, purpose);
    }
    return ExitCode.OK;
  }

  @Command(name = "show", description = "Show one alert whole, what restricts its use first.")
  int show(
      @Mixin ConnectionOptions connection,
      @Parameters(paramLabel = "ALERT") String id,
      @Option(names = "--purpose", defaultValue = "supervision", description = "Why you read.")
          Purpose purpose) {
    try (ExchangeConnection open = connection.open(yjx.surroundings().environment())) {
      show(stub(connection, open), id, purpose);
    }
    return ExitCode.OK;
  }

  private void show(AlertServiceBlockingStub alerts, String id, Purpose purpose) {
    Alert alert =
        alerts
            .getAlert(GetAlertRequest.newBuilder().setAlertId(id).setPurpose(purpose).build())
            .getAlert();
    if (yjx.screen().json()) {
      yjx.screen().json(alert);
    } else {
      AlertText.whole(alert).forEach(yjx.screen()::say);
    }
  }

  @Command(name = "outcome", description = "Record what was done about an alert.")
  int outcome(
      @Mixin ConnectionOptions connection,
      @Parameters(index = "0", paramLabel = "ALERT") String id,
      @Parameters(index = "1", paramLabel = "OUTCOME", description = "For example plan-changed.")
          AlertOutcome outcome,
      @Option(
              names = "--reason",
              defaultValue = "",
              description = "Needed for no-review-needed and not-our-child.")
          String reason) {
    try (ExchangeConnection open = connection.open(yjx.surroundings().environment())) {
      new Receipts(yjx.screen())
          .show(
              ContractWords.of(outcome),
              stub(connection, open)
                  .recordOutcome(
                      RecordOutcomeRequest.newBuilder()
                          .setRequestId(yjx.newRequestId())
                          .setAlertId(id)
                          .setOutcome(outcome)
                          .setReason(reason)
                          .build())
                  .getReceipt());
    }
    return ExitCode.OK;
  }

  @Command(name = "reassign", description = "Give an alert to another worker of the service.")
  int reassign(
      @Mixin ConnectionOptions connection,
      @Parameters(paramLabel = "ALERT") String id,
      @Option(names = "--to", required = true, description = "Principal.") String to,
      @Option(names = "--reason", required = true) String reason) {
    try (ExchangeConnection open = connection.open(yjx.surroundings().environment())) {
      new Receipts(yjx.screen())
          .show(
              "reassigned to " + to,
              stub(connection, open)
                  .reassignAlert(
                      ReassignAlertRequest.newBuilder()
                          .setRequestId(yjx.newRequestId())
                          .setAlertId(id)
                          .setToPrincipal(to)
                          .setReason(reason)
                          .build())
                  .getReceipt());
    }
    return ExitCode.OK;
  }

  @Command(name = "unowned", description = "Urgent notices that reached nobody in time.")
  int unowned(
      @Mixin ConnectionOptions connection,
      @Option(names = "--closed", description = "Also what has been dealt with.") boolean closed) {
    Table table = Table.of("ITEM", "WHY", "URGENCY", "SERVICE", "SINCE", "DUE", "");
    try (ExchangeConnection open = connection.open(yjx.surroundings().environment())) {
      Paged.stream(
              token ->
                  stub(connection, open)
                      .listUnowned(
                          ListUnownedRequest.newBuilder()
                              .setIncludeClosed(closed)
                              .setPageSize(PAGE_SIZE)
                              .setPageToken(token)
                              .build()),
              ListUnownedResponse::getNextPageToken)
          .flatMap(page -> page.getItemsList().stream())
          .forEach(item -> {
            if (yjx.screen().json()) {
              yjx.screen().json(item);
            }
            table.row(
                Cell.of(item.getItemId()),
                Cell.of(ContractWords.of(item.getReason())),
                AlertText.urgency(item.getUrgency()),
                Cell.of(item.getService()),
                Cell.of(Times.text(item.getSince())),
                Cell.of(Times.text(item.getDueAt())),
                item.getOverdue() ? new Cell("OVERDUE", Tone.ALARM) : Cell.of(""));
          });
    }
    if (!yjx.screen().json()) {
      yjx.screen().show(table);
    }
    return ExitCode.OK;
  }

  private static AlertServiceBlockingStub stub(
      ConnectionOptions connection, ExchangeConnection open) {
    return connection.limited(AlertServiceGrpc.newBlockingStub(open.channel()));
  }
}
