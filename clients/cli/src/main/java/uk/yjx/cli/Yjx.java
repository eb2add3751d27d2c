package uk.yjx.cli;

import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.IExitCodeExceptionMapper;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.Spec;
import uk.yjx.cli.output.Screen;

/** The command line of the Youth Justice Exchange. */
@Command(
    name = "yjx",
    description = "Youth Justice Exchange: tells the people who supervise a child what happened.",
    synopsisSubcommandLabel = "COMMAND",
    versionProvider = Version.class,
    exitCodeListHeading = "%nExit status:%n",
    exitCodeList = {
      "0:done",
      "1:a check found problems",
      "2:wrong command line, configuration or input file",
      "3:refused by the exchange, with a typed reason",
      "4:the exchange cannot be reached or is overloaded",
      "69:this machine lacks something",
      "70:a mistake in yjx itself"
    },
    footer = {
      "",
      "The exchange never replaces an emergency call, a safeguarding referral or a",
      "threat-to-life warning."
    })
public final class Yjx {

  @Spec CommandSpec spec;

  @Option(
      names = {"-h", "--help"},
      usageHelp = true,
      scope = ScopeType.INHERIT,
      description = "Show this help.")
  boolean help;

  @Option(
      names = {"-V", "--version"},
      versionHelp = true,
      description = "Show the version.")
  boolean version;

  @Option(names = "--json", scope = ScopeType.INHERIT, description = "Results as JSON.")
  boolean json;

  @Option(
      names = "--verbose",
      scope = ScopeType.INHERIT,
      description = "Show where in the program a failure came from.")
  boolean verbose;

  private final Surroundings surroundings;

  /** A command line in these surroundings. */
  @SuppressWarnings("NullAway.Init") // picocli sets the spec before anything runs.
  public Yjx(Surroundings surroundings) {
    this.surroundings = surroundings;
  }

  /** Runs a command and ends the process with its exit status. */
  public static void main(String[] args) {
    Logging.quietLibraries();
    System.exit(new Yjx(Surroundings.ofProcess()).run(args));
  }

  /** Runs a command and returns its exit status. */
  public int run(String... args) {
    if (args.length > 0 && args[0].equals(BenchCommand.NAME)) {
      return BenchCommand.run(Arrays.copyOfRange(args, 1, args.length), surroundings);
    }
    return commandLine().execute(args);
  }

  /** What the command line has around it. */
  Surroundings surroundings() {
    return surroundings;
  }

  /** The screen for the command that runs. */
  Screen screen() {
    return surroundings.screen(json);
  }

  /** A request id of our own, unique within any agency. */
  String newRequestId() {
    return "cli-" + surroundings.ids().get();
  }

