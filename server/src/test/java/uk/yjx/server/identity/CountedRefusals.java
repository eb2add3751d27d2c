package uk.yjx.server.identity;

/** Writes counted refusals at once instead of within the minute. */
public final class CountedRefusals {
  private CountedRefusals() {}

  /** Completes when they are in the log. */
  public static void write(Refusals refusals) {
    refusals.writeCounts().join();
  }
}
