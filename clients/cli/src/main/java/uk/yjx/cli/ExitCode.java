package uk.yjx.cli;

/** The exit statuses of the command line, the same for every command. */
public final class ExitCode {

  /** Done. */
  public static final int OK = 0;

  /** A check found problems: the log does not verify, a count differs, something was lost. */
  public static final int PROBLEMS = 1;

  /** The command line, the configuration or an input file is wrong. */
  public static final int USAGE = 2;

  /** The exchange refused, with a typed reason. */
  public static final int REFUSED = 3;

  /** The exchange cannot be reached or is overloaded; trying again later may help. */
  public static final int UNAVAILABLE = 4;

  /** This machine lacks something the command needs. */
  public static final int ENVIRONMENT = 69;

  /** A mistake in the command line itself. */
  public static final int INTERNAL = 70;

  private ExitCode() {}
}
