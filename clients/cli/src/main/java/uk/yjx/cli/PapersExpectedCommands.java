package uk.yjx.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import uk.yjx.casepapers.v1.CourtServiceGrpc;
import uk.yjx.casepapers.v1.CourtServiceGrpc.CourtServiceBlockingStub;
import uk.yjx.casepapers.v1.ExpectationState;
import uk.yjx.casepapers.v1.ListPapersExpectedRequest;
import uk.yjx.casepapers.v1.ListPapersExpectedResponse;
import uk.yjx.casepapers.v1.PapersExpected;
import uk.yjx.casepapers.v1.RecordCourtEventRequest;
import uk.yjx.casepapers.v1.RecordCourtEventResponse;
import uk.yjx.cli.feed.JsonLines;
import uk.yjx.cli.output.Cell;
import uk.yjx.cli.output.Table;
import uk.yjx.cli.output.Tone;
import uk.yjx.client.ExchangeConnection;
import uk.yjx.common.v1.Purpose;

/** Court events and the board of what is expected because of them, each a command of papers. */
final class PapersExpectedCommands {
  private static final int PAGE_SIZE = 200;

  private PapersExpectedCommands() {}

  /** Records court events. */
  @Command(
      name = "court-event",
      description = {
        "Record events of a court. Each line of the file is a RecordCourtEventRequest of",
        "yjx.casepapers.v1 in JSON with an id of its own; a correction is the same event_ref with a",
        "higher version. The answer never says whether the child is known."
      })
  static final class CourtEvent implements Callable<Integer> {
    private final Yjx yjx;

    @Mixin private ConnectionOptions connection = new ConnectionOptions();

    @Parameters(index = "0", paramLabel = "FILE", description = "- for standard input.")
    private Path file = Path.of("-");

    CourtEvent(Yjx yjx) {
      this.yjx = yjx;
    }

    @Override
    public Integer call() throws IOException {
      try (ExchangeConnection open = connection.open(yjx.surroundings().environment());
          JsonLines<RecordCourtEventRequest> lines =
              JsonLines.open(
                  file, yjx.surroundings().in(), RecordCourtEventRequest.getDefaultInstance())) {
        for (RecordCourtEventRequest event = lines.next(); event != null; event = lines.next()) {
          RecordCourtEventResponse answer = stub(connection, open).recordCourtEvent(event);
          new Receipts(yjx.screen()).show("recorded " + event.getEventRef(), answer.getReceipt());
        }
      }
      return ExitCode.OK;
    }
  }

  /** The board. */
  @Command(
      name = "expected",
      description = {
        "The board: papers expected for children you work with or whose service you manage, the",
        "earliest due first. What is withheld by right is not missing."
      })
  static final class Expected implements Callable<Integer> {
    private final Yjx yjx;

    @Mixin private ConnectionOptions connection = new ConnectionOptions();

    @Option(names = "--purpose", defaultValue = "supervision", description = "Why you read.")
    private Purpose purpose = Purpose.PURPOSE_SUPERVISION;

    @Option(names = "--service", description = "Only of this service.")
    private @Nullable String service;

    @Option(names = "--overdue", description = "Only what has not come in time.")
    private boolean overdue;

    @Option(names = "--all", description = "Also what is complete, answered or wanted no more.")
    private boolean all;

    @Option(names = "--by", description = "Count by area (who sends), service or age.")
    private @Nullable String by;

    Expected(Yjx yjx) {
      this.yjx = yjx;
    }

    @Override
    public Integer call() {
      List<PapersExpected> found;
      try (ExchangeConnection open = connection.open(yjx.surroundings().environment())) {
        found =
            Paged.stream(
                    token ->
                        stub(connection, open)
                            .listPapersExpected(
                                ListPapersExpectedRequest.newBuilder()
                                    .setPurpose(purpose)
                                    .setService(service == null ? "" : service)
                                    .setOverdueOnly(overdue)
                                    .setIncludeClosed(all)
                                    .setPageSize(PAGE_SIZE)
                                    .setPageToken(token)
                                    .build()),
                    ListPapersExpectedResponse::getNextPageToken)
                .flatMap(page -> page.getExpectedList().stream())
                .toList();
      }
      if (yjx.screen().json()) {
        found.forEach(yjx.screen()::json);
        return ExitCode.OK;
      }
      Instant now = yjx.surroundings().clock().instant();
      yjx.screen().show(by == null ? PapersText.board(found) : counted(by, found, now));
      return ExitCode.OK;
    }

    private static Table counted(String by, List<PapersExpected> found, Instant now) {
      return switch (by) {
        case "area" -> counted("AREA", found, PapersExpected::getExpectedFrom);
        case "service" -> counted("SERVICE", found, PapersExpected::getService);
        case "age" -> counted("SINCE", found, one -> age(one, now));
        default -> throw CommandFailure.usage("--by is area, service or age");
      };
    }

    private static Table counted(
        String title, List<PapersExpected> found, Function<PapersExpected, String> group) {
      Map<String, List<PapersExpected>> groups =
          found.stream().collect(Collectors.groupingBy(group, TreeMap::new, Collectors.toList()));
      Table table = Table.of(title, "#EXPECTED", "#OPEN", "#OVERDUE", "OLDEST");
      groups.forEach((name, ones) -> {
        long late = ones.stream().filter(PapersExpected::getOverdue).count();
        table.row(
            Cell.of(name),
            Cell.of(ones.size()),
            Cell.of(
                ones.stream()
                    .filter(o -> o.getState() == ExpectationState.EXPECTATION_STATE_OPEN)
                    .count()),
            late == 0 ? Cell.of(0) : new Cell(Long.toString(late), Tone.ALARM),
            Cell.of(
                ones.stream()
                    .map(PapersExpected::getSince)
                    .min(com.google.protobuf.util.Timestamps.comparator())
                    .map(Times::text)
                    .orElse("")));
      });
      return table;
    }

    private static String age(PapersExpected one, Instant now) {
      long days = Duration.between(Times.instant(one.getSince()), now).toDays();
      return days < 1
          ? "1 today"
          : days < 7 ? "2 this week" : days < 28 ? "3 this month" : "4 older";
    }
  }

  /** The service of court events. */
  static CourtServiceBlockingStub stub(ConnectionOptions connection, ExchangeConnection open) {
    return connection.limited(CourtServiceGrpc.newBlockingStub(open.channel()));
  }
}
