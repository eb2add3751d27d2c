package uk.yjx.cli;

import io.grpc.StatusException;
import io.grpc.stub.BlockingClientCall;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;
import uk.yjx.cli.output.Table;
import uk.yjx.cli.output.Tone;
import uk.yjx.client.Errors;
import uk.yjx.client.ExchangeConnection;
import uk.yjx.intelligence.v1.IntelligenceServiceGrpc;
import uk.yjx.intelligence.v1.ReconcileSubmissionsRequest;
import uk.yjx.intelligence.v1.ReconcileSubmissionsResponse;
import uk.yjx.intelligence.v1.ReconciledDay;

/** Compares what a sender says it sent with what the exchange holds. */
@Command(
    name = "reconcile",
    description = {
      "Compare the request ids your agency sent on a day with the notices the exchange holds:"
          + " prints",
      "every id it does not hold, then the counts. Send what is missing again with its own request",
      "id. Exit status 1 if any is missing."
    })
final class ReconcileCommand implements Callable<Integer> {
  private static final int PER_FRAME = 1_000;
  private static final int REQUEST_ID_LENGTH_MAX = 64;

  private final Yjx yjx;

  @Mixin private ConnectionOptions connection = new ConnectionOptions();

  @Parameters(index = "0", paramLabel = "DAY", description = "In universal time, as 2026-03-31.")
  private String day = "";

  @Parameters(
      index = "1",
      paramLabel = "FILE",
      description = "Request ids, one a line; - for standard input.")
  private Path file = Path.of("-");

  ReconcileCommand(Yjx yjx) {
    this.yjx = yjx;
  }

  @Override
  public Integer call() throws IOException, InterruptedException {
    try {
      var unused = LocalDate.parse(day);
    } catch (java.time.DateTimeException e) {
      throw CommandFailure.usage("DAY is written as 2026-03-31");
    }
    try (BufferedReader lines = open();
        ExchangeConnection open = connection.open(yjx.surroundings().environment())) {
      ReconciledDay totals = compare(open, lines);
      if (yjx.screen().json()) {
        yjx.screen().json(totals);
      } else {
        show(totals);
      }
      return totals.getMissing() == 0 ? ExitCode.OK : ExitCode.PROBLEMS;
    } catch (StatusException e) {
      throw Errors.of(e);
    }
  }

  private ReconciledDay compare(ExchangeConnection open, BufferedReader lines)
      throws IOException, InterruptedException, StatusException {
    BlockingClientCall<ReconcileSubmissionsRequest, ReconcileSubmissionsResponse> call =
        IntelligenceServiceGrpc.newBlockingV2Stub(open.channel()).reconcileSubmissions();
    List<String> ids = next(lines);
    do {
      call.write(
          ReconcileSubmissionsRequest.newBuilder().setDay(day).addAllRequestIds(ids).build());
      ReconcileSubmissionsResponse answer = call.read();
      if (answer == null) {
        break;
      }
      answer.getMissingRequestIdsList().forEach(this::missing);
      ids = next(lines);
    } while (!ids.isEmpty());
    call.halfClose();
    ReconcileSubmissionsResponse last = call.read();
    if (last == null || !last.hasTotals()) {
      throw CommandFailure.unavailable("NO_TOTALS", "the comparison ended without its counts");
    }
    return last.getTotals();
  }

  private void missing(String id) {
    if (yjx.screen().json()) {
      yjx.screen().json(ReconcileSubmissionsResponse.newBuilder().addMissingRequestIds(id).build());
    } else {
      yjx.screen().say(id, Tone.WARNING);
    }
  }

  private static List<String> next(BufferedReader lines) throws IOException {
    List<String> ids = new ArrayList<>(PER_FRAME);
    @Nullable String line = null;
    while (ids.size() < PER_FRAME && (line = lines.readLine()) != null) {
      String id = line.strip();
      if (id.length() > REQUEST_ID_LENGTH_MAX) {
        throw CommandFailure.usage("a request id has at most 64 characters");
      }
      if (!id.isEmpty()) {
        ids.add(id);
      }
    }
    return ids;
  }

  private BufferedReader open() throws IOException {
    return file.toString().equals("-")
        ? new BufferedReader(new InputStreamReader(yjx.surroundings().in(), StandardCharsets.UTF_8))
        : Files.newBufferedReader(file);
  }

  private void show(ReconciledDay totals) {
    Table table = Table.of("DAY", "SENT", "HELD", "MISSING", "RECORDED THAT DAY");
    table.row(
        totals.getDay(),
        Long.toString(totals.getSent()),
        Long.toString(totals.getHeld()),
        Long.toString(totals.getMissing()),
        Long.toString(totals.getRecordedThatDay()));
    yjx.screen().show(table);
  }
}
