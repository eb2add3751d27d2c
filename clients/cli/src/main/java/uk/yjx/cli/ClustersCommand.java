package uk.yjx.cli;

import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import uk.yjx.cli.output.Cell;
import uk.yjx.cli.output.Table;
import uk.yjx.cli.output.Tone;
import uk.yjx.client.ExchangeConnection;
import uk.yjx.clusters.v1.AddEventRequest;
import uk.yjx.clusters.v1.AskServiceRequest;
import uk.yjx.clusters.v1.CloseClusterRequest;
import uk.yjx.clusters.v1.ClosingReason;
import uk.yjx.clusters.v1.ClusterEvent;
import uk.yjx.clusters.v1.ClusterView;
import uk.yjx.clusters.v1.DeclineToJoinRequest;
import uk.yjx.clusters.v1.EventState;
import uk.yjx.clusters.v1.GetClusterRequest;
import uk.yjx.clusters.v1.IncidentClusterServiceGrpc;
import uk.yjx.clusters.v1.IncidentClusterServiceGrpc.IncidentClusterServiceBlockingStub;
import uk.yjx.clusters.v1.Invitation;
import uk.yjx.clusters.v1.ListClustersRequest;
import uk.yjx.clusters.v1.ListClustersResponse;
import uk.yjx.clusters.v1.OpenClusterRequest;
import uk.yjx.clusters.v1.OpenClusterResponse;
import uk.yjx.clusters.v1.OtherService;
import uk.yjx.clusters.v1.RemoveEventRequest;
import uk.yjx.common.v1.LegalGateway;
import uk.yjx.common.v1.Purpose;
import uk.yjx.common.v1.RecallReason;
import uk.yjx.common.v1.Receipt;

/** Events of several children that belong together, for managers and heads of a service. */
@Command(
    name = "clusters",
    description = {
      "Incident clusters: events of several children that belong together. Their workers are told",
      "whom to speak to, and nothing of another child."
    },
    synopsisSubcommandLabel = "COMMAND")
final class ClustersCommand {
  private static final int PAGE_SIZE = 200;

  private final Yjx yjx;

  ClustersCommand(Yjx yjx) {
    this.yjx = yjx;
  }

  @Command(
      name = "open",
      description = "Open a cluster, or join another service's by --invitation.")
  int open(
      @Mixin ConnectionOptions connection,
      @Option(names = "--service", required = true, description = "Your service.") String service,
      @Option(names = "--event", required = true, description = "Id of an alert; repeatable.")
          List<String> events,
      @Option(names = "--speak-to", required = true, description = "Whom the workers speak to.")
          String speakTo,
      @Option(names = "--reason", required = true, description = "For leads alone; kept sealed.")
          String reason,
      @Option(names = "--ask", description = "Another service to ask; repeatable.")
          @Nullable List<String> ask,
      @Option(names = "--invitation", defaultValue = "", description = "Invitation you accept.")
          String invitation,
      @Option(
              names = "--gateway",
              defaultValue = "cda98-s37-39",
              description = "Power or duty relied on, such as cda98-s37-39.")
          LegalGateway gateway) {
    OpenClusterRequest.Builder request =
        OpenClusterRequest.newBuilder()
            .setRequestId(yjx.newRequestId())
            .setService(service)
            .addAllAlertIds(events)
            .setSpeakTo(speakTo)
            .setReason(reason)
            .setInvitationId(invitation)
            .setGateway(gateway);
    if (ask != null) {
      request.addAllAskServices(ask);
    }
    try (ExchangeConnection open = connection.open(yjx.surroundings().environment())) {
      OpenClusterResponse done = stub(connection, open).openCluster(request.build());
      if (yjx.screen().json()) {
        yjx.screen().json(done);
      } else {
        yjx.screen().say("opened " + done.getClusterId(), Tone.GOOD);
      }
    }
    return ExitCode.OK;
  }

  @Command(name = "add", description = "Add an event; its child's workers are warned.")
  int add(
      @Mixin ConnectionOptions connection,
      @Parameters(paramLabel = "CLUSTER") String cluster,
      @Parameters(paramLabel = "ALERT") String alert) {
    return change(
        connection,
        "added",
        to ->
            to.addEvent(
                    AddEventRequest.newBuilder()
                        .setRequestId(yjx.newRequestId())
                        .setClusterId(cluster)
                        .setAlertId(alert)
                        .build())
                .getReceipt());
  }

  @Command(name = "remove", description = "Take out an event that was wrongly linked.")
  int remove(
      @Mixin ConnectionOptions connection,
      @Parameters(paramLabel = "CLUSTER") String cluster,
      @Parameters(paramLabel = "ALERT") String alert,
      @Option(names = "--reason", defaultValue = "wrong-person", description = "What was wrong.")
          RecallReason reason) {
    return change(
        connection,
        "taken out",
        to ->
            to.removeEvent(
                    RemoveEventRequest.newBuilder()
                        .setRequestId(yjx.newRequestId())
                        .setClusterId(cluster)
                        .setAlertId(alert)
                        .setReason(reason)
                        .build())
                .getReceipt());
  }

  @Command(name = "close", description = "Close a cluster; its warnings end.")
  int close(
      @Mixin ConnectionOptions connection,
      @Parameters(paramLabel = "CLUSTER") String cluster,
      @Parameters(
              paramLabel = "REASON",
              description = "danger-over, part-of-another, or no-link (recalls the warnings).")
          ClosingReason reason) {
    return change(
        connection,
        "closed",
        to ->
            to.closeCluster(
                    CloseClusterRequest.newBuilder()
                        .setRequestId(yjx.newRequestId())
                        .setClusterId(cluster)
                        .setReason(reason)
                        .build())
                .getReceipt());
  }

