package uk.yjx.cli;

import java.util.List;
import java.util.function.Function;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import uk.yjx.cli.output.Tone;
import uk.yjx.client.ExchangeConnection;
import uk.yjx.clusters.v1.AddEventRequest;
import uk.yjx.clusters.v1.AskServiceRequest;
import uk.yjx.clusters.v1.CloseClusterRequest;
import uk.yjx.clusters.v1.ClosingReason;
import uk.yjx.clusters.v1.ClusterView;
import uk.yjx.clusters.v1.DeclineToJoinRequest;
import uk.yjx.clusters.v1.GetClusterRequest;
import uk.yjx.clusters.v1.IncidentClusterServiceGrpc;
import uk.yjx.clusters.v1.IncidentClusterServiceGrpc.IncidentClusterServiceBlockingStub;
import uk.yjx.clusters.v1.ListClustersRequest;
import uk.yjx.clusters.v1.ListClustersResponse;
import uk.yjx.clusters.v1.RemoveEventRequest;
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
    yjx.screen()
        .show(
            ClusterText.table(
                pages.stream().flatMap(page -> page.getClustersList().stream()).toList()));
    pages.stream()
        .flatMap(page -> page.getInvitationsList().stream())
        .forEach(asked -> yjx.screen().say(ClusterText.line(asked), Tone.WARNING));
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
    yjx.screen().say(ClusterText.head(view), Tone.STRONG);
    yjx.screen().say(view.getReason(), Tone.PLAIN);
    view.getServicesList().forEach(other -> yjx.screen().say(ClusterText.line(other), Tone.PLAIN));
    yjx.screen().show(ClusterText.events(view));
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

  /** The service, with the time limit of the connection. */
  static IncidentClusterServiceBlockingStub stub(
      ConnectionOptions connection, ExchangeConnection open) {
    return connection.limited(IncidentClusterServiceGrpc.newBlockingStub(open.channel()));
  }
}
