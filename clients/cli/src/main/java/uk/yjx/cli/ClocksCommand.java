package uk.yjx.cli;

import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Message;
import com.google.protobuf.util.JsonFormat;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import uk.yjx.cli.output.Cell;
import uk.yjx.cli.output.Table;
import uk.yjx.cli.output.Tone;
import uk.yjx.client.ExchangeConnection;
import uk.yjx.clocks.v1.Calendar;
import uk.yjx.clocks.v1.ClockServiceGrpc;
import uk.yjx.clocks.v1.ClockServiceGrpc.ClockServiceBlockingStub;
import uk.yjx.clocks.v1.GetCalendarRequest;
import uk.yjx.clocks.v1.GetCalendarResponse;
import uk.yjx.clocks.v1.Ladder;
import uk.yjx.clocks.v1.ListClocksRequest;
import uk.yjx.clocks.v1.ListClocksResponse;
import uk.yjx.clocks.v1.ListLaddersRequest;
import uk.yjx.clocks.v1.Post;
import uk.yjx.clocks.v1.RecordCalendarRequest;
import uk.yjx.clocks.v1.RecordCalendarResponse;
import uk.yjx.clocks.v1.RecordLadderRequest;
import uk.yjx.clocks.v1.RecordLadderResponse;
import uk.yjx.clocks.v1.Rung;
import uk.yjx.clocks.v1.RunningClock;

/** Deadlines, and the calendars and ladders by which they act. */
@Command(
    name = "clocks",
    description = "Deadlines that act by themselves, and by which calendars and ladders.",
    synopsisSubcommandLabel = "COMMAND")
final class ClocksCommand {

  private static final int PAGE_SIZE = 200;

  private final Yjx yjx;

  ClocksCommand(Yjx yjx) {
    this.yjx = yjx;
  }

  @Command(name = "list", description = "List what waits, the earliest due first.")
  int list(
      @Mixin ConnectionOptions connection,
      @Option(names = "--agency", description = "Only of this agency.") @Nullable String agency,
      @Option(names = "--climbed", description = "Only what has climbed already.")
          boolean climbed) {
    Table table = Table.of("DUE", "KIND", "AGENCY", "THEN TO", "#CLIMBS", "STATE", "RECORD");
    try (ExchangeConnection open = connection.open(yjx.surroundings().environment())) {
      Paged.stream(
              token ->
                  clocks(connection, open)
                      .listClocks(
                          ListClocksRequest.newBuilder()
                              .setAgency(agency == null ? "" : agency)
                              .setClimbedOnly(climbed)
                              .setPageSize(PAGE_SIZE)
                              .setPageToken(token)
                              .build()),
              ListClocksResponse::getNextPageToken)
          .flatMap(page -> page.getClocksList().stream())
          .forEach(one -> {
            if (yjx.screen().json()) {
              yjx.screen().json(one);
            }
            table.row(row(one));
          });
    }
    if (!yjx.screen().json()) {
      yjx.screen().show(table);
    }
    return ExitCode.OK;
  }

  @Command(
      name = "calendar",
      description = "Show an agency's calendar, or record a new version of it.")
  int calendar(
      @Mixin ConnectionOptions connection,
      @Parameters(paramLabel = "AGENCY") String agency,
      @Option(
              names = "--record",
              paramLabel = "FILE",
              description = "A yjx.clocks.v1.Calendar as JSON.")
          @Nullable Path file)
      throws IOException {
    try (ExchangeConnection open = connection.open(yjx.surroundings().environment())) {
      if (file != null) {
        RecordCalendarResponse answer =
            clocks(connection, open)
                .recordCalendar(
                    RecordCalendarRequest.newBuilder()
                        .setRequestId(yjx.newRequestId())
                        .setAgency(agency)
                        .setCalendar(read(file, Calendar.newBuilder()).build())
                        .build());
        new Receipts(yjx.screen())
            .show("recorded calendar version " + answer.getVersion(), answer.getReceipt());
        return ExitCode.OK;
      }
      GetCalendarResponse answer =
          clocks(connection, open)
              .getCalendar(GetCalendarRequest.newBuilder().setAgency(agency).build());
      if (yjx.screen().json()) {
        yjx.screen().json(answer);
        return ExitCode.OK;
      }
      Table table = Table.of("#VERSION", "FROM", "WEEK", "#CLOSED DAYS", "OUT OF HOURS");
      for (Calendar one : answer.getVersionsList()) {
        table.row(
            Cell.of(one.getVersion()),
            Cell.of(one.getValidFrom().isEmpty() ? "default" : one.getValidFrom()),
            Cell.of(week(one)),
            Cell.of(one.getClosuresCount()),
            Cell.of(one.getEmergencyTeam()));
      }
      yjx.screen().show(table);
    }
    return ExitCode.OK;
  }

