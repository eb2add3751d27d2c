package uk.yjx.server.clocks;

import com.google.protobuf.Duration;
import java.time.DayOfWeek;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.format.DateTimeParseException;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import uk.yjx.clocks.v1.BeforeShiftEnds;
import uk.yjx.clocks.v1.Calendar;
import uk.yjx.clocks.v1.DayHours;
import uk.yjx.clocks.v1.DaySpan;
import uk.yjx.server.kernel.AgencyId;
import uk.yjx.server.kernel.Violations;

/** Reads and writes calendars and ladders in the form of the contract. */
final class ClockTranslation {
  private static final String VALIDATION_FAILED = "VALIDATION_FAILED";
  private static final LocalTime MIDNIGHT = LocalTime.MIDNIGHT;

  private ClockTranslation() {}

  /** A calendar as it was sent; refuses with everything that is wrong in it. */
  static CalendarVersion read(Calendar sent) {
    Violations violations = new Violations();
    LocalDate validFrom = day(sent.getValidFrom(), "calendar.valid_from", violations);
    Map<DayOfWeek, OpeningHours> week = new EnumMap<>(DayOfWeek.class);
    for (int i = 0; i < sent.getWeekCount(); i++) {
      DayHours day = sent.getWeek(i);
      String path = "calendar.week[" + i + "]";
      LocalTime opens = time(day.getOpens(), path + ".opens", violations);
      LocalTime closes = time(day.getCloses(), path + ".closes", violations);
      if (!opens.isBefore(closes)) {
        violations.add(VALIDATION_FAILED, path + ".closes", "an office opens before it closes");
      } else if (week.put(DayOfWeek.of(day.getDayOfWeek()), new OpeningHours(opens, closes))
          != null) {
        violations.add(VALIDATION_FAILED, path + ".day_of_week", "each day is named once at most");
      }
    }
    Set<LocalDate> closures = new LinkedHashSet<>();
    for (int i = 0; i < sent.getClosuresCount(); i++) {
      closures.add(day(sent.getClosures(i), "calendar.closures[" + i + "]", violations));
    }
    List<CalendarVersion.Span> holidays = spans(sent.getSchoolHolidaysList(), violations);
    LocalTime school =
        sent.getSchoolStarts().isEmpty()
            ? CalendarVersion.DEFAULT.schoolStarts()
            : time(sent.getSchoolStarts(), "calendar.school_starts", violations);
    @Nullable AgencyId team = agency(sent.getEmergencyTeam(), violations);
    violations.throwIfAny();
    return new CalendarVersion(
        sent.getVersion(), validFrom, week, closures, school, holidays, team);
  }

  /** A calendar as the contract carries it. */
  static Calendar write(CalendarVersion it) {
    Calendar.Builder out =
        Calendar.newBuilder()
            .setVersion(it.version())
            .setSchoolStarts(it.schoolStarts().toString());
    if (it.version() > 0) {
      out.setValidFrom(it.validFrom().toString());
    }
    it.week().entrySet().stream()
        .sorted(Map.Entry.comparingByKey())
        .forEach(day ->
            out.addWeek(
                DayHours.newBuilder()
                    .setDayOfWeek(day.getKey().getValue())
                    .setOpens(day.getValue().opens().toString())
                    .setCloses(day.getValue().closes().toString())));
    it.closures().stream().sorted().forEach(day -> out.addClosures(day.toString()));
    it.schoolHolidays().stream()
        .sorted(Comparator.comparing(CalendarVersion.Span::first))
        .forEach(span ->
            out.addSchoolHolidays(
                DaySpan.newBuilder()
                    .setFirst(span.first().toString())
                    .setLast(span.last().toString())));
    AgencyId team = it.emergencyTeam();
    return out.setEmergencyTeam(team == null ? "" : team.value()).build();
  }

  /** A ladder as it was sent. */
  static Ladder read(uk.yjx.clocks.v1.Ladder sent) {
    return new Ladder(
        sent.getKind(),
        sent.getVersion(),
        sent.getInHoursList().stream().map(ClockTranslation::read).toList(),
        sent.getOutOfHoursList().stream().map(ClockTranslation::read).toList(),
        sent.hasNobodyLeft() ? read(sent.getNobodyLeft()) : null);
  }

