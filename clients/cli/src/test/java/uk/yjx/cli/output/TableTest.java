package uk.yjx.cli.output;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;

class TableTest {

  @Test
  void alignsTextToTheLeftAndNumbersToTheRight() {
    Table table = Table.of("NAME", "#COUNT", "LAST");
    table.row(Cell.of("a"), Cell.of(1), Cell.of("x"));
    table.row(Cell.of("longer"), Cell.of(12_345), Cell.of("y"));
    assertEquals(
        List.of("NAME     COUNT  LAST", "a            1  x", "longer  12,345  y"),
        table.lines(false));
  }

  @Test
  void leavesOutHeadingsThatSayNothing() {
    assertEquals(List.of("a  b"), Table.of("", "").row("a", "b").lines(false));
  }

  @Test
  void paintsOnlyWhereColoursAreWanted() {
    Table table = Table.of("").row(new Cell("bad", Tone.ALARM));
    assertEquals(List.of("bad"), table.lines(false));
    assertTrue(table.lines(true).getFirst().contains("\u001b["));
  }

  @Test
  void letsNoControlCharacterReachTheTerminal() {
    String line = Table.of("").row("a\u001b[2Jb\u202ec").lines(false).getFirst();
    assertFalse(line.contains("\u001b"), line);
    assertFalse(line.contains("\u202e"), line);
  }

  @Test
  void countsAnAccentOfItsOwnAsNoColumn() {
    Table table = Table.of("", "").row("Fola\u0301", "x").row("Folab", "y");
    assertEquals(List.of("Fola\u0301   x", "Folab  y"), table.lines(false));
    assertEquals("Fola\u0301…", Cell.of("Fola\u0301bcd").fitted(5, false, false));
  }

  @Test
  void refusesARowThatDoesNotFitTheHeadings() {
    assertThrows(IllegalArgumentException.class, () -> Table.of("A").row("a", "b"));
  }
}
