package uk.yjx.server.earlysupport;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.UUID;
import uk.yjx.server.earlysupport.Fact.Ref;

/**
 * What must become of a service's prompts: the difference between those there are and those there
 * should be. Pure; the same for the same facts in any order.
 */
final class Settling {

  private Settling() {}

  /** One thing to do. */
  sealed interface Step {

    /** A prompt is raised about these. */
    record Raise(SortedSet<Ref> refs) implements Step {}

    /** A prompt is about these from now on. */
    record Change(UUID prompt, SortedSet<Ref> refs) implements Step {}

    /** A prompt has nothing to rest on any more: what it was about and why is forgotten. */
    record End(PromptRow prompt) implements Step {}
  }

  /**
   * What to do, in order.
   *
   * @param prompts those that have not ended, the oldest first
   * @param facts everything that may count for the service, and every outcome
   */
  static List<Step> steps(
      List<PromptRow> prompts, Collection<Fact> facts, Assessments.Settings settings) {
    List<Clusters.Cluster> clusters = Clusters.of(facts);
    Set<Ref> counting = new HashSet<>();
    clusters.forEach(it -> it.facts().forEach(fact -> counting.add(fact.ref())));
    Set<Ref> spent = new HashSet<>();
    List<Step> steps = new ArrayList<>();
    for (PromptRow prompt : prompts) {
      if (prompt.isDecided()) {
        SortedSet<Ref> left = new TreeSet<>(prompt.refs());
        left.retainAll(counting);
        spent.addAll(left);
        step(prompt, left, steps);
      }
    }
    List<SortedSet<Ref>> wanted = new ArrayList<>();
    for (Clusters.Cluster cluster : clusters) {
      List<Fact> fresh = cluster.facts().stream().filter(f -> !spent.contains(f.ref())).toList();
      if (new Clusters.Cluster(fresh).reaches(settings)) {
        SortedSet<Ref> refs = new TreeSet<>();
        fresh.forEach(fact -> refs.add(fact.ref()));
        wanted.add(refs);
      }
    }
    for (PromptRow prompt : prompts) {
      if (!prompt.isDecided()) {
        SortedSet<Ref> own =
            wanted.stream()
                .filter(refs -> !Collections.disjoint(refs, prompt.refs()))
                .findFirst()
                .orElse(Collections.emptySortedSet());
        wanted.remove(own);
        step(prompt, own, steps);
      }
    }
    wanted.forEach(refs -> steps.add(new Step.Raise(refs)));
    return steps;
  }

  private static void step(PromptRow prompt, SortedSet<Ref> about, List<Step> steps) {
    if (about.isEmpty()) {
      steps.add(new Step.End(prompt));
    } else if (!about.equals(prompt.refs())) {
      steps.add(new Step.Change(prompt.id(), about));
    }
  }
}
