package uk.yjx.cli;

import picocli.AutoComplete;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** Completion for shells. */
@Command(
    name = "completion",
    description = "Print completion for bash and zsh: source <(./yjx completion)")
final class CompletionCommand implements Runnable {

  @Spec CommandSpec spec;

  private final Yjx yjx;

  @SuppressWarnings("NullAway.Init") // picocli sets the spec before anything runs.
  CompletionCommand(Yjx yjx) {
    this.yjx = yjx;
  }

  @Override
  public void run() {
    yjx.surroundings().out().print(AutoComplete.bash("yjx", spec.root().commandLine()));
  }
}
