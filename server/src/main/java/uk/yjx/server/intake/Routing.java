package uk.yjx.server.intake;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import uk.yjx.alerts.v1.Alert;
import uk.yjx.server.caseload.ChildCase;
import uk.yjx.server.caseload.Relationship;
import uk.yjx.server.journal.Receipts;
import uk.yjx.server.kernel.ChildId;
import uk.yjx.server.matching.Candidate;
import uk.yjx.server.matching.Match;
import uk.yjx.server.matching.MatchIndex;

/**
 * Where else a notice about a child goes: to the other services, and the placing authority, that a
 * placement ties to the child as long as it lasts. Pure.
 */
final class Routing {
  private Routing() {}

  /**
   * Every placement over the child that lasts, whichever service the notice was matched with. One
   * whose two cases do not look like one child ties nothing: a wrong number, or a service that
   * names a number to hear of somebody else's child.
   */
  static List<Relationship> of(ChildId child, Snapshot facts, Instant now) {
    Map<UUID, Relationship> found = new LinkedHashMap<>();
    for (Relationship it : facts.related().live(child, now)) {
      found.put(it.id(), it);
      ChildId home = it.homeChild();
      if (home != null) {
        facts.related().live(home, now).forEach(other -> found.putIfAbsent(other.id(), other));
      }
    }
    return found.values().stream().filter(it -> isOneChild(it, facts)).toList();
  }

  private static boolean isOneChild(Relationship by, Snapshot facts) {
    ChildId home = by.homeChild();
    if (home == null) {
      return true;
    }
    Optional<ChildCase> atHost = facts.cases().child(by.hostChild());
    Optional<ChildCase> atHome = facts.cases().child(home);
    return atHost.isPresent()
        && atHome.isPresent()
        && !(MatchIndex.empty()
                .with(List.of(new Candidate(home, atHome.get().person())), List.of())
                .match(atHost.get().person())
            instanceof Match.None);
  }

  /** The child's other cases by a placement, at host and home; closed ones have no part in it. */
  static List<ChildCase> others(Relationship by, ChildId child, Snapshot facts) {
    ChildId home = by.homeChild();
    return (home == null ? List.of(by.hostChild()) : List.of(by.hostChild(), home))
        .stream()
            .filter(one -> !one.equals(child))
            .flatMap(one -> facts.cases().child(one).stream())
            .filter(it -> !it.closed())
            .toList();
  }

  /**
   * What is told because of a placement: it names the placement, with which it ends, and until when
   * the home service answers for the order.
   *
   * @param shielded only who holds the case by name may know of it
   */
  static Submission.Referral through(
      Relationship by, Submission.Referral what, boolean shielded, Instant now) {
    Alert.Builder facts = what.facts().toBuilder().setPlacementId(by.id().toString());
    if (now.isBefore(by.caretakingUntil())) {
      facts.setCaretakingUntil(Receipts.timestamp(by.caretakingUntil()));
    }
    if (shielded) {
      facts.setProtectedPerson(true);
    }
    return new Submission.Referral(what.kind(), what.urgency(), facts.build(), what.material());
  }
}
