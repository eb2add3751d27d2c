package uk.yjx.cli;

import org.jspecify.annotations.Nullable;

/** A command that cannot go on, with its exit status and one sentence for the reader. */
public final class CommandFailure extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private final int exitCode;
  private final String reason;

  private CommandFailure(int exitCode, String reason, String message, @Nullable Throwable cause) {
    super(message, cause);
    this.exitCode = exitCode;
    this.reason = reason;
  }

  /** Something the user gave is wrong. */
  public static CommandFailure usage(String message) {
    return new CommandFailure(ExitCode.USAGE, "USAGE", message, null);
  }

  /** A file the user named cannot be used. */
  public static CommandFailure file(String message, Throwable cause) {
    return new CommandFailure(ExitCode.USAGE, "FILE_UNUSABLE", message, cause);
  }

  /** A check found a problem. */
  public static CommandFailure problem(String reason, String message) {
    return new CommandFailure(ExitCode.PROBLEMS, reason, message, null);
  }

  /** This machine lacks something. */
  public static CommandFailure environment(String message, Throwable cause) {
    return new CommandFailure(ExitCode.ENVIRONMENT, "ENVIRONMENT", message, cause);
  }

  /** The exchange did not answer as it should; trying again later may help. */
  public static CommandFailure unavailable(String reason, String message) {
    return new CommandFailure(ExitCode.UNAVAILABLE, reason, message, null);
  }

  /** The exit status. */
  public int exitCode() {
    return exitCode;
  }

  /** The reason in UPPER_SNAKE_CASE. */
  public String reason() {
    return reason;
  }
}
