package uk.yjx.server.earlysupport;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import uk.yjx.server.matching.SamePerson;

/** Which facts are about one child, without those a later outcome took away. Pure. */
final class Clusters {

  private Clusters() {}

  /**
   * One child on no caseload.
   *
   * @param facts what counts, by ref; at least one
   */
  record Cluster(List<Fact> facts) {
    Cluster {
      facts = List.copyOf(facts);
    }

    /**
     * Whether so many occasions lie within so many local days, the first and the last included. An
     * arrest and the charge that follows it are one occasion.
     */
    boolean reaches(Assessments.Settings settings) {
      Map<String, LocalDate> first = new TreeMap<>();
      facts.forEach(
          fact -> first.merge(fact.occasion(), fact.day(), (a, b) -> a.isBefore(b) ? a : b));
      List<LocalDate> days = first.values().stream().sorted().toList();
      int span = settings.occasions() - 1;
      for (int last = span; last < days.size(); last++) {
        if (days.get(last).isBefore(days.get(last - span).plusDays(settings.withinDays()))) {
          return true;
        }
      }
      return false;
    }
  }

  /** Every child of whom something counts, by its first fact; the same in any order of facts. */
  static List<Cluster> of(Collection<Fact> facts) {
    List<Fact> ordered = facts.stream().sorted(Comparator.comparing(Fact::ref)).toList();
    Map<String, List<Fact>> outcomes = new HashMap<>();
    for (Fact fact : ordered) {
      if (fact.ends()) {
        fact.matters()
            .forEach(matter -> outcomes.computeIfAbsent(matter, m -> new ArrayList<>()).add(fact));
      }
    }
    List<Cluster> found = new ArrayList<>();
    for (List<Integer> group : SamePerson.groups(ordered.stream().map(Fact::who).toList())) {
      List<Fact> own = group.stream().map(ordered::get).toList();
      List<Fact> counting =
          own.stream()
              .filter(fact -> !fact.ends())
              .filter(fact -> own.stream().noneMatch(it -> it.takesAway(fact)))
              .filter(fact -> !isTakenAway(fact, outcomes))
              .toList();
      if (!counting.isEmpty()) {
        found.add(new Cluster(counting));
      }
    }
    return found;
  }

  /** An outcome of the very matter is believed of whoever may be the child, in its favour. */
  private static boolean isTakenAway(Fact fact, Map<String, List<Fact>> outcomes) {
    return fact.matters().stream()
        .flatMap(matter -> outcomes.getOrDefault(matter, List.of()).stream())
        .anyMatch(it -> it.takesAwayByNumber(fact) && SamePerson.mayBe(it.who(), fact.who()));
  }
}
