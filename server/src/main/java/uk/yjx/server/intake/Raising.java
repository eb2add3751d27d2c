package uk.yjx.server.intake;

import com.google.protobuf.ByteString;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import uk.yjx.agreements.v1.DataCategory;
import uk.yjx.alerts.v1.AlertMaterial;
import uk.yjx.alerts.v1.EntryCause;
import uk.yjx.alerts.v1.InvolvedOther;
import uk.yjx.alerts.v1.UnownedReason;
import uk.yjx.server.agreements.Decision;
import uk.yjx.server.alerts.AlertTables;
import uk.yjx.server.alerts.Mailbox;
import uk.yjx.server.alerts.MailboxEntry;
import uk.yjx.server.alerts.NewAlert;
import uk.yjx.server.alerts.Recipients;
import uk.yjx.server.alerts.SeparationFound;
import uk.yjx.server.alerts.Sides;
import uk.yjx.server.caseload.ChildCase;
import uk.yjx.server.caseload.Holders;
import uk.yjx.server.kernel.AgencyId;
import uk.yjx.server.kernel.ChildId;
import uk.yjx.server.kernel.Ids;
import uk.yjx.server.kernel.PrincipalId;
import uk.yjx.server.kernel.Urgency;

/**
 * What a plan raises, gathered as it is decided: alerts, the mailboxes they go to, what nobody
 * owns, and who may have to be kept apart.
 */
final class Raising {
  private final Submission submission;
  private final Snapshot facts;
  private final Instant now;
  private final Ids ids;
  private final Map<Integer, ChildId> linked;
  private final List<NewAlert> alerts = new ArrayList<>();
  private final List<MailboxEntry> lines = new ArrayList<>();
  private final List<AlertTables.UnownedItem> unowned = new ArrayList<>();
  private final List<SeparationFound> separations = new ArrayList<>();

  /**
   * Nothing is raised yet.
   *
   * @param linked which persons of the submission are which children
   */
  Raising(
      Submission submission, Snapshot facts, Instant now, Ids ids, Map<Integer, ChildId> linked) {
    this.submission = submission;
    this.facts = facts;
    this.now = now;
    this.ids = ids;
    this.linked = linked;
  }

  /** The plan of these findings and all that was raised. */
  Plan plan(List<Plan.Finding> findings, Plan.Route route) {
    return new Plan(findings, alerts, lines, unowned, separations, route);
  }

  /** Raises an alert about a child for whoever holds the case; a shielded one stays with them. */
  void raise(Submission.Referral raw, ChildCase child, Decision.Permit permit) {
    Submission.Referral what = shielding(raw, child);
    NewAlert alert = alert(what, child.id(), child.service(), submission.category(), permit);
    alerts.add(alert);
    Holders all = facts.cases().holders(child.id(), now);
    Holders mayKnow = Sides.apart(alert, all, facts.cases(), facts.agreements(), now);
    Holders holders = alert.isProtected() ? mayKnow.shield() : mayKnow;
    for (Mailbox mailbox : Recipients.of(holders, alert, facts.directory())) {
      lines.add(new MailboxEntry(mailbox, child.service(), alert.id(), EntryCause.ENTRY_CAUSE_NEW));
    }
    if (!Recipients.reachAnyone(holders, child.service(), facts.directory())) {
      nobodyHas(what.urgency(), UnownedReason.UNOWNED_REASON_NO_HOLDER, child.service());
    }
    separate(alert, all, holders);
  }

  /** Managers hear of workers who stand on both sides, or too near, whether they get it or not. */
  private void separate(NewAlert alert, Holders all, Holders apart) {
    Set<PrincipalId> doubtful = Sides.doubtful(alert, all, facts.cases(), now);
    if (doubtful.isEmpty()) {
      return;
    }
    Map<Boolean, Set<PrincipalId>> byDenied =
        doubtful.stream()
            .collect(Collectors.partitioningBy(apart.barred()::contains, Collectors.toSet()));
    byDenied.forEach((denied, workers) -> {
      if (!workers.isEmpty()) {
        separations.add(new SeparationFound(alert.id(), workers, denied));
      }
    });
    List<Mailbox> managers = Recipients.warned(apart, doubtful, alert.service(), facts.directory());
    for (Mailbox manager : managers) {
      lines.add(
          new MailboxEntry(
              manager, alert.service(), alert.id(), EntryCause.ENTRY_CAUSE_SEPARATION));
    }
    if (managers.isEmpty()) {
      unowned.add(
          new AlertTables.UnownedItem(
              ids.next(),
              UnownedReason.UNOWNED_REASON_SEPARATION,
              alert.urgency(),
              alert.service(),
              now,
              now));
    }
  }

  /** What is raised while the child is shielded stays with who holds the case by name. */
  private static Submission.Referral shielding(Submission.Referral what, ChildCase child) {
    return child.isShielded()
        ? new Submission.Referral(
            what.kind(),
            what.urgency(),
            what.facts().toBuilder().setProtectedPerson(true).build(),
            what.material())
        : what;
  }

  /** Tells a front door of somebody who is no child of a service by name. */
  void refer(Submission.Referral referral, FrontDoor door) {
    NewAlert alert = alert(referral, null, door.agency(), FrontDoor.CATEGORY, door.permit());
    alerts.add(alert);
    lines.add(
        new MailboxEntry(
            Mailbox.frontDoor(door.agency()),
            door.agency(),
            alert.id(),
            EntryCause.ENTRY_CAUSE_NEW));
  }

  private NewAlert alert(
      Submission.Referral what,
      @Nullable ChildId child,
      AgencyId service,
      DataCategory category,
      Decision.Permit permit) {
    return new NewAlert(
        ids.next(),
        child,
        service,
        submission.from(),
        what.kind(),
        what.urgency(),
        category,
        new NewAlert.Basis(permit.agreementId(), permit.version(), permit.gateway()),
        now,
        facts.due().acknowledgeBy(what.urgency(), now).orElse(null),
        what.facts(),
        known(what.material(), child),
        submission.recordPosition());
  }

  /**
   * Others who are children on the exchange are one and the same there, whatever was sent; of a
   * shielded one nobody is told.
   */
  private AlertMaterial known(AlertMaterial material, @Nullable ChildId own) {
    if (material.getOthersCount() == 0 || linked.isEmpty()) {
      return material;
    }
    AlertMaterial.Builder out = material.toBuilder().clearOthers();
    for (InvolvedOther other : material.getOthersList()) {
      ChildId child = linked.get(other.getPerson());
      if (child == null) {
        out.addOthers(other);
      } else if (!child.equals(own) && !facts.cases().isShielded(child)) {
        String id = child.value().toString();
        out.addOthers(other.toBuilder().setChildId(id).setIdentity(ByteString.copyFromUtf8(id)));
      }
    }
    return out.build();
  }

  /** Urgent notices that reach nobody raise a content-free item (promise 13). */
  void nobodyHas(Urgency urgency, UnownedReason reason, @Nullable AgencyId service) {
    if (urgency == Urgency.IMMEDIATE || urgency == Urgency.SAME_DAY) {
      Instant due = facts.due().acknowledgeBy(urgency, now).orElse(now);
      unowned.add(
          new AlertTables.UnownedItem(
              ids.next(), reason, urgency, service, now, due, submission.recordPosition()));
    }
  }
}
