package uk.yjx.server.matching;

import java.util.EnumMap;
import java.util.Map;
import java.util.function.IntConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Matches the rows of one or two files of people; the same rows in the same order give the same
 * answer. Memory grows with the rows and the pairs written, never with the pairs compared.
 */
public final class FileMatching {

  /** Least score that is written, in bits; below it a pair is not worth a line. */
  public static final double FLOOR = -8;

  /** Least score that is worth a person's time, in bits. */
  public static final double REVIEW_MIN = 0;

  // A rival exactly ten bits weaker takes so much off the score.
  private static final double LOSS_MAX = 2 * PairScore.log2(1 + Math.pow(2, -LinkRule.MARGIN_MIN));

  /** Takes one answer. */
  public interface Answers {

    /** A pair of rows by their own ids, its score in bits, and what the engine makes of it. */
    void pair(String idA, String idB, double score, Outcome outcome);
  }

  /** What a run did. */
  public record Summary(
      int rows, long compared, long written, Map<Outcome, Long> outcomes, Weights weights) {}

  private final Roster roster;
  private final RowComparer comparer;
  private final EnumMap<Outcome, Long> outcomes = new EnumMap<>(Outcome.class);
  private long written;

  /** Ready to match the rows of a roster. */
  public FileMatching(Roster roster) {
    this.roster = roster;
    this.comparer = new RowComparer(roster);
  }

  /** Estimates weights from the rows alone, without knowing which are of one person. */
  public Weights train() {
    return new WeightTraining(roster).train(Blocks.of(roster));
  }

  /**
   * Matches.
   *
   * @param given weights to use; none: they are estimated from the rows
   * @param progress is told of each row of the left or only file that is done
   */
  public Summary run(@Nullable Weights given, IntConsumer progress, Answers answers) {
    Blocks blocks = Blocks.of(roster);
    Weights weights = given != null ? given : new WeightTraining(roster).train(blocks);
    PairScore scores = new PairScore(roster, weights);
    Candidates candidates = new Candidates(roster, blocks, scores, FLOOR);
    ScoredPairs pairs = candidates.scored(progress);
    if (roster.single()) {
      gathered(pairs, scores, answers);
    } else {
      paired(pairs, scores, answers);
    }
    return new Summary(
        roster.size(), candidates.compared(), written, Map.copyOf(outcomes), weights);
  }

  private void gathered(ScoredPairs pairs, PairScore scores, Answers answers) {
    LinkRule rule = new LinkRule(roster.fields(), scores.weights());
    Rivals rivals = new Rivals(pairs, scores, comparer, rule, roster.size());
    Clusters clusters = new Clusters(pairs, scores, comparer, roster.size());
    boolean[] contested = rivals.contested(clusters::together);
    for (int i = 0; i < pairs.size(); i++) {
      boolean clear = clusters.together(pairs.first(i), pairs.second(i)) && !contested[i];
      boolean linked = clear && rule.links(rivals.evidence(i));
      write(answers, pairs.first(i), pairs.second(i), clusters.score(i), linked, !clear);
    }
    ScoredPairs implied = clusters.implied();
    for (int i = 0; i < implied.size(); i++) {
      write(answers, implied.first(i), implied.second(i), implied.score(i), false, false);
    }
  }

  private void paired(ScoredPairs pairs, PairScore scores, Answers answers) {
    LinkRule rule = new LinkRule(roster.fields(), scores.weights());
    Rivals rivals = new Rivals(pairs, scores, comparer, rule, roster.size());
    double[] losses = rivals.losses();
    boolean[] contested = rivals.contested(rivals::onePerson);
    for (int i = 0; i < pairs.size(); i++) {
      boolean clear = losses[i] <= LOSS_MAX && !contested[i];
      boolean linked = clear && rule.links(rivals.evidence(i));
      double score = pairs.score(i) - losses[i];
      write(answers, pairs.first(i), pairs.second(i), score, linked, !clear);
    }
  }

  private void write(
      Answers answers, int a, int b, double score, boolean linked, boolean rivalled) {
    if (score < FLOOR) {
      return;
    }
    Outcome outcome =
        linked
            ? Outcome.LINKED
            : score < REVIEW_MIN ? Outcome.NONE : rivalled ? Outcome.MANY : Outcome.REVIEW;
    outcomes.merge(outcome, 1L, Long::sum);
    written++;
    answers.pair(roster.id(a), roster.id(b), score, outcome);
  }
}