  @Command(name = "ladder", description = "Show an agency's ladders, or record a new one.")
  int ladder(
      @Mixin ConnectionOptions connection,
      @Parameters(paramLabel = "AGENCY") String agency,
      @Option(
              names = "--record",
              paramLabel = "FILE",
              description = "A yjx.clocks.v1.Ladder as JSON.")
          @Nullable Path file,
      @Option(names = "--on", paramLabel = "DAY", description = "As of this day, YYYY-MM-DD.")
          @Nullable String day)
      throws IOException {
    try (ExchangeConnection open = connection.open(yjx.surroundings().environment())) {
      if (file != null) {
        RecordLadderResponse answer =
            clocks(connection, open)
                .recordLadder(
                    RecordLadderRequest.newBuilder()
                        .setRequestId(yjx.newRequestId())
                        .setAgency(agency)
                        .setLadder(read(file, Ladder.newBuilder()).build())
                        .build());
        new Receipts(yjx.screen())
            .show("recorded ladder version " + answer.getVersion(), answer.getReceipt());
        return ExitCode.OK;
      }
      Table table = Table.of("KIND", "#VERSION", "WHEN", "AFTER", "TELLS");
      clocks(connection, open)
          .listLadders(
              ListLaddersRequest.newBuilder()
                  .setAgency(agency)
                  .setOn(day == null ? "" : day)
                  .build())
          .getLaddersList()
          .forEach(one -> {
            if (yjx.screen().json()) {
              yjx.screen().json(one);
            }
            rows(table, one);
          });
      if (!yjx.screen().json()) {
        yjx.screen().show(table);
      }
    }
    return ExitCode.OK;
  }

  private static Cell[] row(RunningClock one) {
    return new Cell[] {
      Cell.of(Times.text(one.getDueAt())),
      Cell.of(ContractWords.of(one.getKind())),
      Cell.of(one.getAgency()),
      Cell.of(posts(one.getNextList())),
      one.getClimbs() > 0
          ? new Cell(Integer.toString(one.getClimbs()), Tone.WARNING)
          : Cell.of(one.getClimbs()),
      Cell.of(ContractWords.of(one.getState())),
      Cell.of(one.getRecordId())
    };
  }

  private static void rows(Table table, Ladder ladder) {
    rows(table, ladder, ladder.getOutOfHoursCount() > 0 ? "in hours" : "", ladder.getInHoursList());
    rows(table, ladder, "out of hours", ladder.getOutOfHoursList());
    if (ladder.hasNobodyLeft()) {
      table.row(
          Cell.of(ContractWords.of(ladder.getKind())),
          Cell.of(ladder.getVersion()),
          Cell.of(""),
          Cell.of(ClockWords.of(ladder.getNobodyLeft())),
          new Cell("operator: nobody is left to tell", Tone.QUIET));
    }
  }

  private static void rows(Table table, Ladder ladder, String when, List<Rung> rungs) {
    for (Rung rung : rungs) {
      table.row(
          Cell.of(ContractWords.of(ladder.getKind())),
          Cell.of(ladder.getVersion()),
          Cell.of(when),
          Cell.of(ClockWords.of(rung.getTime())),
          Cell.of(posts(rung.getPostsList())));
    }
  }

  private static String week(Calendar calendar) {
    return calendar.getWeekList().stream().map(ClockWords::of).collect(Collectors.joining(", "));
  }

  private static String posts(List<Post> posts) {
    return posts.stream().map(ContractWords::of).collect(Collectors.joining(", "));
  }

  private static <B extends Message.Builder> B read(Path file, B into) throws IOException {
    try {
      JsonFormat.parser().merge(Files.readString(file), into);
      return into;
    } catch (InvalidProtocolBufferException e) {
      throw CommandFailure.file(
          file + " is no " + into.getDescriptorForType().getFullName() + ": " + e.getMessage(), e);
    }
  }

  private static ClockServiceBlockingStub clocks(
      ConnectionOptions connection, ExchangeConnection open) {
    return connection.limited(ClockServiceGrpc.newBlockingStub(open.channel()));
  }
}
