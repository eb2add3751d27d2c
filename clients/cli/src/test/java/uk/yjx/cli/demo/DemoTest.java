package uk.yjx.cli.demo;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import uk.yjx.cli.ExitCode;
import uk.yjx.cli.output.Screen;

class DemoTest {

  private static final int NOTICES = 400;

  @Test
  void tellsTheStoryAndReplaysWithNothingLostAndALogThatVerifies() throws Exception {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    Screen screen =
        new Screen(
            new PrintStream(out, true, StandardCharsets.UTF_8),
            new PrintStream(err, true, StandardCharsets.UTF_8),
            true,
            false,
            false,
            100);
    DemoWorld world = DemoWorld.whole().withFirst(NOTICES);
    int exitCode =
        new Demo(
                screen,
                InstantSource.system(),
                new DemoSettings(
                    true,
                    0,
                    new DemoSettings.ActChoice.Whole(),
                    Optional.empty(),
                    0,
                    400_000,
                    false),
                world)
            .run();
    String people = err.toString(StandardCharsets.UTF_8);
    assertEquals(ExitCode.OK, exitCode, people);
    assertTrue(people.contains("A stop is not an offence"), people);
    assertTrue(people.contains("The director is told"), people);
    assertTrue(people.contains("The placing authority's director is told"), people);
    String last = out.toString(StandardCharsets.UTF_8).lines().reduce((a, b) -> b).orElseThrow();
    JsonObject json = JsonParser.parseString(last).getAsJsonObject();
    assertEquals(NOTICES, json.get("accepted").getAsInt());
    assertEquals(world.replay().totals().linked(), json.get("linked").getAsInt());
    assertEquals(0, json.get("lost").getAsInt());
    assertEquals(
        json.get("alerts").getAsInt() + json.get("notes").getAsInt(),
        json.get("delivered").getAsInt());
    assertTrue(json.getAsJsonObject("audit").get("verified").getAsBoolean());
  }
}
