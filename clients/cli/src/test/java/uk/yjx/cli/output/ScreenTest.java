package uk.yjx.cli.output;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

class ScreenTest {

  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();

  @Test
  void keepsEverythingButJsonFromStandardOutput() {
    Screen screen = screen(true, false);
    screen.say("a line");
    screen.show(Table.of("").row("a table"));
    screen.json("{}");
    assertEquals("{}\n", text(out));
    assertEquals("a line\na table\n", text(err));
  }

  @Test
  void showsProgressInTenLinesOffTerminals() {
    try (ProgressBar progress = screen(false, false).progress("notices", 1000)) {
      for (int i = 0; i < 1000; i++) {
        progress.step();
      }
    }
    assertEquals(10, text(err).lines().count());
    assertTrue(text(err).lines().toList().getLast().startsWith("notices 1,000 of 1,000"));
  }

  @Test
  void namesThePaneBeforeEachLineOffTerminals() {
    Panes panes = new Panes(screen(false, false), List.of("worker", "operator"));
    panes.say(0, "an alert", Tone.ALARM);
    panes.say(1, "ACCEPTED", Tone.GOOD);
    assertEquals("worker   │ an alert\noperator │ ACCEPTED\n", text(out));
  }

  @Test
  void redrawsAllPanesInPlaceOnATerminal() {
    Panes panes = new Panes(screen(false, true), List.of("worker", "police"));
    panes.say(0, "first", Tone.PLAIN);
    int once = text(out).length();
    panes.say(1, "second", Tone.PLAIN);
    String both = text(out).substring(once);
    assertTrue(both.startsWith("\u001b[14A"), both);
    assertTrue(both.contains("first") && both.contains("second"), both);
  }

  @Test
  void breaksLongLinesBetweenWords() {
    assertEquals(List.of("one two", "three"), Panes.wrapped("one two three", 8));
  }

  private Screen screen(boolean json, boolean live) {
    return new Screen(
        new PrintStream(out, true, StandardCharsets.UTF_8),
        new PrintStream(err, true, StandardCharsets.UTF_8),
        json,
        false,
        live,
        80);
  }

  private static String text(ByteArrayOutputStream bytes) {
    return bytes.toString(StandardCharsets.UTF_8);
  }
}
