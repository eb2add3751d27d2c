package uk.yjx.server.oversight;

import java.util.Collection;
import java.util.List;
import java.util.Optional;

/** Percentiles by nearest rank. Pure. */
final class Percentiles {
  private static final int PERCENT = 100;

  private Percentiles() {}

  /**
   * The least value that so many per cent of all do not exceed; empty where there is none.
   *
   * @param percent 1 to 100
   */
  static <T extends Comparable<? super T>> Optional<T> of(Collection<T> values, int percent) {
    List<T> sorted = values.stream().sorted().toList();
    return sorted.isEmpty()
        ? Optional.empty()
        : Optional.of(sorted.get(Math.ceilDiv(sorted.size() * percent, PERCENT) - 1));
  }
}
