package uk.yjx.history;

import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Every reader is told every line of the mailboxes, in order, from where the stream resumes. */
final class DeliveryCheck {

  private DeliveryCheck() {}

  static void check(History history, Truth truth, List<Breach> breaches) {
    Map<String, List<Truth.Line>> lines =
        truth.lines().stream()
            .sorted(
                Comparator.comparingLong(Truth.Line::position)
                    .thenComparingInt(Truth.Line::ordinal))
            .collect(Collectors.groupingBy(Truth.Line::reader));
    Map<String, ReaderCheck> readers = new HashMap<>();
    lines.forEach((reader, mailbox) -> readers.put(reader, new ReaderCheck(reader, mailbox)));
    for (Observation observation : history.observations()) {
      switch (observation) {
        case Observation.Opened opened -> reader(readers, opened.reader()).opened(opened, breaches);
        case Observation.Told told -> reader(readers, told.reader()).told(told, breaches);
        case Observation.Moved moved -> reader(readers, moved.reader()).moved(moved, breaches);
        case Observation.Revoked revoked -> reader(readers, revoked.reader()).revoked();
        case Observation.Sent sent -> {}
        case Observation.Accepted accepted -> {}
        case Observation.Refused refused -> {}
        case Observation.Confirmed confirmed -> {}
      }
    }
    readers.values().forEach(reader -> reader.end(breaches));
  }

  private static ReaderCheck reader(Map<String, ReaderCheck> readers, String name) {
    return readers.computeIfAbsent(name, reader -> new ReaderCheck(reader, List.of()));
  }
}
