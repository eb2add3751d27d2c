package uk.yjx.server.matching;

import java.util.Arrays;

/** Pairs of rows with their comparison and score, in the order they were added; grows as needed. */
final class ScoredPairs {

  private int[] first = new int[1024];
  private int[] second = new int[1024];
  private long[] packed = new long[1024];
  private float[] score = new float[1024];
  private int size;

  void add(int a, int b, long levels, double bits) {
    if (size == first.length) {
      int larger = size * 2;
      first = Arrays.copyOf(first, larger);
      second = Arrays.copyOf(second, larger);
      packed = Arrays.copyOf(packed, larger);
      score = Arrays.copyOf(score, larger);
    }
    first[size] = a;
    second[size] = b;
    packed[size] = levels;
    score[size++] = (float) bits;
  }

  void addAll(ScoredPairs others) {
    for (int i = 0; i < others.size; i++) {
      add(others.first[i], others.second[i], others.packed[i], others.score[i]);
    }
  }

  int size() {
    return size;
  }

  int first(int i) {
    return first[i];
  }

  int second(int i) {
    return second[i];
  }

  long packed(int i) {
    return packed[i];
  }

  double score(int i) {
    return score[i];
  }

  void rescore(int i, double bits) {
    score[i] = (float) bits;
  }

  /** The pairs from the highest score to the lowest; equal scores by their rows. */
  int[] byScore() {
    Integer[] order = new Integer[size];
    Arrays.setAll(order, i -> i);
    Arrays.parallelSort(
        order,
        (x, y) -> {
          int by = Float.compare(score[y], score[x]);
          if (by == 0) {
            by = Integer.compare(first[x], first[y]);
          }
          return by != 0 ? by : Integer.compare(second[x], second[y]);
        });
    return Arrays.stream(order).mapToInt(Integer::intValue).toArray();
  }
}
