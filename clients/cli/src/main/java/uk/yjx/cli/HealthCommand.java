package uk.yjx.cli;

import com.google.gson.JsonObject;
import io.grpc.health.v1.HealthCheckRequest;
import io.grpc.health.v1.HealthCheckResponse.ServingStatus;
import io.grpc.health.v1.HealthGrpc;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import uk.yjx.cli.output.Tone;
import uk.yjx.client.ExchangeConnection;

/** Whether the exchange serves. */
@Command(name = "health", description = "Ask whether the exchange serves; exit status 4 if not.")
final class HealthCommand implements Callable<Integer> {

  @Mixin ConnectionOptions connection = new ConnectionOptions();

  @Option(
      names = "--service",
      defaultValue = "",
      description = "A service such as yjx.alerts.v1.AlertService; default the whole exchange.")
  String service = "";

  private final Yjx yjx;

  HealthCommand(Yjx yjx) {
    this.yjx = yjx;
  }

  @Override
  public Integer call() {
    try (ExchangeConnection open = connection.open(yjx.surroundings().environment())) {
      ServingStatus status =
          connection
              .limited(HealthGrpc.newBlockingStub(open.channel()))
              .check(HealthCheckRequest.newBuilder().setService(service).build())
              .getStatus();
      boolean serving = status == ServingStatus.SERVING;
      if (yjx.screen().json()) {
        JsonObject answer = new JsonObject();
        answer.addProperty("status", status.name());
        yjx.screen().json(answer.toString());
      } else {
        yjx.screen().say(status.name(), serving ? Tone.GOOD : Tone.ALARM);
      }
      return serving ? ExitCode.OK : ExitCode.UNAVAILABLE;
    }
  }
}
