package uk.yjx.server.matching;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The distinct values of one kind, numbered from 0 as they first appear, with how many had each.
 */
final class Dictionary {

  /** The number of «no value». */
  static final int NONE = -1;

  private final Map<String, Integer> numbers = new HashMap<>();
  private final List<Word> words = new ArrayList<>();
  private int[] counts = new int[64];
  private long total;

  /** The number of a value, counted once more; {@link #NONE} for an empty one. */
  int add(String text) {
    if (text.isEmpty()) {
      return NONE;
    }
    int number = numbers.computeIfAbsent(text, this::newWord);
    counts[number]++;
    total++;
    return number;
  }

  Word word(int number) {
    return words.get(number);
  }

  int count(int number) {
    return counts[number];
  }

  /** How many values were added, repeated ones each time. */
  long total() {
    return total;
  }

  int size() {
    return words.size();
  }

  /** The share of all values that this one has, above 0. */
  double share(int number) {
    return counts[number] / (double) total;
  }

  private int newWord(String text) {
    int number = words.size();
    if (number == counts.length) {
      counts = java.util.Arrays.copyOf(counts, number * 2);
    }
    words.add(new Word(text));
    return number;
  }
}
