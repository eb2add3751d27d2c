package uk.yjx.cli;

import com.google.protobuf.Timestamp;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.Locale;

/** Times as people in England and Wales read them. */
public final class Times {

  private static final DateTimeFormatter FORM =
      DateTimeFormatter.ofPattern("d MMM uuuu HH:mm", Locale.UK)
          .withZone(ZoneId.of("Europe/London"));

  private Times() {}

  /** The time in London; empty when unset. */
  public static String text(Timestamp time) {
    return time.equals(Timestamp.getDefaultInstance()) ? "" : FORM.format(instant(time));
  }

  /** The instant of a timestamp. */
  public static Instant instant(Timestamp time) {
    return Instant.ofEpochSecond(time.getSeconds(), time.getNanos());
  }

  /** The contract's form of an instant. */
  public static Timestamp timestamp(Instant instant) {
    return Timestamp.newBuilder()
        .setSeconds(instant.getEpochSecond())
        .setNanos(instant.getNano())
        .build();
  }

  /** Reads an ISO 8601 instant given to an option. */
  static Instant parse(String option, String text) {
    try {
      return DateTimeFormatter.ISO_DATE_TIME.parse(text, Instant::from);
    } catch (DateTimeParseException e) {
      throw CommandFailure.usage(
          option + ": '" + text + "' is not an instant such as 2026-11-21T18:00:00Z");
    }
  }
}
