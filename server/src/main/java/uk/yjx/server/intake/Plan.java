package uk.yjx.server.intake;

import com.google.protobuf.ByteString;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import uk.yjx.agreements.v1.DataCategory;
import uk.yjx.alerts.v1.AlertMaterial;
import uk.yjx.alerts.v1.EntryCause;
import uk.yjx.alerts.v1.InvolvedOther;
import uk.yjx.alerts.v1.UnownedReason;
import uk.yjx.common.v1.Role;
import uk.yjx.identity.v1.AgencyKind;
import uk.yjx.server.agreements.Decision;
import uk.yjx.server.agreements.Sharing;
import uk.yjx.server.alerts.AlertTables;
import uk.yjx.server.alerts.Mailbox;
import uk.yjx.server.alerts.MailboxEntry;
import uk.yjx.server.alerts.NewAlert;
import uk.yjx.server.alerts.Recipients;
import uk.yjx.server.alerts.SeparationFound;
import uk.yjx.server.alerts.Sides;
import uk.yjx.server.caseload.ChildCase;
import uk.yjx.server.caseload.Holders;
import uk.yjx.server.caseload.Relationship;
import uk.yjx.server.identity.Agency;
import uk.yjx.server.kernel.AgencyId;
import uk.yjx.server.kernel.ChildId;
import uk.yjx.server.kernel.Ids;
import uk.yjx.server.kernel.PrincipalId;
import uk.yjx.server.kernel.Urgency;
import uk.yjx.server.matching.Match;
import uk.yjx.server.matching.Rule;

/**
 * Everything a submission does, as one value: whom it was linked to and under which agreement, the
 * alerts and the mailboxes they go to, what nobody owns, who may have to be kept apart, and whether
 * the area has a front door. A plan without alerts is as complete as one with many; every plan has
 * its audit events and exactly one answer.
 */
