package uk.yjx.server.earlysupport;

import jakarta.inject.Singleton;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import uk.yjx.server.clocks.DueTimes;
import uk.yjx.server.identity.Caller;

/**
 * Whether a prompt still holds when somebody asks: between two rounds a notice may have been
 * withdrawn, have ended or have found its child, and an agreement or an assessment may be over.
 */
@Singleton
final class StandingPrompts {
  private final AssessmentStore assessments;
  private final Sources sources;

  StandingPrompts(AssessmentStore assessments, Sources sources) {
    this.assessments = assessments;
    this.sources = sources;
  }

  /** Whether the caller may know of it. */
  boolean holds(PromptRow prompt, Caller caller, Instant now) {
    return !sources(prompt, caller, now).isEmpty();
  }

  /**
   * What the caller may read of it, the oldest first; nothing where it holds no more: one that
   * waits must still reach what raises a prompt.
   */
  List<Sources.Source> sources(PromptRow prompt, Caller caller, Instant now) {
    LocalDate today = LocalDate.ofInstant(now, DueTimes.LONDON);
    Optional<Assessments.Version> version = assessments.now().on(prompt.service(), today);
    if (version.isEmpty()) {
      return List.of();
    }
    List<Sources.Source> found = sources.of(prompt, caller.principal(), now);
    boolean reaches =
        new Clusters.Cluster(found.stream().map(Sources.Source::fact).toList())
            .reaches(version.get().settings());
    return prompt.isDecided() || reaches ? found : List.of();
  }
}
