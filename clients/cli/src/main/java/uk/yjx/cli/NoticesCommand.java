package uk.yjx.cli;

import com.google.gson.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import uk.yjx.cli.feed.JsonLines;
import uk.yjx.cli.feed.NoticeFeed;
import uk.yjx.cli.output.ProgressBar;
import uk.yjx.cli.output.Tone;
import uk.yjx.client.ExchangeConnection;
import uk.yjx.client.publish.Publication;
import uk.yjx.client.publish.PublisherCounts;
import uk.yjx.intelligence.v1.SubmitNoticeRequest;
import uk.yjx.world.StopSearchCounts;
import uk.yjx.world.StopSearchFile;
import uk.yjx.world.StopSearchNotice;
import uk.yjx.world.StopSearchRow;

/** Notices from a police system. */
@Command(
    name = "notices",
    description = "Submit police notices.",
    synopsisSubcommandLabel = "COMMAND")
final class NoticesCommand {

  private static final String POLICE_UK = "police-uk-stop-and-search";

  private final Yjx yjx;

  NoticesCommand(Yjx yjx) {
    this.yjx = yjx;
  }

  @Command(
      name = "stream",
      description = {
        "Submit notices over one pipelined call and print each answer: each line of the file is a",
        "yjx.intelligence.v1.SubmitNoticeRequest as JSON. Run it again with the same file after a",
        "failure: the same request ids get the same answers, and nothing counts twice."
      })
  int stream(
      @Mixin ConnectionOptions connection,
      @Parameters(paramLabel = "FILE", description = "NDJSON file; - for standard input.")
          Path file)
      throws IOException, InterruptedException {
    long total = JsonLines.count(file).orElse(0L);
    PublisherCounts counts;
    try (ExchangeConnection open = connection.open(yjx.surroundings().environment());
        JsonLines<SubmitNoticeRequest> lines =
            JsonLines.open(
                file, yjx.surroundings().in(), SubmitNoticeRequest.getDefaultInstance());
        NoticeFeed<SubmitNoticeRequest> feed = NoticeFeed.open(open, this::print)) {
      for (SubmitNoticeRequest next = lines.next(); next != null; next = lines.next()) {
        feed.add(next);
      }
      feed.finish();
      counts = feed.counts();
      yjx.screen().remark(feed.standingNotice());
    }
    PublicationText.sum(yjx.screen(), counts, total);
    return counts.refused() == 0 ? ExitCode.OK : ExitCode.REFUSED;
  }

  @Command(
      name = "import",
      description = {
        "Submit a published file. police-uk-stop-and-search is the CSV of data.police.uk: nobody",
        "in it is identified, so its notices match no one; they say what happened where."
      })
  int importFile(
      @Mixin ConnectionOptions connection,
      @Option(names = "--format", required = true, description = "Only " + POLICE_UK + ".")
          String format,
      @Parameters(paramLabel = "FILE", description = "CSV file.") Path file)
      throws IOException, InterruptedException {
    if (!format.equals(POLICE_UK)) {
      throw CommandFailure.usage("there is no format '" + format + "', only " + POLICE_UK);
    }
    StopSearchFile stops = StopSearchFile.parse(Files.readString(file));
    for (StopSearchFile.BadRow bad : stops.bad()) {
      yjx.screen()
          .remark("row " + bad.number() + " left out: " + bad.column() + " " + bad.reason());
    }
    AtomicLong remarks = new AtomicLong();
    PublisherCounts counts;
    try (ExchangeConnection open = connection.open(yjx.surroundings().environment());
        ProgressBar progress = yjx.screen().progress("notices", stops.rows().size());
        NoticeFeed<SubmitNoticeRequest> feed =
            NoticeFeed.open(
                open,
                answer -> {
                  if (answer instanceof Publication.Refused) {
                    print(answer);
                  } else if (answer instanceof Publication.Accepted accepted) {
                    remarks.addAndGet(accepted.remarks().size());
                  }
                  progress.step();
                })) {
      for (StopSearchRow row : stops.rows()) {
        feed.add(StopSearchNotice.request(row, Optional.empty()));
      }
      feed.finish();
      counts = feed.counts();
    }
    report(StopSearchCounts.of(stops), counts, remarks.get());
    return counts.refused() > 0
        ? ExitCode.REFUSED
        : stops.bad().isEmpty() ? ExitCode.OK : ExitCode.USAGE;
  }

  private void report(StopSearchCounts file, PublisherCounts counts, long remarks) {
    if (yjx.screen().json()) {
      JsonObject all = new JsonObject();
      all.addProperty("submitted", counts.submitted());
      all.addProperty("accepted", counts.accepted());
      all.addProperty("refused", counts.refused());
      all.addProperty("unreadable", file.bad());
      all.addProperty("repeats", file.repeats());
      all.addProperty("without_coordinates", file.withoutCoordinates());
      all.addProperty("under_ten_arrests", file.underTenArrests());
      all.addProperty("no_further_action", file.noFurtherAction());
      all.addProperty("remarks", remarks);
      yjx.screen().json(all.toString());
      return;
    }
    yjx.screen()
        .say(
            counts.accepted()
                + " of "
                + counts.submitted()
                + " accepted, "
                + counts.refused()
                + " refused, "
                + file.bad()
                + " unreadable");
    yjx.screen()
        .say(
            file.noFurtherAction()
                + " ended in no further action, "
                + file.repeats()
                + " repeat an earlier row, "
                + file.withoutCoordinates()
                + " have no coordinates, "
                + file.underTenArrests()
                + " record a child under 10 as arrested");
    yjx.screen().say("A stop is not an offence, and an arrest is not guilt.", Tone.QUIET);
  }

  private void print(Publication publication) {
    PublicationText.print(yjx.screen(), publication);
  }
}
