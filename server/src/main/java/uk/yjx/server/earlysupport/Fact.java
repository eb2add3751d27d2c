package uk.yjx.server.earlysupport;

import java.time.LocalDate;
import java.util.Collections;
import java.util.Comparator;
import java.util.Set;
import java.util.TreeSet;
import uk.yjx.server.kernel.AgencyId;
import uk.yjx.server.matching.Evidence;

/**
 * Something that counts about one person, or that says that it does no longer.
 *
 * @param ends a later outcome: without further action, acquitted
 * @param day when it happened, by local time
 * @param reference the source's own number of the matter; may be empty
 * @param urns case URNs in canonical form; may be none
 * @param area local authority where it happened; empty for an outcome
 */
record Fact(
    Ref ref,
    boolean ends,
    AgencyId from,
    LocalDate day,
    String reference,
    Set<String> urns,
    String area,
    Evidence who) {

  /** A person of a notice, by the position of the notice and the index of the person in it. */
  record Ref(long notice, int person) implements Comparable<Ref> {
    private static final Comparator<Ref> ORDER =
        Comparator.comparingLong(Ref::notice).thenComparingInt(Ref::person);

    @Override
    public int compareTo(Ref other) {
      return ORDER.compare(this, other);
    }
  }

  Fact {
    urns = Set.copyOf(urns);
  }

  /**
   * Whether this outcome takes another fact of the same person away. Where nothing says whether
   * both are about one matter it does: what is doubtful does not count against a child.
   */
  boolean takesAway(Fact other) {
    boolean told =
        (from.equals(other.from) && !reference.isEmpty() && !other.reference.isEmpty())
            || (!urns.isEmpty() && !other.urns.isEmpty());
    return mayFollow(other) && (!told || isSameMatter(other));
  }

  /** Whether this outcome names the very matter of another fact, which came no later. */
  boolean takesAwayByNumber(Fact other) {
    return mayFollow(other) && isSameMatter(other);
  }

  /** Numbers of the matter, each with whose number it is. */
  Set<String> matters() {
    Set<String> matters = new TreeSet<>();
    if (!reference.isEmpty()) {
      matters.add(from.value() + "\n" + reference);
    }
    urns.forEach(urn -> matters.add("\n" + urn));
    return matters;
  }

  private boolean mayFollow(Fact other) {
    return ends && !other.ends && !day.isBefore(other.day);
  }

  private boolean isSameMatter(Fact other) {
    return !Collections.disjoint(matters(), other.matters());
  }

  /** One occasion however often it is told of: by its reference, without one by its day. */
  String occasion() {
    return from.value() + "\n" + (reference.isEmpty() ? day : "#" + reference);
  }

  /** Names nothing: the content is personal data and stays out of logs. */
  @Override
  public String toString() {
    return "Fact[" + ref + "]";
  }
}
