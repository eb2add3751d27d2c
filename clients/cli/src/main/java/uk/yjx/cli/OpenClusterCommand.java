package uk.yjx.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import uk.yjx.cli.output.Tone;
import uk.yjx.client.ExchangeConnection;
import uk.yjx.clusters.v1.OpenClusterRequest;
import uk.yjx.clusters.v1.OpenClusterResponse;
import uk.yjx.common.v1.LegalGateway;

/** Links events of several children. */
@Command(name = "open", description = "Open a cluster, or join another service's by --invitation.")
final class OpenClusterCommand implements Callable<Integer> {
  private final Yjx yjx;

  @Mixin private ConnectionOptions connection = new ConnectionOptions();

  @Option(names = "--service", required = true, description = "Your service.")
  private String service = "";

  @Option(names = "--event", required = true, description = "Id of an alert; repeatable.")
  private List<String> events = new ArrayList<>();

  @Option(names = "--speak-to", required = true, description = "Whom the workers speak to.")
  private String speakTo = "";

  @Option(names = "--reason", required = true, description = "For leads alone; kept sealed.")
  private String reason = "";

  @Option(names = "--ask", description = "Another service to ask; repeatable.")
  private List<String> ask = new ArrayList<>();

  @Option(names = "--invitation", defaultValue = "", description = "Invitation you accept.")
  private String invitation = "";

  @Option(
      names = "--gateway",
      defaultValue = "cda98-s37-39",
      description = "Power or duty relied on, such as cda98-s37-39.")
  private LegalGateway gateway = LegalGateway.LEGAL_GATEWAY_UNSPECIFIED;

  OpenClusterCommand(Yjx yjx) {
    this.yjx = yjx;
  }

  @Override
  public Integer call() {
    OpenClusterRequest request =
        OpenClusterRequest.newBuilder()
            .setRequestId(yjx.newRequestId())
            .setService(service)
            .addAllAlertIds(events)
            .setSpeakTo(speakTo)
            .setReason(reason)
            .addAllAskServices(ask)
            .setInvitationId(invitation)
            .setGateway(gateway)
            .build();
    try (ExchangeConnection open = connection.open(yjx.surroundings().environment())) {
      OpenClusterResponse done = ClustersCommand.stub(connection, open).openCluster(request);
      if (yjx.screen().json()) {
        yjx.screen().json(done);
      } else {
        yjx.screen().say("opened " + done.getClusterId(), Tone.GOOD);
      }
    }
    return ExitCode.OK;
  }
}