  /** A ladder as the contract carries it. */
  static uk.yjx.clocks.v1.Ladder write(Ladder it) {
    uk.yjx.clocks.v1.Ladder.Builder out =
        uk.yjx.clocks.v1.Ladder.newBuilder().setKind(it.kind()).setVersion(it.version());
    it.inHours().forEach(rung -> out.addInHours(write(rung)));
    it.outOfHours().forEach(rung -> out.addOutOfHours(write(rung)));
    RungTime last = it.nobodyLeft();
    if (last != null) {
      out.setNobodyLeft(write(last));
    }
    return out.build();
  }

  private static Rung read(uk.yjx.clocks.v1.Rung sent) {
    return new Rung(read(sent.getTime()), sent.getPostsList());
  }

  private static RungTime read(uk.yjx.clocks.v1.RungTime sent) {
    return switch (sent.getTimeCase()) {
      case ELAPSED -> new RungTime.Elapsed(read(sent.getElapsed()));
      case WORKING_DAYS -> new RungTime.WorkingDaysLater(sent.getWorkingDays());
      case BEFORE_SHIFT_ENDS ->
          new RungTime.BeforeShiftEnds(
              sent.getBeforeShiftEnds().getWorkingDaysLater(),
              read(sent.getBeforeShiftEnds().getLead()));
      case TIME_NOT_SET -> throw new IllegalArgumentException("a rung has a time");
    };
  }

  private static uk.yjx.clocks.v1.Rung write(Rung rung) {
    return uk.yjx.clocks.v1.Rung.newBuilder()
        .addAllPosts(rung.posts())
        .setTime(write(rung.time()))
        .build();
  }

  private static uk.yjx.clocks.v1.RungTime write(RungTime time) {
    uk.yjx.clocks.v1.RungTime.Builder out = uk.yjx.clocks.v1.RungTime.newBuilder();
    return switch (time) {
      case RungTime.Elapsed it -> out.setElapsed(write(it.time())).build();
      case RungTime.WorkingDaysLater it -> out.setWorkingDays(it.days()).build();
      case RungTime.BeforeShiftEnds it ->
          out.setBeforeShiftEnds(
                  BeforeShiftEnds.newBuilder()
                      .setWorkingDaysLater(it.workingDaysLater())
                      .setLead(write(it.lead())))
              .build();
    };
  }

  private static java.time.Duration read(Duration sent) {
    return java.time.Duration.ofSeconds(sent.getSeconds(), sent.getNanos());
  }

  private static Duration write(java.time.Duration it) {
    return Duration.newBuilder().setSeconds(it.getSeconds()).setNanos(it.getNano()).build();
  }

  private static List<CalendarVersion.Span> spans(List<DaySpan> sent, Violations violations) {
    List<CalendarVersion.Span> spans = new java.util.ArrayList<>();
    for (int i = 0; i < sent.size(); i++) {
      String path = "calendar.school_holidays[" + i + "]";
      LocalDate first = day(sent.get(i).getFirst(), path + ".first", violations);
      LocalDate last = day(sent.get(i).getLast(), path + ".last", violations);
      if (last.isBefore(first)) {
        violations.add(VALIDATION_FAILED, path, "a span does not end before it begins");
      } else {
        spans.add(new CalendarVersion.Span(first, last));
      }
    }
    return spans;
  }

  private static @Nullable AgencyId agency(String sent, Violations violations) {
    try {
      return sent.isEmpty() ? null : new AgencyId(sent);
    } catch (IllegalArgumentException noId) {
      violations.add(VALIDATION_FAILED, "calendar.emergency_team", "must be the id of an agency");
      return null;
    }
  }

  /** A day; one that does not exist is reported, and stands for itself as the epoch. */
  static LocalDate day(String sent, String path, Violations violations) {
    try {
      return LocalDate.parse(sent);
    } catch (DateTimeParseException none) {
      violations.add(VALIDATION_FAILED, path, "there is no such day");
      return LocalDate.EPOCH;
    }
  }

  private static LocalTime time(String sent, String path, Violations violations) {
    try {
      return LocalTime.parse(sent);
    } catch (DateTimeParseException none) {
      violations.add(VALIDATION_FAILED, path, "there is no such time of day");
      return MIDNIGHT;
    }
  }
}
