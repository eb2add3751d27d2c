package uk.yjx.server.clocks;

import java.time.Instant;
import java.time.LocalDate;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import uk.yjx.clocks.v1.ClockKind;
import uk.yjx.server.kernel.AgencyId;

/**
 * Calendars and ladders of all agencies, every version with the day from which it holds. Never
 * changes.
 */
public final class ClockBook {
  private final WorkingDays bankHolidays;
  private final Map<AgencyId, List<CalendarVersion>> calendars;
  private final Map<LadderOf, List<DatedLadder>> ladders;
  private final AgencyCalendar standard;
  private final Map<AgencyId, AgencyCalendar> built = new HashMap<>();

  private ClockBook(
      WorkingDays bankHolidays,
      Map<AgencyId, List<CalendarVersion>> calendars,
      Map<LadderOf, List<DatedLadder>> ladders) {
    this.bankHolidays = bankHolidays;
    this.calendars = calendars;
    this.ladders = ladders;
    this.standard = new AgencyCalendar(bankHolidays, List.of());
    calendars.forEach((agency, all) -> built.put(agency, new AgencyCalendar(bankHolidays, all)));
  }

  /** Whose ladder, and what for. */
  record LadderOf(AgencyId agency, ClockKind kind) {}

  /** A ladder and the first day on which clocks are started by it. */
  record DatedLadder(LocalDate validFrom, Ladder ladder) {}

  /** A book in which nothing is configured. */
  static ClockBook empty(WorkingDays bankHolidays) {
    return new ClockBook(bankHolidays, Map.of(), Map.of());
  }

  /** The calendar of an agency: its own versions, or the default where it has none. */
  public AgencyCalendar calendar(AgencyId agency) {
    return built.getOrDefault(agency, standard);
  }

  /**
   * The ladder by which a clock started then climbs: the newest version in force on that day, or
   * the default of the exchange.
   */
  public Ladder ladder(AgencyId agency, ClockKind kind, Instant startedAt) {
    LocalDate day = LocalDate.ofInstant(startedAt, DueTimes.LONDON);
    return ladders.getOrDefault(new LadderOf(agency, kind), List.of()).stream()
        .filter(it -> !it.validFrom().isAfter(day))
        .max(
            Comparator.comparing(DatedLadder::validFrom).thenComparing(it -> it.ladder().version()))
        .map(DatedLadder::ladder)
        .orElseGet(() -> DefaultLadders.of(kind));
  }

  /** All versions of an agency's calendar, oldest first; empty where it has none. */
  List<CalendarVersion> calendars(AgencyId agency) {
    return calendars.getOrDefault(agency, List.of());
  }

  /** All versions of an agency's ladder of a kind, oldest first; empty where it has none. */
  List<DatedLadder> ladders(AgencyId agency, ClockKind kind) {
    return ladders.getOrDefault(new LadderOf(agency, kind), List.of());
  }

  /** This book with more versions in it. */
  ClockBook with(
      Map<AgencyId, List<CalendarVersion>> newCalendars,
      Map<LadderOf, List<DatedLadder>> newLadders) {
    return new ClockBook(
        bankHolidays, merged(calendars, newCalendars), merged(ladders, newLadders));
  }

  private static <K, V> Map<K, List<V>> merged(Map<K, List<V>> old, Map<K, List<V>> more) {
    Map<K, List<V>> all = new HashMap<>(old);
    more.forEach((key, versions) ->
        all.merge(key, versions, (a, b) -> Stream.concat(a.stream(), b.stream()).toList()));
    return Map.copyOf(all);
  }
}
