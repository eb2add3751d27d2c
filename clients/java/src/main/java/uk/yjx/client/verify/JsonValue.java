package uk.yjx.client.verify;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;

/** A value of the restricted JSON of the log: no fractions, no exponents, no duplicate keys. */
public sealed interface JsonValue {

  /** A string of Unicode characters. */
  record Text(String value) implements JsonValue {}

  /** A whole number strictly between -2^53 and 2^53. */
  record Whole(long value) implements JsonValue {
    /** The largest whole number every reader of JSON keeps exactly. */
    public static final long MAX = (1L << 53) - 1;

    /** Refuses what a reader with doubles would round. */
    public Whole {
      if (value < -MAX || value > MAX) {
        throw new IllegalArgumentException("whole number is beyond 2^53-1: " + value);
      }
    }
  }

  /** True or false. */
  record Truth(boolean value) implements JsonValue {}

  /** The value null. */
  record Null() implements JsonValue {}

  /** An array. */
  record Items(List<JsonValue> values) implements JsonValue {
    /** Takes a copy. */
    public Items {
      values = List.copyOf(values);
    }
  }

  /** An object; keeps the order it was given or read in. */
  record Members(SequencedMap<String, JsonValue> values) implements JsonValue {
    /** Takes a copy. */
    public Members {
      values = Collections.unmodifiableSequencedMap(new LinkedHashMap<>(values));
    }

    /** An object of the given members. */
    public static Members of(Map<String, JsonValue> values) {
      return new Members(new LinkedHashMap<>(values));
    }
  }
}
