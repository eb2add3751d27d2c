package uk.yjx.cli.output;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/**
 * Boxes beside each other, one for each person who looks on, redrawn at every line. Where lines
 * cannot be replaced, each line is printed with the pane's name before it.
 */
public final class Panes {

  private static final int LINES = 12;
  private static final int PADDING = 2;
  private static final int FRAME = 2;

  private final Screen screen;
  private final List<Pane> panes = new ArrayList<>();
  private boolean drawn;

  /** Panes with these titles, from left to right. */
  public Panes(Screen screen, List<String> titles) {
    this.screen = screen;
    titles.forEach(title -> panes.add(new Pane(title, new ArrayDeque<>())));
  }

  /** Adds a line to a pane, counted from 0; long lines go on in the next. */
  public synchronized void say(int pane, String text, Tone tone) {
    Pane one = panes.get(pane);
    if (!screen.live()) {
      Cell title = new Cell(String.format("%-" + titles() + "s│ ", one.title()), Tone.STRONG);
      screen
          .people()
          .println(
              title.tone().paint(title.text(), screen.colour())
                  + tone.paint(new Cell(text, tone).text(), screen.colour()));
      return;
    }
    wrapped(text, inner()).forEach(line -> one.lines().addLast(new Cell(line, tone)));
    while (one.lines().size() > LINES) {
      one.lines().removeFirst();
    }
    redraw();
  }

  /** Empties the panes for the next scene. */
  public synchronized void clear() {
    panes.forEach(pane -> pane.lines().clear());
    drawn = false;
  }

  private void redraw() {
    StringBuilder all = new StringBuilder(drawn ? "\u001b[" + (LINES + FRAME) + "A" : "");
    appendLine(all, pane -> "╭─" + Tone.STRONG.paint(title(pane), screen.colour()) + "╮");
    for (int i = 0; i < LINES; i++) {
      int line = i;
      appendLine(
          all, pane -> "│ " + pane.line(line).fitted(inner(), false, screen.colour()) + " │");
    }
    appendLine(all, pane -> "╰" + "─".repeat(inner() + PADDING) + "╯");
    drawn = true;
    screen.people().print(all);
    screen.people().flush();
  }

  private String title(Pane pane) {
    String title = " " + pane.title() + " ";
    return title + "─".repeat(Math.max(0, inner() + PADDING - 1 - title.length()));
  }

  private void appendLine(StringBuilder all, java.util.function.Function<Pane, String> part) {
    all.append("\u001b[K");
    panes.forEach(pane -> all.append(part.apply(pane)));
    all.append('\n');
  }

  private int inner() {
    return screen.width() / panes.size() - PADDING - FRAME;
  }

  /** Columns of the longest title. */
  private int titles() {
    return panes.stream().mapToInt(pane -> pane.title().length() + 1).max().orElse(1);
  }

  /** Breaks a text at spaces into lines of at most {@code columns}; longer words are cut. */
  static List<String> wrapped(String text, int columns) {
    List<String> lines = new ArrayList<>();
    StringBuilder line = new StringBuilder();
    for (String word : text.split(" ")) {
      if (!line.isEmpty() && line.length() + 1 + word.length() > columns) {
        lines.add(line.toString());
        line.setLength(0);
      }
      line.append(line.isEmpty() ? "" : " ").append(word);
    }
    lines.add(line.toString());
    return lines;
  }

  private record Pane(String title, Deque<Cell> lines) {

    Cell line(int index) {
      return lines.stream().skip(index).findFirst().orElse(Cell.of(""));
    }
  }
}
