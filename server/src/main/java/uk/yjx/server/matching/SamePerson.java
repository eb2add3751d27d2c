package uk.yjx.server.matching;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Which of many descriptions are of one person, by the rules by which a notice is linked to a child
 * on record: an identifier and a forename agree, and nothing contradicts. What the rules would send
 * to a person for review joins nothing, and makes whoever it touches doubtful: a sibling may have
 * given the other's details. Pure; the same for the same descriptions in any order.
 */
public final class SamePerson {
  /** More descriptions than this are not believed to be of one person. */
  public static final int GROUP_MAX = 100;

  private final List<Profile> profiles;
  private final int[] parent;
  private final BitSet doubtful;

  private SamePerson(List<Evidence> people) {
    this.profiles = people.stream().map(Evidence::profile).toList();
    this.parent = new int[people.size()];
    this.doubtful = new BitSet(people.size());
    Map<String, List<Integer>> byNumber = new HashMap<>();
    for (int i = 0; i < parent.length; i++) {
      parent[i] = i;
      for (String key : people.get(i).exactKeys()) {
        if (Profile.isNumberKey(key)) {
          byNumber.computeIfAbsent(key, none -> new ArrayList<>()).add(i);
        }
      }
    }
    byNumber.values().forEach(this::compare);
  }

  /**
   * Groups of indexes into the list, each in ascending order and in the order of their first; every
   * description is in exactly one, and alone where it is doubtful whose it is.
   */
  public static List<List<Integer>> groups(List<Evidence> people) {
    return new SamePerson(people).groups();
  }

  /** Whether nothing says that two descriptions are of two people. */
  public static boolean mayBe(Evidence one, Evidence other) {
    return mayBe(one.profile(), other.profile());
  }

  private static boolean mayBe(Profile a, Profile b) {
    return !a.conflictsWith(b)
        && a.sharesForename(b)
        && a.compareBirthDates(b) != Profile.BirthDates.DIFFER;
  }

  private void compare(List<Integer> sharing) {
    if (sharing.size() > GROUP_MAX) {
      sharing.forEach(doubtful::set);
      return;
    }
    for (int i = 0; i < sharing.size(); i++) {
      for (int j = i + 1; j < sharing.size(); j++) {
        int a = sharing.get(i);
        int b = sharing.get(j);
        if (Verdict.ruleOf(profiles.get(a), profiles.get(b), true).orElseThrow().links()) {
          parent[root(b)] = root(a);
        } else {
          doubtful.set(a);
          doubtful.set(b);
        }
      }
    }
  }

  private List<List<Integer>> groups() {
    Map<Integer, List<Integer>> byRoot = new HashMap<>();
    for (int i = 0; i < parent.length; i++) {
      byRoot.computeIfAbsent(root(i), none -> new ArrayList<>()).add(i);
    }
    Map<Integer, List<Integer>> byFirst = new TreeMap<>();
    for (List<Integer> group : byRoot.values()) {
      if (isOnePerson(group)) {
        byFirst.put(group.getFirst(), group);
      } else {
        group.forEach(one -> byFirst.put(one, List.of(one)));
      }
    }
    return List.copyOf(byFirst.values());
  }

  /** Those whom only others connect must not contradict each other either. */
  private boolean isOnePerson(List<Integer> group) {
    if (group.size() > GROUP_MAX || group.stream().anyMatch(doubtful::get)) {
      return false;
    }
    for (int i = 0; i < group.size(); i++) {
      for (int j = i + 1; j < group.size(); j++) {
        if (!mayBe(profiles.get(group.get(i)), profiles.get(group.get(j)))) {
          return false;
        }
      }
    }
    return true;
  }

  private int root(int of) {
    int at = of;
    while (parent[at] != at) {
      parent[at] = parent[parent[at]];
      at = parent[at];
    }
    return at;
  }
}
