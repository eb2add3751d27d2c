package uk.yjx.cli;

import java.io.Console;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import uk.yjx.cli.output.Screen;

/**
 * What the command line has around it; tests make their own.
 *
 * @param environment environment variables
 * @param in standard input
 * @param out standard output
 * @param err standard error
 * @param terminal a person looks at both outputs on a terminal
 * @param clock the time
 * @param ids fresh unique names, for request ids
 */
public record Surroundings(
    Map<String, String> environment,
    InputStream in,
    PrintStream out,
    PrintStream err,
    boolean terminal,
    InstantSource clock,
    Supplier<String> ids) {

  private static final int WIDTH_DEFAULT = 100;
  private static final long STTY_WAIT_SECONDS = 1;

  /** Copies the environment. */
  public Surroundings {
    environment = Map.copyOf(environment);
  }

  /** Those of this process. */
  public static Surroundings ofProcess() {
    Console console = System.console();
    return new Surroundings(
        System.getenv(),
        System.in,
        new PrintStream(System.out, true, StandardCharsets.UTF_8),
        new PrintStream(System.err, true, StandardCharsets.UTF_8),
        console != null && console.isTerminal(),
        InstantSource.system(),
        () -> UUID.randomUUID().toString());
  }

  /**
   * The screen to write to. Colours are off with NO_COLOR (https://no-color.org) and off terminals.
   */
  Screen screen(boolean json) {
    boolean colour =
        terminal
            && environment.getOrDefault("NO_COLOR", "").isEmpty()
            && !"dumb".equals(environment.get("TERM"));
    return new Screen(out, err, json, colour, terminal, terminal ? width() : WIDTH_DEFAULT);
  }

  // Shells keep COLUMNS to themselves, and the JDK does not tell the width of a terminal.
  private static int width() {
    try {
      Process stty =
          new ProcessBuilder("stty", "size")
              .redirectInput(ProcessBuilder.Redirect.INHERIT)
              .redirectError(ProcessBuilder.Redirect.DISCARD)
              .start();
      String[] size =
          new String(stty.getInputStream().readAllBytes(), StandardCharsets.US_ASCII)
              .strip()
              .split(" ");
      if (stty.waitFor(STTY_WAIT_SECONDS, TimeUnit.SECONDS) && size.length == 2) {
        int columns = Integer.parseInt(size[1]);
        return columns > 0 ? columns : WIDTH_DEFAULT;
      }
    } catch (IOException | NumberFormatException e) {
      return WIDTH_DEFAULT;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    return WIDTH_DEFAULT;
  }
}
