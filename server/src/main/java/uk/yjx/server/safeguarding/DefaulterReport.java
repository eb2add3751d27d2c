package uk.yjx.server.safeguarding;

import java.util.Comparator;
import java.util.List;
import uk.yjx.safeguarding.v1.DefaulterRow;
import uk.yjx.server.kernel.AgencyId;

/**
 * What authorities owed and what became of it, without a child in it: small numbers are suppressed,
 * a second one beside a single one, and what is told is rounded. Pure.
 */
final class DefaulterReport {
  /** Fewer things owed than this are not told. */
  static final int CELL_MIN = 5;

  private static final int ROUNDED_TO = 5;

  private DefaulterReport() {}

  /** One authority, as counted. */
  record Counted(AgencyId authority, int owed, int inTime, int late, int missing, int defaulted) {}

  /** The report, in order of authorities. */
  static List<DefaulterRow> of(List<Counted> counted) {
    List<Counted> bySize =
        counted.stream()
            .sorted(Comparator.comparing(Counted::owed).thenComparing(Counted::authority))
            .toList();
    long small = counted.stream().filter(one -> one.owed() < CELL_MIN).count();
    List<Counted> hidden = bySize.subList(0, (int) Math.min(small == 1 ? 2 : small, bySize.size()));
    return counted.stream()
        .sorted(Comparator.comparing(Counted::authority))
        .map(one -> row(one, hidden.contains(one)))
        .toList();
  }

  private static DefaulterRow row(Counted one, boolean hidden) {
    DefaulterRow.Builder row = DefaulterRow.newBuilder().setAuthority(one.authority().value());
    return hidden
        ? row.setSuppressed(true).build()
        : row.setOwed(rounded(one.owed()))
            .setInTime(rounded(one.inTime()))
            .setLate(rounded(one.late()))
            .setMissing(rounded(one.missing()))
            .setDefaulted(rounded(one.defaulted()))
            .build();
  }

  private static int rounded(int value) {
    return Math.round((float) value / ROUNDED_TO) * ROUNDED_TO;
  }
}
