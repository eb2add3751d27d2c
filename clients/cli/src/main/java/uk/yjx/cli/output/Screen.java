package uk.yjx.cli.output;

import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.MessageOrBuilder;
import com.google.protobuf.util.JsonFormat;
import java.io.PrintStream;

/**
 * Where results and remarks go: results to standard output, remarks and progress to standard error,
 * and with JSON nothing but JSON to standard output.
 *
 * @param out standard output
 * @param err standard error
 * @param json results are for programs
 * @param colour colours may be used
 * @param live the reader sees lines being replaced, as on a terminal
 * @param width columns of a line, 40 or more
 */
public record Screen(
    PrintStream out, PrintStream err, boolean json, boolean colour, boolean live, int width) {

  private static final int WIDTH_MIN = 40;

  /** Corrects a width too small to show anything. */
  public Screen {
    width = Math.max(WIDTH_MIN, width);
  }

  /** Shows a line to people: with JSON on standard error, else on standard output. */
  public void say(String text) {
    say(text, Tone.PLAIN);
  }

  /** Shows a line to people in a tone. */
  public void say(String text, Tone tone) {
    people().println(tone.paint(new Cell(text, tone).text(), colour));
  }

  /** Shows a table to people. */
  public void show(Table table) {
    table.lines(colour).forEach(people()::println);
  }

  /** Shows a remark on standard error. */
  public void remark(String text) {
    err.println(Cell.of(text).text());
  }

  /** Prints one line of JSON on standard output. */
  public void json(String line) {
    out.println(line);
    out.flush();
  }

  /** Prints a message as one line of JSON, every field of it. */
  public void json(MessageOrBuilder message) {
    json(asJson(message));
  }

  /** The message as one line of JSON, fields with their default value included. */
  public static String asJson(MessageOrBuilder message) {
    try {
      return JsonFormat.printer()
          .omittingInsignificantWhitespace()
          .alwaysPrintFieldsWithNoPresence()
          .print(message);
    } catch (InvalidProtocolBufferException e) {
      throw new IllegalArgumentException("the message holds an unknown Any", e);
    }
  }

  /** A bar for {@code total} steps on standard error. */
  public ProgressBar progress(String label, long total) {
    return new ProgressBar(this, label, total, System::nanoTime);
  }

  /** A bar for so many bytes on standard error, with rate and time left. */
  public ProgressBar transfer(String label, long bytes) {
    return new ProgressBar(this, label, bytes, System::nanoTime, true);
  }

  /** The stream on which people read. */
  public PrintStream people() {
    return json ? err : out;
  }
}