public record Plan(
    List<Finding> findings,
    List<NewAlert> alerts,
    List<MailboxEntry> lines,
    List<AlertTables.UnownedItem> unowned,
    List<SeparationFound> separations,
    Route route) {

  public Plan {
    findings = List.copyOf(findings);
    alerts = List.copyOf(alerts);
    lines = List.copyOf(lines);
    unowned = List.copyOf(unowned);
    separations = List.copyOf(separations);
  }

  /** A front door is told for safeguarding alone, whatever the notice was for. */
  private static final DataCategory SAFEGUARDING = DataCategory.DATA_CATEGORY_SAFEGUARDING_EVENT;

  /** Whether a safeguarding notice has a front door: the same for known and unknown children. */
  public enum Route {
    NOT_NEEDED,
    ROUTED,
    NOT_ROUTED
  }

  /** What was found out about one subject. */
  public sealed interface Finding {
    /** Index of the person in the submission. */
    int person();

    /** The person is this child, and this is what the agreements say. */
    record Linked(
        int person,
        ChildId child,
        AgencyId service,
        String rule,
        Decision decision,
        List<Copy> copies)
        implements Finding {
      public Linked {
        copies = List.copyOf(copies);
      }
    }

    /**
     * The same child on another service's caseload, by a placement that lasts.
     *
     * @param decision what the agreements say of telling that service
     */
    record Copy(ChildId child, AgencyId service, UUID placement, Decision decision) {
      /** What stands for the rule in events and links. */
      public static final String RULE = "BY_PLACEMENT";
    }

    /** A person must decide which of these children it is, if any. */
    record InReview(int person, List<ChildId> candidates, String rule) implements Finding {}

    /** No child of any service. */
    record Unmatched(int person) implements Finding {}
  }

  /** How many subjects were linked. */
  public int linked() {
    return (int) findings.stream().filter(f -> f instanceof Finding.Linked).count();
  }

  /** How many wait for a decision. */
  public int inReview() {
    return (int) findings.stream().filter(f -> f instanceof Finding.InReview).count();
  }

  /** How many alerts are notes. */
  public int notes() {
    return (int) alerts.stream().filter(NewAlert::isNote).count();
  }

  /** Decides, from facts in memory alone. */
  public static Plan decide(Submission submission, Snapshot facts, Instant now, Ids ids) {
    return new Deciding(submission, facts, now, ids).decide();
  }

  private static final class Deciding {
    private final Submission submission;
    private final Snapshot facts;
    private final Instant now;
    private final Ids ids;
    private final List<Finding> findings = new ArrayList<>();
    private final List<NewAlert> alerts = new ArrayList<>();
    private final List<MailboxEntry> lines = new ArrayList<>();
    private final List<AlertTables.UnownedItem> unowned = new ArrayList<>();
    private final List<SeparationFound> separations = new ArrayList<>();
    private final Set<ChildId> alerted = new HashSet<>();
    private final Set<AgencyId> toldAuthorities = new HashSet<>();
    private final Map<Integer, ChildId> linked = new HashMap<>();

    Deciding(Submission submission, Snapshot facts, Instant now, Ids ids) {
      this.submission = submission;
      this.facts = facts;
      this.now = now;
      this.ids = ids;
    }

    Plan decide() {
      Optional<Door> door = submission.safeguarding() ? frontDoor() : Optional.empty();
      Map<Integer, Match> matches = new HashMap<>();
      for (Submission.Subject subject : submission.subjects()) {
        Match match = match(subject);
        matches.put(subject.ordinal(), match);
        switch (match) {
          case Match.Linked found -> linked.put(subject.ordinal(), found.child());
          case Match.Decided found -> linked.put(subject.ordinal(), found.child());
          case Match.Review review ->
              placed(review).ifPresent(child -> linked.put(subject.ordinal(), child));
          case Match.None none -> {
            // Nobody.
          }
        }
      }
      // The most urgent first: who is named twice gets the alert of what matters most.
      submission.subjects().stream()
          .sorted(Comparator.comparing(Submission.Subject::urgency))
          .forEach(subject ->
              findings.add(
                  finding(subject, Objects.requireNonNull(matches.get(subject.ordinal())), door)));
      findings.sort(Comparator.comparing(Finding::person));
      for (Submission.Referral referral : submission.referrals()) {
        door.ifPresent(d -> refer(referral, d));
      }
      Route route =
          !submission.safeguarding()
              ? Route.NOT_NEEDED
              : door.isPresent() ? Route.ROUTED : Route.NOT_ROUTED;
      return new Plan(findings, alerts, lines, unowned, separations, route);
    }

    /** Two services may have one and the same child: nobody need decide what a placement says. */
    private Optional<ChildId> placed(Match.Review review) {
      return review.why() == Rule.SEVERAL_CHILDREN
          ? facts.related().same(review.candidates(), now)
          : Optional.empty();
    }

    private record Door(AgencyId agency, Decision.Permit permit) {}

    private Match match(Submission.Subject subject) {
      ChildId decided = submission.decided(subject.ordinal());
      return decided == null
          ? facts
              .matching()
              .match(subject.evidence())
              .without(submission.ruledOut(subject.ordinal()))
          : new Match.Decided(decided);
    }

    private Finding finding(Submission.Subject subject, Match match, Optional<Door> door) {
      return switch (match) {
        case Match.Linked found -> linked(subject, found.child(), found.rule().name(), door);
        case Match.Decided found -> linked(subject, found.child(), Match.Decided.RULE, door);
        case Match.Review review -> {
          ChildId one = linked.get(subject.ordinal());
          yield one == null
              ? review(subject, review, door)
              : linked(subject, one, Finding.Copy.RULE, door);
        }
        case Match.None none -> unmatched(subject, door);
      };
    }

    private Finding linked(
        Submission.Subject subject, ChildId of, String rule, Optional<Door> door) {
      Optional<ChildCase> found = facts.cases().child(of);
      if (found.isEmpty()) {
        return unmatched(subject, door);
      }
      ChildCase child = found.get();
      Decision decision = decide(child.service(), submission.category());
      switch (decision) {
        case Decision.Permit permit -> {
          if (alerted.add(child.id())) {
            raise(shielding(subject.referral(), child), child, permit);
          }
        }
        case Decision.Withhold withheld ->
            nobodyHas(subject.urgency(), UnownedReason.UNOWNED_REASON_WITHHELD, null);
      }
      return new Finding.Linked(
          subject.ordinal(), child.id(), child.service(), rule, decision, routed(subject, child));
    }

    /** Tells whom a placement ties to the child, each under its own agreement with the sender. */
    private List<Finding.Copy> routed(Submission.Subject subject, ChildCase child) {
      List<Finding.Copy> copies = new ArrayList<>();
      if (!submission.isRouted()) {
        return copies;
      }
      for (Relationship by : Routing.of(child.id(), facts, now)) {
        for (ChildCase other : Routing.others(by, child.id(), facts)) {
          Decision decision = decide(other.service(), submission.category());
          if (alerted.add(other.id())) {
            copies.add(new Finding.Copy(other.id(), other.service(), by.id(), decision));
            if (decision instanceof Decision.Permit permit) {
              boolean shielded = child.isShielded() || other.isShielded();
              raise(Routing.through(by, subject.referral(), shielded, now), other, permit);
            }
          }
        }
        if (!child.isShielded() && subject.referable()) {
          toAuthority(by, subject);
        }
      }
      return copies;
    }

    /** The placing authority hears what a front door may, of no child by name; never its own. */
    private void toAuthority(Relationship by, Submission.Subject subject) {
      AgencyId placing = by.placing();
      if (placing != null
          && !placing.equals(submission.from())
          && subject.urgency() != Urgency.NOTE
          && !facts.directory().holders(Role.ROLE_FRONT_DOOR, placing).isEmpty()
          && decide(placing, SAFEGUARDING) instanceof Decision.Permit permit
          && toldAuthorities.add(placing)) {
        refer(Routing.through(by, subject.referral(), false, now), new Door(placing, permit));
      }
    }

    private void raise(Submission.Referral what, ChildCase child, Decision.Permit permit) {
      NewAlert alert = alert(what, child.id(), child.service(), submission.category(), permit);
      alerts.add(alert);
      Holders all = facts.cases().holders(child.id(), now);
      Holders mayKnow = Sides.apart(alert, all, facts.cases(), facts.agreements(), now);
      Holders holders = alert.isProtected() ? mayKnow.shield() : mayKnow;
      for (Mailbox mailbox : Recipients.of(holders, alert, facts.directory())) {
        lines.add(
            new MailboxEntry(mailbox, child.service(), alert.id(), EntryCause.ENTRY_CAUSE_NEW));
      }
      if (!Recipients.reachAnyone(holders, child.service(), facts.directory())) {
        nobodyHas(what.urgency(), UnownedReason.UNOWNED_REASON_NO_HOLDER, child.service());
      }
      separate(alert, all, holders);
    }

    /**
     * Managers hear of workers who stand on both sides, or too near, whether they get it or not.
     */
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
      List<Mailbox> managers =
          Recipients.warned(apart, doubtful, alert.service(), facts.directory());
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

    private Finding review(Submission.Subject subject, Match.Review match, Optional<Door> door) {
      AgencyId service = null;
      for (ChildId candidate : match.candidates()) {
        Optional<AgencyId> of =
            facts
                .cases()
                .child(candidate)
                .filter(it -> !it.isShielded()) // no desk of the service learns of it
                .map(ChildCase::service)
                .filter(s -> decide(s, submission.category()) instanceof Decision.Permit);
        if (of.isPresent()) {
          service = of.get();
          break;
        }
      }
      // Mere likeness may be a stranger's: social care is told of the child as of one nobody knows.
      if (match.why().isLikeness() && door.isPresent() && subject.referable()) {
        refer(subject.referral(), door.get());
      }
      nobodyHas(subject.urgency(), UnownedReason.UNOWNED_REASON_IN_REVIEW, service);
      return new Finding.InReview(subject.ordinal(), match.candidates(), match.why().name());
    }

    private Finding unmatched(Submission.Subject subject, Optional<Door> door) {
      if (door.isPresent() && subject.referable()) {
        refer(subject.referral(), door.get());
      } else if (subject.urgency() == Urgency.IMMEDIATE) {
        nobodyHas(subject.urgency(), UnownedReason.UNOWNED_REASON_UNMATCHED, null);
      }
      return new Finding.Unmatched(subject.ordinal());
    }

    private void refer(Submission.Referral referral, Door door) {
      NewAlert alert = alert(referral, null, door.agency(), SAFEGUARDING, door.permit());
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
    private void nobodyHas(Urgency urgency, UnownedReason reason, @Nullable AgencyId service) {
      if (urgency == Urgency.IMMEDIATE || urgency == Urgency.SAME_DAY) {
        Instant due = facts.due().acknowledgeBy(urgency, now).orElse(now);
        unowned.add(
            new AlertTables.UnownedItem(
                ids.next(), reason, urgency, service, now, due, submission.recordPosition()));
      }
    }

    private Decision decide(AgencyId to, DataCategory category) {
      Sharing what = new Sharing(submission.from(), to, category, submission.handling(), false);
      return facts.agreements().decide(what, null, now);
    }

    private Optional<Door> frontDoor() {
      if (submission.localAuthority().isEmpty()) {
        return Optional.empty();
      }
      String area = submission.localAuthority().get();
      for (Agency agency :
          facts.directory().serving(area, AgencyKind.AGENCY_KIND_CHILDRENS_SOCIAL_CARE)) {
        boolean staffed = !facts.directory().holders(Role.ROLE_FRONT_DOOR, agency.id()).isEmpty();
        if (staffed && decide(agency.id(), SAFEGUARDING) instanceof Decision.Permit permit) {
          return Optional.of(new Door(agency.id(), permit));
        }
      }
      return Optional.empty();
    }
  }
}
