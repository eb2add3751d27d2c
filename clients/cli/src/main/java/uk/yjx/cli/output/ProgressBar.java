package uk.yjx.cli.output;

import java.util.Locale;
import java.util.function.LongSupplier;

/**
 * How far something has come, on standard error: a bar that grows on a terminal, else a line at
 * every tenth. Safe for use by many threads.
 */
public final class ProgressBar implements AutoCloseable {

  private static final long REDRAW_NANOS = 100_000_000;
  private static final int BAR_COLUMNS = 30;
  private static final int TENTHS = 10;
  private static final double MIB = 1024 * 1024;

  private final Screen screen;
  private final String label;
  private final long total;
  private final LongSupplier nanos;
  private final boolean bytes;
  private final long began;
  private long alreadyDone = -1;
  private long done;
  private long drawnAt;
  private long tenthsShown;
  private boolean drawn;
  private boolean closed;

  ProgressBar(Screen screen, String label, long total, LongSupplier nanos) {
    this(screen, label, total, nanos, false);
  }

  ProgressBar(Screen screen, String label, long total, LongSupplier nanos, boolean bytes) {
    this.screen = screen;
    this.label = label;
    this.total = total;
    this.nanos = nanos;
    this.bytes = bytes;
    this.began = nanos.getAsLong();
  }

  /** One more step is done. */
  public void step() {
    advance(1);
  }

  /** So many more steps are done. */
  public synchronized void advance(long steps) {
    set(done + steps);
  }

  /** So many steps are done in all. */
  public synchronized void set(long steps) {
    done = Math.min(steps, total);
    if (alreadyDone < 0) {
      alreadyDone = bytes ? done : 0;
    }
    if (closed) {
      return;
    }
    long now = nanos.getAsLong();
    if (screen.live()) {
      if (!drawn || now - drawnAt >= REDRAW_NANOS) {
        drawnAt = now;
        drawn = true;
        screen.err().print("\r\u001b[K" + bar(now));
        screen.err().flush();
      }
    } else if (total > 0 && done * TENTHS / total > tenthsShown) {
      tenthsShown = done * TENTHS / total;
      screen.err().println(text(now));
    }
  }

  /** Draws the last state and ends the line. */
  @Override
  public synchronized void close() {
    if (!closed && screen.live()) {
      screen.err().println("\r\u001b[K" + bar(nanos.getAsLong()));
    }
    closed = true;
  }

  private String bar(long now) {
    int full = total == 0 ? BAR_COLUMNS : (int) (done * BAR_COLUMNS / total);
    String bar = "█".repeat(full) + "░".repeat(BAR_COLUMNS - full);
    return Tone.GOOD.paint(bar, screen.colour()) + " " + text(now);
  }

  private String text(long now) {
    double seconds = (now - began) / 1e9;
    if (bytes) {
      return transferred(seconds);
    }
    double rate = seconds > 0 ? done / seconds : 0;
    return String.format(
        Locale.UK, "%s %,d of %,d, %,.0f/s", Cell.of(label).text(), done, total, rate);
  }

  /** Bytes with their rate and the time left; what was there before does not count for the rate. */
  private String transferred(double seconds) {
    double rate = seconds > 0 ? (done - Math.max(0, alreadyDone)) / seconds : 0;
    String left = rate > 0 ? String.format(Locale.UK, ", %,.0f s left", (total - done) / rate) : "";
    return String.format(
        Locale.UK,
        "%s %,.1f of %,.1f MiB, %,.1f MiB/s%s",
        Cell.of(label).text(),
        done / MIB,
        total / MIB,
        rate / MIB,
        left);
  }
}
