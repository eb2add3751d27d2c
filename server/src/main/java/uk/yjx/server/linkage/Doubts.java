package uk.yjx.server.linkage;

import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import uk.yjx.server.intake.Doubt;
import uk.yjx.server.intake.DoubtSource;
import uk.yjx.server.journal.Entry;
import uk.yjx.server.kernel.ChildId;

/** Everybody who waits for a decision, whatever room the record belongs to. */
@Singleton
final class Doubts {
  private final List<DoubtSource> sources;

  Doubts(List<DoubtSource> sources) {
    this.sources = List.copyOf(sources);
  }

  /** Who waits and may be one of these children; at most so many of each room. */
  List<Doubt> waiting(Predicate<ChildId> children, int max) {
    List<Doubt> all = new ArrayList<>();
    sources.forEach(source -> all.addAll(source.waiting(children, max)));
    return all;
  }

  /** One person, if it still waits. A position is that of one record, so one room has it. */
  Optional<Doubt> find(long record, int person) {
    return sources.stream().flatMap(source -> source.find(record, person).stream()).findAny();
  }

  /** Undoes the links of a record to a child, and those handed on from there; what was undone. */
  List<DoubtSource.Undone> unlink(Entry.Builder entry, long record, ChildId child) {
    return sources.stream()
        .map(source -> source.unlink(entry, record, child))
        .filter(undone -> !undone.isEmpty())
        .findAny()
        .orElse(List.of());
  }
}