  /** The whole command line, ready to run. */
  CommandLine commandLine() {
    CommandLine line =
        new CommandLine(this)
            .addSubcommand(new DemoCommand(this))
            .addSubcommand(new ServeCommand(this))
            .addSubcommand(new PkiCommand(this))
            .addSubcommand(
                new CommandLine(new DirectoryCommand(this))
                    .addSubcommand(new AgencyCommand(this))
                    .addSubcommand(new IssuerCommand(this))
                    .addSubcommand(new PrincipalCommand(this))
                    .addSubcommand(new RoleCommand(this)))
            .addSubcommand(new AgreementsCommand(this))
            .addSubcommand(new CaseloadCommand(this))
            .addSubcommand(new SeparationCommand(this))
            .addSubcommand(new PlacementsCommand(this))
            .addSubcommand(
                new CommandLine(new ClustersCommand(this))
                    .addSubcommand(new OpenClusterCommand(this))
                    .addSubcommand(new JointActionCommands.Add(this))
                    .addSubcommand(new JointActionCommands.Actions(this))
                    .addSubcommand(new JointActionCommands.Outcome(this)))
            .addSubcommand(new EmergencyAccessCommand(this))
            .addSubcommand(
                new CommandLine(new NoticesCommand(this))
                    .addSubcommand(new WithdrawalCommands.Withdraw(this))
                    .addSubcommand(new WithdrawalCommands.Amend(this))
                    .addSubcommand(new RecallReportCommand(this))
                    .addSubcommand(new ReconcileCommand(this))
                    .addSubcommand(new WithdrawalCommands.Disputes(this))
                    .addSubcommand(new WithdrawalCommands.Answer(this)))
            .addSubcommand(
                new CommandLine(new AlertsCommand(this))
                    .addSubcommand(new RecallCommands.Recalls(this))
                    .addSubcommand(new RecallCommands.Dispute(this)))
            .addSubcommand(
                new CommandLine(new PapersCommand(this))
                    .addSubcommand(new PapersUpload(this))
                    .addSubcommand(new PapersExpectedCommands.CourtEvent(this))
                    .addSubcommand(new PapersExpectedCommands.Expected(this))
                    .addSubcommand(new PapersRequestCommands.Ask(this))
                    .addSubcommand(new PapersRequestCommands.Wanted(this))
                    .addSubcommand(new PapersRequestCommands.Answer(this))
                    .addSubcommand(new PapersMeasuresCommand(this))
                    .addSubcommand(new PapersWatchCommand(this))
                    .addSubcommand(new PapersKeysCommand(this)))
            .addSubcommand(
                new CommandLine(new SafeguardingCommand(this))
                    .addSubcommand(new InformationCommands.ToPolice(this))
                    .addSubcommand(new InformationCommands.FromServices(this)))
            .addSubcommand(withMore(new ConcernsCommand(this), new ConcernActs(this)))
            .addSubcommand(new ClocksCommand(this))
            .addSubcommand(
                new CommandLine(new AuditCommand(this))
                    .addSubcommand(new FindCommand(this))
                    .addSubcommand(new ReadsCommand(this))
                    .addSubcommand(new SubjectCommand(this))
                    .addSubcommand(new VerifyCommand(this))
                    .addSubcommand(new ExportCommand(this))
                    .addSubcommand(new WitnessCommand(this))
                    .addSubcommand(new NewEpochCommand(this))
                    .addSubcommand(new EvidenceCommand(this))
                    .addSubcommand(new CheckCommand(this))
                    .addSubcommand(new CheckProofsCommand(this)))
            .addSubcommand(new RetentionCommand(this))
            .addSubcommand(new ReviewsCommand(this))
            .addSubcommand(
                new CommandLine(new ReviewDueCommand(this))
                    .addSubcommand(new ReviewOversightCommands.Sample(this))
                    .addSubcommand(new ReviewOversightCommands.Challenge(this))
                    .addSubcommand(new ReviewOversightCommands.Kinds(this)))
            .addSubcommand(new OversightCommand(this))
            .addSubcommand(
                new CommandLine(new EarlySupportCommand(this))
                    .addSubcommand(new EarlySupportTermsCommands.Assess(this))
                    .addSubcommand(new EarlySupportTermsCommands.Assessments(this))
                    .addSubcommand(new EarlySupportTermsCommands.Trends(this)))
            .addSubcommand(new HealthCommand(this))
            .addSubcommand(new CapabilitiesCommand(this))
            .addSubcommand(new MatchCommand(this))
            .addSubcommand(new MatchingCommand(this))
            .addSubcommand(new BenchCommand())
            .addSubcommand(new ChaosCommand(this))
            .addSubcommand(new CompletionCommand(this));
    ContractWords.register(line);
    boolean colour = surroundings.screen(false).colour();
    return line.setColorScheme(CommandLine.Help.defaultColorScheme(colour ? Ansi.ON : Ansi.OFF))
        .setUsageHelpWidth(Math.min(surroundings.screen(false).width(), 100))
        .setOut(new PrintWriter(surroundings.out(), true, StandardCharsets.UTF_8))
        .setErr(new PrintWriter(surroundings.err(), true, StandardCharsets.UTF_8))
        .setParameterExceptionHandler(this::misused)
        .setExecutionExceptionHandler(this::failed)
        .setExitCodeExceptionMapper(usageIsTwo());
  }

  /** A command with the subcommands of another class beside its own. */
  private static CommandLine withMore(Object command, Object more) {
    CommandLine line = new CommandLine(command);
    new CommandLine(more).getSubcommands().forEach(line::addSubcommand);
    return line;
  }

  private int misused(ParameterException e, String[] args) {
    CommandFailure failure = CommandFailure.usage(String.valueOf(e.getMessage()));
    FailureReport.of(failure).print(screen());
    if (!json) {
      surroundings
          .err()
          .println("Try '" + e.getCommandLine().getCommandSpec().qualifiedName() + " --help'.");
    }
    return ExitCode.USAGE;
  }

  private int failed(Exception e, CommandLine line, ParseResult parsed) {
    FailureReport report = FailureReport.of(e);
    report.print(screen());
    if (verbose) {
      e.printStackTrace(surroundings.err());
    }
    return report.exitCode();
  }

  private static IExitCodeExceptionMapper usageIsTwo() {
    return e -> ExitCode.USAGE;
  }
}
