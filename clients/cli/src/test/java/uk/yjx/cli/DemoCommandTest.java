package uk.yjx.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;
import uk.yjx.cli.demo.DemoSettings;
import uk.yjx.cli.demo.DemoSettings.ActChoice;

class DemoCommandTest {

  @TempDir Path folder;

  @Test
  void replaysTwoHundredASecondWithTheWholeStoryUnlessToldOtherwise() {
    DemoSettings settings = parsed();
    assertEquals(200, settings.rate());
    assertEquals(new ActChoice.Whole(), settings.act());
    assertEquals(0, parsed("--as-fast-as-possible").rate());
    assertEquals(50, parsed("--rate", "50").rate());
    assertEquals(new ActChoice.None(), parsed("--no-story").act());
    assertEquals(new ActChoice.One("friday-evening"), parsed("--act", "friday-evening").act());
  }

  @Test
  void refusesWhatContradictsItself() {
    assertEquals(
        ExitCode.USAGE, CommandRun.of("demo", "--rate", "5", "--as-fast-as-possible").exitCode());
    assertEquals(ExitCode.USAGE, CommandRun.of("demo", "--rate", "0").exitCode());
  }

  @Test
  void namesTheActsWhenAskedForAnother() {
    CommandRun run = CommandRun.of("demo", "--act", "saturday");
    assertEquals(ExitCode.USAGE, run.exitCode());
    assertTrue(run.err().contains("friday-evening"), run.err());
  }

  @Test
  void startsNothingInAFolderThatIsNotEmpty() throws Exception {
    Files.writeString(folder.resolve("something"), "");
    CommandRun run = CommandRun.of("demo", "--data-dir", folder.toString());
    assertEquals(ExitCode.USAGE, run.exitCode());
    assertTrue(run.err().contains("serve.properties"), run.err());
  }

  private static DemoSettings parsed(String... args) {
    CommandLine line = new Yjx(Surroundings.ofProcess()).commandLine();
    CommandLine demo = Objects.requireNonNull(line.getSubcommands().get("demo"));
    line.parseArgs(Stream.concat(Stream.of("demo"), Stream.of(args)).toArray(String[]::new));
    DemoCommand command = demo.getCommand();
    return command.settings();
  }
}
