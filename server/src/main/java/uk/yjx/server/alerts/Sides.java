package uk.yjx.server.alerts;

import java.time.Instant;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.UUID;
import uk.yjx.agreements.v1.Obligation;
import uk.yjx.alerts.v1.InvolvedOther;
import uk.yjx.intelligence.v1.PersonRole;
import uk.yjx.intelligence.v1.RelationKind;
import uk.yjx.server.agreements.AgreementBook;
import uk.yjx.server.caseload.CaseBook;
import uk.yjx.server.caseload.Holders;
import uk.yjx.server.kernel.ChildId;
import uk.yjx.server.kernel.PrincipalId;

/**
 * Who stands on both sides of an event, and who is kept apart from it. Pure: asked at intake and
 * again at every delivery, by the caseload and the agreements as they are then.
 */
public final class Sides {
  private static final Set<PersonRole> ACCUSED =
      Set.of(
          PersonRole.PERSON_ROLE_SUSPECT,
          PersonRole.PERSON_ROLE_ARRESTED,
          PersonRole.PERSON_ROLE_CHARGED,
          PersonRole.PERSON_ROLE_CONVICTED);

  private Sides() {}

  /** Children on the other side of the event from the alert's own. */
  public static Set<ChildId> opposite(NewAlert alert) {
    Set<ChildId> found = new LinkedHashSet<>();
    PersonRole own = alert.facts().getRole();
    for (InvolvedOther other : alert.material().getOthersList()) {
      boolean opposed =
          isOpposed(own, other.getRole())
              || isOpposed(other.getRole(), own)
              || other.getRelation() == RelationKind.RELATION_KIND_RIVAL_GROUP;
      if (opposed && !other.getChildId().isEmpty()) {
        found.add(new ChildId(UUID.fromString(other.getChildId())));
      }
    }
    return found;
  }

  /** Workers who hold the alert's child and a child on the other side as well. */
  public static Set<PrincipalId> onBoth(
      NewAlert alert, Holders holders, CaseBook book, Instant at) {
    Set<ChildId> others = new LinkedHashSet<>(opposite(alert));
    others.removeIf(book::isShielded); // not even that there is somebody
    if (others.isEmpty()) {
      return Set.of();
    }
    Set<PrincipalId> found = new LinkedHashSet<>();
    for (PrincipalId worker : holders.workers()) {
      if (others.stream().anyMatch(other -> book.holders(other, at).workers().contains(worker))) {
        found.add(worker);
      }
    }
    return found;
  }

  /**
   * Who holds the alert's child, without those whom the agreement under which it is shared keeps
   * apart because they stand on both sides.
   *
   * @param holders who holds the child by the caseload, without those declared to be kept apart
   */
  public static Holders apart(
      NewAlert alert, Holders holders, CaseBook book, AgreementBook agreements, Instant at) {
    Set<PrincipalId> both = onBoth(alert, holders, book, at);
    if (both.isEmpty()) {
      return holders;
    }
    return agreements.obliges(
            Disclosures.sharing(alert, alert.isProtected()),
            Obligation.OBLIGATION_SEPARATE_SIDES,
            at)
        ? holders.without(both)
        : holders;
  }

  /**
   * Workers the managers are to be warned of: those on both sides, and holders who are declared to
   * stand too near without being kept apart.
   */
  public static Set<PrincipalId> doubtful(
      NewAlert alert, Holders holders, CaseBook book, Instant at) {
    ChildId child = alert.child();
    if (child == null || alert.isNote()) {
      return Set.of();
    }
    Set<PrincipalId> found = new LinkedHashSet<>(onBoth(alert, holders, book, at));
    Set<PrincipalId> declared = book.doubtful(child, at);
    holders.workers().stream().filter(declared::contains).forEach(found::add);
    return found;
  }

  private static boolean isOpposed(PersonRole one, PersonRole other) {
    return one == PersonRole.PERSON_ROLE_VICTIM && ACCUSED.contains(other);
  }
}
