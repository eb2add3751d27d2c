package uk.yjx.cli;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import uk.yjx.alerts.v1.Scope;
import uk.yjx.common.v1.Purpose;

/** What {@code alerts watch} shows and remembers. */
final class WatchOptions {

  @Option(
      names = "--scope",
      defaultValue = "my-caseload",
      description = "my-caseload, team or service; default ${DEFAULT-VALUE}.")
  Scope scope = Scope.SCOPE_MY_CASELOAD;

  @Option(
      names = "--purpose",
      defaultValue = "supervision",
      description = "Why you read; default ${DEFAULT-VALUE}.")
  Purpose purpose = Purpose.PURPOSE_SUPERVISION;

  @Option(
      names = "--cursor",
      description = "File that remembers what was shown; without it everything open comes first.")
  @Nullable Path cursor;

  @Option(
      names = "--instance",
      defaultValue = "yjx-watch",
      description = "Name of this installation: a second one with the same name ends the first.")
  String instance = "yjx-watch";

  @Option(names = "--ack", description = "Acknowledge everything that is shown, notes excepted.")
  boolean acknowledge;

  @Option(
      names = "--count",
      description = "End after so many alerts; 0, the default, never ends.",
      defaultValue = "0")
  long count;
}
