package uk.yjx.cli.output;

import picocli.CommandLine.Help.Ansi.IStyle;
import picocli.CommandLine.Help.Ansi.Style;

/** What a piece of text means, shown as a colour where colours are shown. */
public enum Tone {
  /** Ordinary text. */
  PLAIN,
  /** Headings and what matters most. */
  STRONG(Style.bold),
  /** What may be overlooked. */
  QUIET(Style.faint),
  /** All is well. */
  GOOD(Style.fg_green),
  /** Look at this. */
  WARNING(Style.fg_yellow),
  /** Something is wrong, or life is in danger. */
  ALARM(Style.fg_red, Style.bold);

  private final IStyle[] styles;

  Tone(IStyle... styles) {
    this.styles = styles;
  }

  /** The text with its colour, or as it is. */
  String paint(String text, boolean colour) {
    return colour && styles.length > 0 ? Style.on(styles) + text + Style.off(styles) : text;
  }
}
