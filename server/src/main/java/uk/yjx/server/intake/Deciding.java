package uk.yjx.server.intake;

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
import java.util.stream.Collectors;
import uk.yjx.agreements.v1.DataCategory;
import uk.yjx.alerts.v1.UnownedReason;
import uk.yjx.common.v1.Role;
import uk.yjx.identity.v1.AgencyKind;
import uk.yjx.server.agreements.Decision;
import uk.yjx.server.agreements.Sharing;
import uk.yjx.server.caseload.ChildCase;
import uk.yjx.server.caseload.Relationship;
import uk.yjx.server.identity.Agency;
import uk.yjx.server.kernel.AgencyId;
import uk.yjx.server.kernel.ChildId;
import uk.yjx.server.kernel.Ids;
import uk.yjx.server.kernel.Urgency;
import uk.yjx.server.matching.Match;
import uk.yjx.server.matching.Rule;

/** Decides a plan: who is meant, what agreements say of telling whom, and what is raised. */
final class Deciding {
  private final Submission submission;
  private final Snapshot facts;
  private final Instant now;
  private final Map<Integer, Match> matches = new HashMap<>();
  private final Map<Integer, ChildId> linked = new HashMap<>();
  private final Set<ChildId> alerted = new HashSet<>();
  private final Set<AgencyId> toldAuthorities = new HashSet<>();
  private final Raising raising;

  Deciding(Submission submission, Snapshot facts, Instant now, Ids ids) {
    this.submission = submission;
    this.facts = facts;
    this.now = now;
    submission.subjects().forEach(this::identify);
    this.raising = new Raising(submission, facts, now, ids, linked);
  }

  Plan decide() {
    Optional<FrontDoor> door = submission.safeguarding() ? frontDoor() : Optional.empty();
    // The most urgent first: who is named twice gets the alert of what matters most.
    List<Plan.Finding> findings =
        submission.subjects().stream()
            .sorted(Comparator.comparing(Submission.Subject::urgency))
            .map(subject -> finding(subject, door))
            .collect(Collectors.toCollection(ArrayList::new));
    findings.sort(Comparator.comparing(Plan.Finding::person));
    for (Submission.Referral referral : submission.referrals()) {
      door.ifPresent(d -> raising.refer(referral, d));
    }
    Plan.Route route =
        !submission.safeguarding()
            ? Plan.Route.NOT_NEEDED
            : door.isPresent() ? Plan.Route.ROUTED : Plan.Route.NOT_ROUTED;
    return raising.plan(findings, route);
  }

  /** All are identified before anything is raised: an alert knows which others are children too. */
  private void identify(Submission.Subject subject) {
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

  /** Two services may have one and the same child: nobody need decide what a placement says. */
  private Optional<ChildId> placed(Match.Review review) {
    return review.why() == Rule.SEVERAL_CHILDREN
        ? facts.related().same(review.candidates(), now)
        : Optional.empty();
  }

  private Match match(Submission.Subject subject) {
    ChildId decided = submission.decided(subject.ordinal());
    return decided == null
        ? facts.matching().match(subject.evidence()).without(submission.ruledOut(subject.ordinal()))
        : new Match.Decided(decided);
  }

  private Plan.Finding finding(Submission.Subject subject, Optional<FrontDoor> door) {
    return switch (Objects.requireNonNull(matches.get(subject.ordinal()))) {
      case Match.Linked found -> linked(subject, found.child(), found.rule().name(), door);
      case Match.Decided found -> linked(subject, found.child(), Match.Decided.RULE, door);
      case Match.Review review -> {
        ChildId one = linked.get(subject.ordinal());
        yield one == null
            ? review(subject, review, door)
            : linked(subject, one, Plan.Finding.Copy.RULE, door);
      }
      case Match.None none -> unmatched(subject, door);
    };
  }

  private Plan.Finding linked(
      Submission.Subject subject, ChildId of, String rule, Optional<FrontDoor> door) {
    Optional<ChildCase> found = facts.cases().child(of);
    if (found.isEmpty()) {
      return unmatched(subject, door);
    }
    ChildCase child = found.get();
    Decision decision = decide(child.service(), submission.category());
    switch (decision) {
      case Decision.Permit permit -> {
        if (alerted.add(child.id())) {
          raising.raise(subject.referral(), child, permit);
        }
      }
      case Decision.Withhold withheld ->
          raising.nobodyHas(subject.urgency(), UnownedReason.UNOWNED_REASON_WITHHELD, null);
    }
    return new Plan.Finding.Linked(
        subject.ordinal(), child.id(), child.service(), rule, decision, routed(subject, child));
  }

  /** Tells whom a placement ties to the child, each under its own agreement with the sender. */
  private List<Plan.Finding.Copy> routed(Submission.Subject subject, ChildCase child) {
    List<Plan.Finding.Copy> copies = new ArrayList<>();
    if (!submission.isRouted()) {
      return copies;
    }
    for (Relationship by : Routing.of(child.id(), facts, now)) {
      for (ChildCase other : Routing.others(by, child.id(), facts)) {
        Decision decision = decide(other.service(), submission.category());
        if (alerted.add(other.id())) {
          copies.add(new Plan.Finding.Copy(other.id(), other.service(), by.id(), decision));
          if (decision instanceof Decision.Permit permit) {
            boolean shielded = child.isShielded() || other.isShielded();
            raising.raise(Routing.through(by, subject.referral(), shielded, now), other, permit);
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
        && decide(placing, FrontDoor.CATEGORY) instanceof Decision.Permit permit
        && toldAuthorities.add(placing)) {
      raising.refer(
          Routing.through(by, subject.referral(), false, now), new FrontDoor(placing, permit));
    }
  }

  private Plan.Finding review(
      Submission.Subject subject, Match.Review match, Optional<FrontDoor> door) {
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
      raising.refer(subject.referral(), door.get());
    }
    raising.nobodyHas(subject.urgency(), UnownedReason.UNOWNED_REASON_IN_REVIEW, service);
    return new Plan.Finding.InReview(subject.ordinal(), match.candidates(), match.why().name());
  }

  private Plan.Finding unmatched(Submission.Subject subject, Optional<FrontDoor> door) {
    if (door.isPresent() && subject.referable()) {
      raising.refer(subject.referral(), door.get());
    } else if (subject.urgency() == Urgency.IMMEDIATE) {
      raising.nobodyHas(subject.urgency(), UnownedReason.UNOWNED_REASON_UNMATCHED, null);
    }
    return new Plan.Finding.Unmatched(subject.ordinal());
  }

  private Decision decide(AgencyId to, DataCategory category) {
    Sharing what = new Sharing(submission.from(), to, category, submission.handling(), false);
    return facts.agreements().decide(what, null, now);
  }

  private Optional<FrontDoor> frontDoor() {
    if (submission.localAuthority().isEmpty()) {
      return Optional.empty();
    }
    String area = submission.localAuthority().get();
    for (Agency agency :
        facts.directory().serving(area, AgencyKind.AGENCY_KIND_CHILDRENS_SOCIAL_CARE)) {
      boolean staffed = !facts.directory().holders(Role.ROLE_FRONT_DOOR, agency.id()).isEmpty();
      if (staffed && decide(agency.id(), FrontDoor.CATEGORY) instanceof Decision.Permit permit) {
        return Optional.of(new FrontDoor(agency.id(), permit));
      }
    }
    return Optional.empty();
  }
}