  @Command(name = "ask", description = "Ask another service to join for its own children.")
  int ask(
      @Mixin ConnectionOptions connection,
      @Parameters(paramLabel = "CLUSTER") String cluster,
      @Parameters(paramLabel = "SERVICE") String service) {
    return change(
        connection,
        "asked",
        to ->
            to.askService(
                    AskServiceRequest.newBuilder()
                        .setRequestId(yjx.newRequestId())
                        .setClusterId(cluster)
                        .setService(service)
                        .build())
                .getReceipt());
  }

  @Command(name = "decline", description = "Decline to join another service's cluster.")
  int decline(
      @Mixin ConnectionOptions connection,
      @Parameters(paramLabel = "INVITATION") String invitation) {
    return change(
        connection,
        "declined",
        to ->
            to.declineToJoin(
                    DeclineToJoinRequest.newBuilder()
                        .setRequestId(yjx.newRequestId())
                        .setInvitationId(invitation)
                        .build())
                .getReceipt());
  }

  @Command(name = "list", description = "Your services' clusters, and what they are asked to join.")
  int list(
      @Mixin ConnectionOptions connection,
      @Option(names = "--closed", description = "Closed ones too.") boolean closed,
      @Option(names = "--purpose", defaultValue = "safeguarding", description = "Why you read.")
          Purpose purpose) {
    List<ListClustersResponse> pages;
    try (ExchangeConnection open = connection.open(yjx.surroundings().environment())) {
      pages =
          Paged.stream(
                  token ->
                      stub(connection, open)
                          .listClusters(
                              ListClustersRequest.newBuilder()
                                  .setIncludeClosed(closed)
                                  .setPurpose(purpose)
                                  .setPageSize(PAGE_SIZE)
                                  .setPageToken(token)
                                  .build()),
                  ListClustersResponse::getNextPageToken)
              .toList();
    }
    if (yjx.screen().json()) {
      pages.forEach(yjx.screen()::json);
      return ExitCode.OK;
    }
    Table table = Table.of("SERVICE", "OPENED", "STATE", "EVENTS", "SPEAK TO", "CLUSTER");
    pages.stream()
        .flatMap(page -> page.getClustersList().stream())
        .forEach(one ->
            table.row(
                Cell.of(one.getService()),
                Cell.of(Times.text(one.getOpenedAt())),
                Cell.of(state(one)),
                Cell.of(Integer.toString(one.getEventsCount())),
                Cell.of(one.getSpeakTo()),
                Cell.of(one.getClusterId())));
    yjx.screen().show(table);
    pages.stream().flatMap(page -> page.getInvitationsList().stream()).forEach(this::show);
    return ExitCode.OK;
  }

  @Command(name = "show", description = "One cluster of yours with its events.")
  int show(
      @Mixin ConnectionOptions connection,
      @Parameters(paramLabel = "CLUSTER") String cluster,
      @Option(names = "--purpose", defaultValue = "safeguarding", description = "Why you read.")
          Purpose purpose) {
    ClusterView view;
    try (ExchangeConnection open = connection.open(yjx.surroundings().environment())) {
      view =
          stub(connection, open)
              .getCluster(
                  GetClusterRequest.newBuilder().setClusterId(cluster).setPurpose(purpose).build())
              .getCluster();
    }
    if (yjx.screen().json()) {
      yjx.screen().json(view);
      return ExitCode.OK;
    }
    yjx.screen().say(state(view) + ", speak to " + view.getSpeakTo(), Tone.STRONG);
    yjx.screen().say(view.getReason(), Tone.PLAIN);
    for (OtherService other : view.getServicesList()) {
      yjx.screen()
          .say(
              other.getService()
                  + " "
                  + ContractWords.of(other.getState())
                  + (other.getSpeakTo().isEmpty() ? "" : ", speak to " + other.getSpeakTo()),
              Tone.PLAIN);
    }
    Table table = Table.of("CHILD", "WHAT", "HEARD OF", "STATE", "ALERT");
    for (ClusterEvent event : view.getEventsList()) {
      table.row(
          Cell.of(event.getChildName()),
          Cell.of(ContractWords.of(event.getKind()).replace('-', ' ')),
          Cell.of(Times.text(event.getRaisedAt())),
          new Cell(
              ContractWords.of(event.getState()),
              event.getState() == EventState.EVENT_STATE_CORRECTED ? Tone.WARNING : Tone.PLAIN),
          Cell.of(event.getAlertId()));
    }
    yjx.screen().show(table);
    return ExitCode.OK;
  }

  private int change(
      ConnectionOptions connection,
      String done,
      Function<IncidentClusterServiceBlockingStub, Receipt> call) {
    try (ExchangeConnection open = connection.open(yjx.surroundings().environment())) {
      new Receipts(yjx.screen()).show(done, call.apply(stub(connection, open)));
    }
    return ExitCode.OK;
  }

  private void show(Invitation invitation) {
    yjx.screen()
        .say(
            invitation.getFromService()
                + " asks "
                + invitation.getService()
                + " to join, speak to "
                + invitation.getSpeakTo()
                + " ("
                + invitation.getInvitationId()
                + ")",
            Tone.WARNING);
  }

  private static String state(ClusterView one) {
    return one.hasClosedAt()
        ? "closed: " + ContractWords.of(one.getClosing()).replace('-', ' ')
        : "open";
  }

  /** The service, with the time limit of the connection. */
  static IncidentClusterServiceBlockingStub stub(
      ConnectionOptions connection, ExchangeConnection open) {
    return connection.limited(IncidentClusterServiceGrpc.newBlockingStub(open.channel()));
  }
}
