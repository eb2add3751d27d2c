package uk.yjx.cli;

import com.google.protobuf.Timestamp;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import uk.yjx.audit.v1.AuditEvent;
import uk.yjx.audit.v1.AuditServiceGrpc;
import uk.yjx.audit.v1.FindEventsRequest;
import uk.yjx.audit.v1.FindEventsResponse;
import uk.yjx.cli.log.CountCheck;
import uk.yjx.cli.output.Table;
import uk.yjx.client.ExchangeConnection;
import uk.yjx.client.verify.VerificationException;
import uk.yjx.common.v1.Purpose;

/** Questions auditors ask. */
@Command(
    name = "find",
    description = {
      "Ask the log, as an auditor: who has seen anything about a child (--child), everything a",
      "person did or received (--principal), everything shared under an agreement (--agreement),",
      "what was refused (--type refusal), breaks in the heartbeat (--heartbeat), whether anything",
      "about a child is gone (--check-count). Every page of the answer is itself in the log. An",
      "index says which leaves need not be read; --exhaustive reads all, 20,000 a call."
    })
final class FindCommand implements Callable<Integer> {

  private static final int PAGE = 500;
  private static final String HEARTBEAT = "yjx.audit/Heartbeat";

  private final Yjx yjx;

  @Mixin ConnectionOptions connection = new ConnectionOptions();

  @Option(names = "--child", description = "Id of a child, as other commands show it.")
  String child = "";

  @Option(names = "--principal", description = "Who acted or received: agency/user/name.")
  String principal = "";

  @Option(names = "--agreement", description = "Id of a sharing agreement.")
  String agreement = "";

  @Option(names = "--agency", description = "An agency that acted or received.")
  String agency = "";

  @Option(
      names = "--type",
      description =
          "collection, alteration, consultation, disclosure, combination, erasure, refusal, admin"
              + " or auth.")
  String type = "";

  @Option(
      names = "--from",
      description = "Not before this instant, for example 2026-11-01T00:00:00Z.")
  @Nullable Instant from;

  @Option(names = "--to", description = "Before this instant.")
  @Nullable Instant to;

  @Option(names = "--from-index", defaultValue = "0", description = "First leaf to read.")
  long fromIndex;

  @Option(names = "--limit", defaultValue = "1000", description = "Events to show at most.")
  int limit;

  @Option(names = "--heartbeat", description = "Show where the log was silent for too long.")
  boolean heartbeat;

  @Option(
      names = "--check-count",
      description = {
        "With --child alone: hold what is found to the number of events that the log itself"
            + " counted",
        "and committed to. Exit status 1 where some are gone."
      })
  boolean checkCount;

  @Option(
      names = "--exhaustive",
      description = "Read every leaf instead of trusting the exchange's index.")
  boolean exhaustive;

  @Option(
      names = "--subject-access",
      description = {
        "For the child itself (with --child): when its data was used, by which agencies, why; no",
        "person's name and nothing about anyone else."
      })
  boolean subjectAccess;

  @Option(
      names = "--purpose",
      defaultValue = "lawfulness-check",
      description = "Why you read the log.")
  Purpose purpose = Purpose.PURPOSE_LAWFULNESS_CHECK;

  @Option(names = "--justification", required = true, description = "Why, in your words.")
  String justification = "";

  FindCommand(Yjx yjx) {
    this.yjx = yjx;
  }

  @Override
  public Integer call() throws VerificationException {
    if (subjectAccess && child.isEmpty()) {
      throw CommandFailure.usage("--subject-access is about one child: --child");
    }
    if (checkCount && !isWholeChild()) {
      throw CommandFailure.usage("--check-count goes with --child and no other filter or limit");
    }
    int wanted = checkCount ? Integer.MAX_VALUE : limit;
    List<FoundEvent> found = new ArrayList<>();
    CountCheck.@Nullable Counted counted = null;
    try (ExchangeConnection open = connection.open(yjx.surroundings().environment())) {
      long next = fromIndex;
      long end = Long.MAX_VALUE;
      if (checkCount) {
        counted =
            CountCheck.ask(
                connection.limited(AuditServiceGrpc.newBlockingStub(open.channel())),
                child,
                purpose,
                justification);
      }
      while (next < end && found.size() < wanted) {
        FindEventsResponse page =
            connection
                .limited(AuditServiceGrpc.newBlockingStub(open.channel()))
                .findEvents(question(next));
        for (AuditEvent event : page.getEventsList()) {
          found.add(FoundEvent.of(event));
        }
        if (page.getNextIndex() <= next) {
          break;
        }
        next = page.getNextIndex();
        end = page.getTreeSize();
      }
    }
    if (heartbeat) {
      return new HeartbeatBreaks(yjx.screen()).show(found);
    }
    show(found.subList(0, Math.min(wanted, found.size())));
    return counted == null ? ExitCode.OK : compare(counted, found);
  }

  private boolean isWholeChild() {
    return !child.isEmpty()
        && (principal + agreement + agency + type).isEmpty()
        && from == null
        && to == null
        && fromIndex == 0
        && !heartbeat
        && !subjectAccess;
  }

  private int compare(CountCheck.Counted counted, List<FoundEvent> found) {
    long there =
        found.stream().filter(one -> one.index() < counted.covered() && one.isAbout(child)).count();
    if (counted.summaryLeaf() < 0) {
      yjx.screen().say("The log has not counted anything about this child yet.");
      return ExitCode.OK;
    }
    String count =
        "The log counted %d events below leaf %d (committed to in leaf %d): "
            .formatted(counted.events(), counted.covered(), counted.summaryLeaf());
    if (there == counted.events()) {
      yjx.screen().say(count + "all are there.");
      return ExitCode.OK;
    }
    yjx.screen()
        .say(
            count
                + there
                + " open. The others were erased (see --type erasure) or removed from the"
                + " database.");
    return ExitCode.PROBLEMS;
  }

  private FindEventsRequest question(long next) {
    FindEventsRequest.Builder question =
        FindEventsRequest.newBuilder()
            .setFromIndex(next)
            .setPageSize(PAGE)
            .setPurpose(purpose)
            .setJustification(justification)
            .setChildId(child)
            .setPrincipal(principal)
            .setAgreementId(agreement)
            .setAgencyId(agency)
            .setType(type)
            .setOperation(heartbeat ? HEARTBEAT : "")
            .setExhaustive(exhaustive)
            .setWithoutOpenings(subjectAccess || heartbeat);
    Optional.ofNullable(from).ifPresent(at -> question.setFromTime(timestamp(at)));
    Optional.ofNullable(to).ifPresent(at -> question.setToTime(timestamp(at)));
    return question.build();
  }

  private void show(List<FoundEvent> found) {
    Table table = Table.of("#leaf", "when", "what", "from", "to", "purpose", "who");
    for (FoundEvent one : found) {
      if (yjx.screen().json()) {
        yjx.screen().json(one.json().toString());
      } else {
        table.row(
            Long.toString(one.index()),
            one.text("t"),
            one.text("type") + " " + one.text("outcome"),
            one.text("src_org"),
            one.text("dst_org"),
            one.text("purpose"),
            one.who());
      }
    }
    yjx.screen().show(table);
    yjx.screen().say(found.size() + " events");
  }

  private static Timestamp timestamp(Instant at) {
    return Timestamp.newBuilder().setSeconds(at.getEpochSecond()).setNanos(at.getNano()).build();
  }
}
