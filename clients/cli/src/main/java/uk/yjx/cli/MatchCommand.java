package uk.yjx.cli;

import com.google.gson.JsonObject;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import uk.yjx.cli.output.Cell;
import uk.yjx.cli.output.ProgressBar;
import uk.yjx.cli.output.Table;
import uk.yjx.server.matching.FileMatching;
import uk.yjx.server.matching.Outcome;
import uk.yjx.server.matching.Roster;
import uk.yjx.server.matching.Weights;

/** The matching engine upon files. */
@Command(
    name = "match",
    description = {
      "Say which rows of files of people are of one person: id_a,id_b,score,outcome. The score is",
      "in bits; LINKED needs no person's look, REVIEW and MANY (another candidate is as good) do,",
      "NONE is more likely two people. Weights are estimated from the rows unless given.",
      "",
      "The mapping names the columns; every key but id is optional:",
      "{\"id\":\"rec_id\",\"forename\":\"…\",\"middle\":\"…\",\"surname\":\"…\",\"full_name\":\"…\",",
      " \"date_of_birth\":{\"column\":\"dob\",\"format\":\"yyyyMMdd\"},\"postcode\":\"…\",\"address\":[\"…\"],",
      " \"sex\":\"…\",\"email\":\"…\",\"phone\":\"…\",\"other\":[\"…\"],\"identifiers\":{\"nhs\":\"…\"}}"
    })
final class MatchCommand implements Callable<Integer> {

  @Mixin MatchFiles files = new MatchFiles();

  @Option(
      names = "--out",
      paramLabel = "PREDICTIONS.csv",
      required = true,
      description = "Where the pairs are written.")
  Path out = Path.of("");

  @Option(
      names = "--weights",
      paramLabel = "FILE",
      description = "Weights of 'yjx matching train', instead of estimating them.")
  @Nullable Path weights;

  private final Yjx yjx;

  MatchCommand(Yjx yjx) {
    this.yjx = yjx;
  }

  @Override
  public Integer call() {
    long began = System.nanoTime();
    Roster roster = files.read(yjx);
    Weights given = weights == null ? null : MatchingCommand.weights(weights);
    FileMatching.Summary summary;
    try (BufferedWriter writer = Files.newBufferedWriter(out);
        ProgressBar progress = yjx.screen().progress("rows", roster.firstRows())) {
      writer.write("id_a,id_b,score,outcome\n");
      summary =
          new FileMatching(roster)
              .run(
                  given,
                  progress::set,
                  (a, b, score, outcome) -> write(writer, a, b, score, outcome));
    } catch (IOException | UncheckedIOException e) {
      throw CommandFailure.file("cannot write " + out, e);
    }
    report(summary, (System.nanoTime() - began) / 1e9);
    return ExitCode.OK;
  }

  private void report(FileMatching.Summary summary, double seconds) {
    JsonObject all = new JsonObject();
    all.addProperty("rows", summary.rows());
    all.addProperty("compared", summary.compared());
    all.addProperty("written", summary.written());
    for (Outcome outcome : Outcome.values()) {
      long count = summary.outcomes().getOrDefault(outcome, 0L);
      all.addProperty(outcome.name().toLowerCase(Locale.ROOT), count);
    }
    all.addProperty("seconds", Math.round(seconds * 10) / 10.0);
    if (yjx.screen().json()) {
      yjx.screen().json(all.toString());
      return;
    }
    Table table = Table.of("", "#");
    all.entrySet()
        .forEach(e -> table.row(Cell.of(e.getKey()), Cell.of(e.getValue().getAsString())));
    yjx.screen().show(table);
  }

  private static void write(
      BufferedWriter writer, String a, String b, double score, Outcome outcome) {
    try {
      writer.write(quoted(a));
      writer.write(',');
      writer.write(quoted(b));
      writer.write(String.format(Locale.ROOT, ",%.4f,", score));
      writer.write(outcome.name());
      writer.write('\n');
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String quoted(String id) {
    boolean plain = id.chars().noneMatch(c -> c == ',' || c == '"' || c == '\n' || c == '\r');
    return plain ? id : '"' + id.replace("\"", "\"\"") + '"';
  }
}
