package uk.yjx.server.matching;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.IntConsumer;
import java.util.stream.IntStream;

/**
 * Scores the candidates of every row on as many threads as there are processors. The pairs come in
 * the order of their rows, whoever compared them.
 */
final class Candidates {

  /** Rows that a thread takes at a time. */
  private static final int PORTION = 256;

  private final Roster roster;
  private final Blocks blocks;
  private final PairScore scores;
  private final double floor;
  private final AtomicLong compared = new AtomicLong();

  /** Those that score at least the floor, in bits. */
  Candidates(Roster roster, Blocks blocks, PairScore scores, double floor) {
    this.roster = roster;
    this.blocks = blocks;
    this.scores = scores;
    this.floor = floor;
  }

  /** How many pairs were looked at. */
  long compared() {
    return compared.get();
  }

  /**
   * The pairs.
   *
   * @param progress is told how many rows are done, by one thread at a time
   */
  ScoredPairs scored(IntConsumer progress) {
    int rows = roster.left();
    ScoredPairs[] portions = new ScoredPairs[(rows + PORTION - 1) / PORTION];
    AtomicInteger taken = new AtomicInteger();
    AtomicInteger done = new AtomicInteger();
    IntStream.range(0, Math.min(portions.length, Runtime.getRuntime().availableProcessors()))
        .parallel()
        .forEach(worker -> {
          Blocks.Walk walk = blocks.new Walk();
          PairScreen screen = new PairScreen(roster, scores, floor);
          for (int at = taken.getAndIncrement();
              at < portions.length;
              at = taken.getAndIncrement()) {
            int from = at * PORTION;
            int to = Math.min(rows, from + PORTION);
            portions[at] = portion(walk, screen, from, to);
            synchronized (progress) {
              progress.accept(done.addAndGet(to - from));
            }
          }
        });
    ScoredPairs all = new ScoredPairs();
    for (ScoredPairs portion : portions) {
      all.addAll(portion);
    }
    return all;
  }

  private ScoredPairs portion(Blocks.Walk walk, PairScreen screen, int from, int to) {
    ScoredPairs pairs = new ScoredPairs();
    int[] count = new int[1];
    for (int row = from; row < to; row++) {
      int a = row;
      walk.candidates(
          a,
          b -> {
            count[0]++;
            long levels = screen.compare(a, b);
            if (levels != PairScreen.GIVEN_UP) {
              double score = scores.of(levels, a, b);
              if (score >= floor) {
                pairs.add(a, b, levels, score);
              }
            }
          });
    }
    compared.addAndGet(count[0]);
    return pairs;
  }
}
