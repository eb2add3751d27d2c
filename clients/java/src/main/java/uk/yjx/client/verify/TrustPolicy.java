package uk.yjx.client.verify;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Which logs to believe, and how many witnesses must have seen what they say: C2SP tlog-policy.
 *
 * @param logs the logs' keys, each named as its log's origin
 * @param witnesses the witnesses by their names in the file
 * @param rule what must have cosigned a checkpoint
 */
public record TrustPolicy(List<VerifierKey> logs, Map<String, Witness> witnesses, Rule rule) {
  /** Lines read, comments included. */
  public static final int LINES_MAX = 1_000;

  /** Takes copies. */
  public TrustPolicy {
    logs = List.copyOf(logs);
    witnesses = java.util.Collections.unmodifiableMap(new LinkedHashMap<>(witnesses));
  }

  /**
   * Somebody who cosigns.
   *
   * @param key under which key
   * @param url where to submit checkpoints; empty where that is of no concern
   */
  public record Witness(VerifierKey key, String url) {}

  /** What must have cosigned. */
  public sealed interface Rule {
    /** Whether these keys are enough. */
    boolean metBy(Collection<VerifierKey> cosigners);

    /** Nobody needs to. */
    record Nobody() implements Rule {
      @Override
      public boolean metBy(Collection<VerifierKey> cosigners) {
        return true;
      }
    }

    /** This witness. */
    record One(VerifierKey key) implements Rule {
      @Override
      public boolean metBy(Collection<VerifierKey> cosigners) {
        return cosigners.contains(key);
      }
    }

    /** At least so many of these. */
    record AtLeast(int needed, List<Rule> of) implements Rule {
      /** Takes a copy. */
      public AtLeast {
        of = List.copyOf(of);
      }

      @Override
      public boolean metBy(Collection<VerifierKey> cosigners) {
        return of.stream().filter(rule -> rule.metBy(cosigners)).count() >= needed;
      }
    }
  }

  /** A policy of one log whose checkpoints nobody needs to cosign. */
  public static TrustPolicy of(VerifierKey... logKeys) {
    return new TrustPolicy(List.of(logKeys), Map.of(), new Rule.Nobody());
  }

  /** Reads a policy file. */
  public static TrustPolicy parse(String file) throws VerificationException {
    boolean plain = file.chars().allMatch(c -> c == '\t' || c == '\n' || (c >= ' ' && c != 0x7f));
    String[] lines = file.split("\n", -1);
    if (!plain || lines.length > LINES_MAX) {
      throw malformed("has control characters or more than " + LINES_MAX + " lines");
    }
    Reader reader = new Reader();
    for (String line : lines) {
      List<String> words = new ArrayList<>(List.of(line.split("[ \t]+")));
      words.removeIf(String::isEmpty);
      if (!words.isEmpty() && !words.getFirst().startsWith("#")) {
        reader.line(words);
      }
    }
    return reader.policy();
  }

  /** Keys of all witnesses. */
  public List<VerifierKey> witnessKeys() {
    return witnesses.values().stream().map(Witness::key).toList();
  }

  /** Keys of all logs and witnesses. */
  public List<VerifierKey> allKeys() {
    List<VerifierKey> keys = new ArrayList<>(logs);
    keys.addAll(witnessKeys());
    return keys;
  }

  private static VerificationException malformed(String what) {
    return new VerificationException(Defect.POLICY_MALFORMED, "policy " + what);
  }

  private static final class Reader {
    private static final String NONE = "none";

    private final List<VerifierKey> logs = new ArrayList<>();
    private final Map<String, Witness> witnesses = new LinkedHashMap<>();
    private final Map<String, Rule> rules = new LinkedHashMap<>();
    private final Set<String> members = new HashSet<>();
    private Rule quorum = new Rule.Nobody();
    private boolean hasQuorum;

    void line(List<String> words) throws VerificationException {
      int count = words.size();
      switch (words.getFirst()) {
        case "log" -> {
          require(count == 2 || count == 3, "has a log line that is not a key and perhaps a URL");
          VerifierKey key = fresh(logs, words.get(1));
          require(
              key.algorithm() != VerifierKey.ED25519_COSIGNATURE, "has a log with a witness's key");
          logs.add(key);
        }
        case "witness" -> {
          require(count == 3 || count == 4, "has a witness line that is not a name and a key");
          List<VerifierKey> known = witnesses.values().stream().map(Witness::key).toList();
          VerifierKey key = fresh(known, words.get(2));
          require(key.algorithm() != VerifierKey.ED25519, "has a witness with a log's key");
          define(words.get(1), new Rule.One(key));
          witnesses.put(words.get(1), new Witness(key, count == 4 ? words.get(3) : ""));
        }
        case "group" -> {
          require(count >= 4, "has a group without members");
          List<Rule> of = new ArrayList<>();
          for (String member : words.subList(3, count)) {
            require(members.add(member), "has a member of two groups");
            of.add(defined(member));
          }
          define(words.get(1), new Rule.AtLeast(needed(words.get(2), of.size()), of));
        }
        case "quorum" -> {
          require(count == 2 && !hasQuorum, "has no quorum line of one name, or two of them");
          hasQuorum = true;
          quorum = words.get(1).equals(NONE) ? quorum : defined(words.get(1));
        }
        default -> throw malformed("has a line that begins with no word it knows");
      }
    }

    TrustPolicy policy() throws VerificationException {
      require(hasQuorum, "has no quorum line");
      return new TrustPolicy(logs, witnesses, quorum);
    }

    private VerifierKey fresh(List<VerifierKey> known, String vkey) throws VerificationException {
      VerifierKey key = VerifierKey.parse(vkey);
      require(known.stream().noneMatch(key::sameKeyAs), "has the same key twice");
      return key;
    }

    private void define(String name, Rule rule) throws VerificationException {
      require(!name.equals(NONE) && rules.putIfAbsent(name, rule) == null, "has a name twice");
    }

    private Rule defined(String name) throws VerificationException {
      Rule rule = rules.get(name);
      if (rule == null) {
        throw malformed("uses a name that no line before defines");
      }
      return rule;
    }

    private static int needed(String word, int members) throws VerificationException {
      return switch (word) {
        case "any" -> 1;
        case "all" -> members;
        default -> {
          require(word.matches("[1-9][0-9]{0,3}"), "has a group without a number");
          int needed = Integer.parseInt(word);
          require(needed <= members, "asks for more members than a group has");
          yield needed;
        }
      };
    }

    private static void require(boolean holds, String otherwise) throws VerificationException {
      if (!holds) {
        throw malformed(otherwise);
      }
    }
  }
}
