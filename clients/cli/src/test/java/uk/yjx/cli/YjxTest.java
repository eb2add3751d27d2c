package uk.yjx.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class YjxTest {

  @TempDir Path folder;

  @Test
  void everyCommandHasHelpThatDescribesIt() {
    Deque<CommandLine> left = new ArrayDeque<>();
    left.add(new Yjx(Surroundings.ofProcess()).commandLine());
    while (!left.isEmpty()) {
      CommandLine line = left.removeFirst();
      String name = line.getCommandSpec().qualifiedName();
      String help = line.getUsageMessage(CommandLine.Help.Ansi.OFF);
      assertTrue(help.contains("--help"), name);
      assertTrue(line.getCommandSpec().usageMessage().description().length > 0, name);
      left.addAll(line.getSubcommands().values());
    }
  }

  @Test
  void helpGoesToStandardOutputAndSucceeds() {
    CommandRun run = CommandRun.of("--help");
    assertEquals(ExitCode.OK, run.exitCode());
    assertTrue(run.out().contains("Exit status:"), run.out());
    assertTrue(CommandRun.of("alerts", "watch", "--help").out().contains("--cursor"));
  }

  @Test
  void showsItsVersion() {
    assertTrue(CommandRun.of("--version").out().startsWith("yjx "));
  }

  @Test
  void printsCompletionForTheWholeCommandLine() {
    CommandRun run = CommandRun.of("completion");
    assertEquals(ExitCode.OK, run.exitCode());
    assertTrue(run.out().contains("_complete_yjx"), run.out());
    assertTrue(run.out().contains("unowned"));
  }

  @Test
  void refusesAnUnknownOptionInOneLineAndAHint() {
    CommandRun run = CommandRun.of("health", "--taget", "localhost:1");
    assertEquals(ExitCode.USAGE, run.exitCode());
    assertEquals(2, run.err().lines().count(), run.err());
    assertTrue(run.err().startsWith("yjx: Unknown option"), run.err());
  }

  @Test
  void namesTheWordsItKnowsWhenGivenAnother() {
    CommandRun run = CommandRun.of("directory", "role", "add", "a/user/b", "case-manger");
    assertEquals(ExitCode.USAGE, run.exitCode());
    assertTrue(run.err().contains("case-manager"), run.err());
    assertFalse(run.err().contains("unspecified"), run.err());
  }

  @Test
  void asksWhoCallsWhenNobodySaid() {
    CommandRun run = CommandRun.of("health");
    assertEquals(ExitCode.USAGE, run.exitCode());
    assertTrue(run.err().contains("who calls?"), run.err());
  }

  @Test
  void makesAndIssuesCertificatesAndNeverReplacesAnAuthority() {
    String pki = folder.resolve("pki").toString();
    CommandRun made = CommandRun.of("--json", "pki", "init", "--dir", pki);
    assertEquals(ExitCode.OK, made.exitCode(), made.err());
    assertEquals(
        PkiCommand.ADMINISTRATOR,
        JsonParser.parseString(made.out().lines().findFirst().orElseThrow())
            .getAsJsonObject()
            .get("subject")
            .getAsString());
    CommandRun issued =
        CommandRun.of("pki", "issue", "--dir", pki, "--principal", "southwark-yjs/user/a.mensah");
    assertEquals(ExitCode.OK, issued.exitCode(), issued.err());
    assertTrue(Files.exists(Path.of(pki, "southwark-yjs.a.mensah.key")));
    CommandRun again = CommandRun.of("pki", "init", "--dir", pki);
    assertEquals(ExitCode.USAGE, again.exitCode());
    assertTrue(again.err().contains("not overwritten"), again.err());
  }

  @Test
  void saysInOneLineOrOneObjectThatTheExchangeCannotBeReached() {
    String pki = folder.resolve("pki").toString();
    CommandRun.of("pki", "init", "--dir", pki);
    String[] call = {"health", "--target", "127.0.0.1:1", "--pki", pki, "--as", "admin"};
    CommandRun run = CommandRun.of(call);
    assertEquals(ExitCode.UNAVAILABLE, run.exitCode(), run.err());
    assertEquals(1, run.err().lines().count(), run.err());
    assertTrue(run.err().startsWith("yjx: UNAVAILABLE"), run.err());
    CommandRun json =
        CommandRun.with(
            Map.of("YJX_TARGET", "127.0.0.1:1", "YJX_PKI", pki, "YJX_AS", "admin"),
            "",
            "health",
            "--json");
    JsonObject error =
        JsonParser.parseString(json.err()).getAsJsonObject().getAsJsonObject("error");
    assertEquals("UNAVAILABLE", error.get("code").getAsString());
    assertEquals("", json.out());
  }

  @Test
  void namesTheLineOfABadInputFileAndNotItsContent() throws Exception {
    String pki = folder.resolve("pki").toString();
    CommandRun.of("pki", "init", "--dir", pki);
    Path file = folder.resolve("cases.ndjson");
    Files.writeString(file, "\n{\"surname\":\"Canary\"}\n");
    CommandRun run =
        CommandRun.of(
            "caseload",
            "import",
            file.toString(),
            "--target",
            "127.0.0.1:1",
            "--pki",
            pki,
            "--as",
            "admin");
    assertTrue(run.exitCode() != ExitCode.OK);
    assertTrue(run.err().contains("line 2"), run.err());
    assertFalse(run.err().contains("Canary"), run.err());
  }
}
