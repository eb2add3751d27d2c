package uk.yjx.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import uk.yjx.cli.output.Cell;
import uk.yjx.cli.output.Table;
import uk.yjx.cli.output.Tone;
import uk.yjx.client.ExchangeConnection;
import uk.yjx.clusters.v1.ActionChild;
import uk.yjx.clusters.v1.AddJointActionRequest;
import uk.yjx.clusters.v1.AddJointActionResponse;
import uk.yjx.clusters.v1.JointAction;
import uk.yjx.clusters.v1.JointActionKind;
import uk.yjx.clusters.v1.JointActionOutcome;
import uk.yjx.clusters.v1.ListJointActionsRequest;
import uk.yjx.clusters.v1.ListJointActionsResponse;
import uk.yjx.clusters.v1.RecordActionOutcomeRequest;
import uk.yjx.common.v1.Purpose;
import uk.yjx.common.v1.Role;

/** What is done together about the children of an incident cluster. */
final class JointActionCommands {
  private static final int PAGE_SIZE = 200;

  private JointActionCommands() {}

  /** Puts an action on the list. */
  @Command(
      name = "action",
      description = "Put an action on the joint list, as lead of the service.")
  static final class Add implements Callable<Integer> {
    private final Yjx yjx;

    @Mixin private ConnectionOptions connection = new ConnectionOptions();

    @Parameters(index = "0", paramLabel = "CLUSTER")
    private String cluster = "";

    @Parameters(
        index = "1",
        paramLabel = "WHAT",
        description =
            "home-visit, safety-plan, strategy-discussion, police-presence, danger-warning,"
                + " school-measures, mediation, safer-place or other.")
    private JointActionKind kind = JointActionKind.JOINT_ACTION_KIND_UNSPECIFIED;

    @Option(
        names = "--owner",
        required = true,
        description = "Your service, or social care of its area.")
    private String owner = "";

    @Option(
        names = "--role",
        required = true,
        description = "Who there: seconded-officer, service-social-worker, front-door …")
    private Role role = Role.ROLE_UNSPECIFIED;

    @Option(names = "--due", required = true, description = "ISO 8601 instant.")
    private String due = "";

    @Option(names = "--child", description = "Id of a child; repeatable; default all of them.")
    private List<String> children = new ArrayList<>();

    @Option(names = "--detail", defaultValue = "", description = "Never shown to social care.")
    private String detail = "";

    Add(Yjx yjx) {
      this.yjx = yjx;
    }

    @Override
    public Integer call() {
      AddJointActionRequest request =
          AddJointActionRequest.newBuilder()
              .setRequestId(yjx.newRequestId())
              .setClusterId(cluster)
              .setKind(kind)
              .setOwnerAgency(owner)
              .setOwnerRole(role)
              .setDueAt(Times.timestamp(Times.parse("--due", due)))
              .addAllChildIds(children)
              .setDetail(detail)
              .build();
      try (ExchangeConnection open = connection.open(yjx.surroundings().environment())) {
        AddJointActionResponse done =
            ClustersCommand.stub(connection, open).addJointAction(request);
        if (yjx.screen().json()) {
          yjx.screen().json(done);
        } else {
          yjx.screen().say("on the list " + done.getActionId(), Tone.GOOD);
        }
      }
      return ExitCode.OK;
    }
  }

  /** The joint list. */
  @Command(name = "actions", description = "The joint actions you may read, the newest first.")
  static final class Actions implements Callable<Integer> {
    private final Yjx yjx;

    @Mixin private ConnectionOptions connection = new ConnectionOptions();

    @Option(names = "--open", description = "Only those that are not done.")
    private boolean openOnly;

    @Option(names = "--closed", description = "Those of closed clusters too.")
    private boolean closed;

    @Option(names = "--purpose", defaultValue = "safeguarding", description = "Why you read.")
    private Purpose purpose = Purpose.PURPOSE_UNSPECIFIED;

    Actions(Yjx yjx) {
      this.yjx = yjx;
    }

    @Override
    public Integer call() {
      List<JointAction> actions;
      try (ExchangeConnection open = connection.open(yjx.surroundings().environment())) {
        actions =
            Paged.stream(
                    token ->
                        ClustersCommand.stub(connection, open)
                            .listJointActions(
                                ListJointActionsRequest.newBuilder()
                                    .setOpenOnly(openOnly)
                                    .setIncludeClosed(closed)
                                    .setPurpose(purpose)
                                    .setPageSize(PAGE_SIZE)
                                    .setPageToken(token)
                                    .build()),
                    ListJointActionsResponse::getNextPageToken)
                .flatMap(page -> page.getActionsList().stream())
                .toList();
      }
      if (yjx.screen().json()) {
        actions.forEach(yjx.screen()::json);
      } else {
        yjx.screen().show(table(actions));
      }
      return ExitCode.OK;
    }
  }

  /** What became of an action. */
  @Command(name = "outcome", description = "Record what became of an action you own.")
  static final class Outcome implements Callable<Integer> {
    private final Yjx yjx;

    @Mixin private ConnectionOptions connection = new ConnectionOptions();

    @Parameters(index = "0", paramLabel = "ACTION")
    private String action = "";

    @Parameters(
        index = "1",
        paramLabel = "OUTCOME",
        description = "done, not-possible or not-needed.")
    private JointActionOutcome outcome = JointActionOutcome.JOINT_ACTION_OUTCOME_UNSPECIFIED;

    Outcome(Yjx yjx) {
      this.yjx = yjx;
    }

    @Override
    public Integer call() {
      try (ExchangeConnection open = connection.open(yjx.surroundings().environment())) {
        new Receipts(yjx.screen())
            .show(
                "recorded",
                ClustersCommand.stub(connection, open)
                    .recordActionOutcome(
                        RecordActionOutcomeRequest.newBuilder()
                            .setRequestId(yjx.newRequestId())
                            .setActionId(action)
                            .setOutcome(outcome)
                            .build())
                    .getReceipt());
      }
      return ExitCode.OK;
    }
  }

  private static Table table(List<JointAction> actions) {
    Table table = Table.of("WHAT", "WHO", "DUE", "STATE", "CHILDREN", "DETAIL", "ACTION");
    for (JointAction one : actions) {
      table.row(
          Cell.of(ContractWords.of(one.getKind()).replace('-', ' ')),
          Cell.of(
              one.getOwnerAgency() + " " + ContractWords.of(one.getOwnerRole()).replace('-', ' ')),
          Cell.of(Times.text(one.getDueAt())),
          state(one),
          Cell.of(
              one.getChildrenList().stream()
                  .map(ActionChild::getName)
                  .collect(Collectors.joining(", "))),
          Cell.of(one.getDetail()),
          Cell.of(one.getActionId()));
    }
    return table;
  }

  private static Cell state(JointAction one) {
    if (one.getOverdue()) {
      return new Cell("OVERDUE", Tone.ALARM);
    }
    return Cell.of(
        one.getOutcome() == JointActionOutcome.JOINT_ACTION_OUTCOME_UNSPECIFIED
            ? "open"
            : ContractWords.of(one.getOutcome()).replace('-', ' '));
  }
}
