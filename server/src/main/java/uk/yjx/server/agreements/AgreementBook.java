package uk.yjx.server.agreements;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import uk.yjx.agreements.v1.DataCategory;
import uk.yjx.agreements.v1.Obligation;
import uk.yjx.agreements.v1.PapersStage;
import uk.yjx.agreements.v1.SenderKnowledge;
import uk.yjx.common.v1.LegalGateway;
import uk.yjx.common.v1.Purpose;
import uk.yjx.server.kernel.AgencyId;
import uk.yjx.server.kernel.PrincipalId;

/**
 * Every agreement as of one moment: the version that was approved last, and the draft that waits;
 * never changes.
 */
public final class AgreementBook {
  /** A book without agreements: everything is withheld. */
  static final AgreementBook EMPTY = new AgreementBook(new TreeMap<>(), Check.ALL);

  private final NavigableMap<String, Slot> byId;
  private final Map<AgencyId, List<Agreement>> byFrom;
  private final List<Check> checks;

  /**
   * One agreement.
   *
   * @param approved the version that was approved last; null before the first approval
   * @param draft the version that waits for approval; null when none does
   * @param waitsFor who proposed the draft, or suspended what was approved: another must approve
   */
  record Slot(
      @Nullable Agreement approved, @Nullable Agreement draft, @Nullable PrincipalId waitsFor) {}

  /** A version that was proposed, with who did it; null for what the exchange itself made. */
  record Proposed(Agreement version, @Nullable PrincipalId by) {}

  /** A change of the state of a version, and who made it. */
  record StateChange(String id, int version, Agreement.State state, PrincipalId by) {}

  private AgreementBook(NavigableMap<String, Slot> byId, List<Check> checks) {
    this.byId = byId;
    this.checks = checks;
    this.byFrom = new HashMap<>();
    for (Slot slot : byId.values()) {
      Agreement agreement = slot.approved();
      if (agreement != null) {
        for (AgencyId from : agreement.from()) {
          byFrom.computeIfAbsent(from, k -> new ArrayList<>()).add(agreement);
        }
      }
    }
  }

  /**
   * Whether something may be disclosed. Denies unless an agreement lets it pass every check; where
   * several do, the one with the lowest id is named, so that the same facts always give the same
   * answer.
   *
   * @param by who reads; null where nobody reads yet, as for routing
   */
  public Decision decide(Sharing what, @Nullable Reading by, Instant now) {
    Decision.Reason furthest = Decision.Reason.NO_AGREEMENT;
    for (Agreement agreement : byFrom.getOrDefault(what.from(), List.of())) {
      Decision.Reason missing = missing(agreement, what, by, now);
      if (missing == null) {
        return new Decision.Permit(
            agreement.id(),
            agreement.version(),
            what.handling().getGateway(),
            agreement.terms().obligations());
      }
      if (missing.compareTo(furthest) > 0) {
        furthest = missing;
      }
    }
    return new Decision.Withhold(furthest);
  }

  /**
   * Whether one agency may disclose to another, where the asking room decides by itself in which
   * roles its readers read and knows of no further handling.
   *
   * @param gateway the gateway the sender relies on
   * @param readerPurpose why the recipient reads; empty where nobody reads yet, as for routing
   */
  public Decision decide(
      AgencyId from,
      AgencyId to,
      DataCategory category,
      LegalGateway gateway,
      Optional<Purpose> readerPurpose,
      Instant now) {
    return decide(
        Sharing.under(from, to, category, gateway),
        readerPurpose.map(Reading::forPurpose).orElse(null),
        now);
  }

  /**
   * Whether agreements in force let these agencies receive something, but nothing at all for this
   * purpose. Says nothing of any child, so a reader may be told.
   */
  public boolean leavesNothingFor(Purpose readerPurpose, Set<AgencyId> to, Instant now) {
    boolean receives = false;
    for (Slot slot : byId.values()) {
      Agreement agreement = slot.approved();
      if (agreement != null
          && agreement.inForce(now)
          && !Collections.disjoint(agreement.to(), to)) {
        if (agreement.purposes().contains(readerPurpose)) {
          return false;
        }
        receives = true;
      }
    }
    return receives;
  }

  /**
   * One check of one agreement.
   *
   * @param check the check, by what is missing when it does not pass
   */
  public record Explained(String agreementId, int version, String check, boolean passed) {}

  /** Every check of every agreement between the two agencies, in the order they are made. */
  public List<Explained> explain(Sharing what, @Nullable Reading by, Instant now) {
    List<Explained> found = new ArrayList<>();
    for (Slot slot : byId.values()) {
      Agreement it = slot.approved();
      if (it != null && it.from().contains(what.from()) && it.to().contains(what.to())) {
        for (Check check : checks) {
          found.add(
              new Explained(
                  it.id(),
                  it.version(),
                  check.reason().name(),
                  check.rule().passes(it, what, by, now)));
        }
      }
    }
    return found;
  }

  /**
   * Whether any agreement under which something may be shared obliges to something: where one asks
   * for more care than another, the more careful one counts.
   */
  public boolean obliges(Sharing what, Obligation to, Instant now) {
    return byFrom.getOrDefault(what.from(), List.of()).stream()
        .anyMatch(
            it -> it.terms().obligations().contains(to) && missing(it, what, null, now) == null);
  }

  /** Whether an agreement lets senders learn something of delivery. */
  public boolean senderMayLearn(String agreementId, SenderKnowledge what) {
    Slot slot = byId.get(agreementId);
    Agreement approved = slot == null ? null : slot.approved();
    return approved != null && approved.terms().senderMayLearn().contains(what);
  }

  /**
   * Whether an agreement in force lets an agency learn something of delivery of what it sends: says
   * nothing of any child.
   */
  public boolean senderMayLearn(AgencyId sender, SenderKnowledge what, Instant now) {
    return byFrom.getOrDefault(sender, List.of()).stream()
        .anyMatch(it -> it.inForce(now) && it.terms().senderMayLearn().contains(what));
  }

  /** Days for which recipients may keep what they received under an agreement; 0 for no limit. */
  public int retentionDays(String agreementId) {
    Slot slot = byId.get(agreementId);
    Agreement approved = slot == null ? null : slot.approved();
    return approved == null ? 0 : approved.terms().retentionDays();
  }

  /**
   * Who owes papers for a step by an agreement that was in force when the step came and is now; of
   * several the one with the lowest id, and of its senders the first that may owe them.
   *
   * @param mayOwe agencies of the kind that owes papers for this step
   */
  public Optional<PapersDuty> papersDuty(
      AgencyId to, PapersStage stage, Predicate<AgencyId> mayOwe, Instant since, Instant now) {
    for (Slot slot : byId.values()) {
      Agreement it = slot.approved();
      if (it != null && it.inForce(now) && !since.isBefore(it.validFrom())) {
        Optional<PapersDuty> duty = PapersDuty.of(it, to, stage, mayOwe);
        if (duty.isPresent()) {
          return duty;
        }
      }
    }
    return Optional.empty();
  }

  /** The version of an agreement that was approved last. */
  Optional<Agreement> agreement(String id) {
    return Optional.ofNullable(byId.get(id)).map(Slot::approved);
  }

  /** An agreement with its draft. */
  Optional<Slot> slot(String id) {
    return Optional.ofNullable(byId.get(id));
  }

  /** Agreements with ids after the given one, in order of id. */
  Collection<Slot> after(String id) {
    return byId.tailMap(id, false).values();
  }

  /** This book with newer versions in it. */
  AgreementBook with(List<Proposed> versions, List<StateChange> states) {
    NavigableMap<String, Slot> all = new TreeMap<>(byId);
    for (Proposed proposed : versions) {
      all.merge(proposed.version().id(), first(proposed), (old, it) -> later(old, proposed));
    }
    for (StateChange change : states) {
      all.computeIfPresent(change.id(), (id, slot) -> changed(slot, change));
    }
    return new AgreementBook(all, checks);
  }

  /** This book deciding by other checks; for tests that leave one out. */
  AgreementBook decidingBy(List<Check> other) {
    return new AgreementBook(byId, List.copyOf(other));
  }

  private Decision.@Nullable Reason missing(
      Agreement agreement, Sharing what, @Nullable Reading by, Instant now) {
    for (Check check : checks) {
      if (!check.rule().passes(agreement, what, by, now)) {
        return check.reason();
      }
    }
    return null;
  }

  private static Slot first(Proposed proposed) {
    return isDraft(proposed)
        ? new Slot(null, proposed.version(), proposed.by())
        : new Slot(proposed.version(), null, null);
  }

  private static Slot later(Slot old, Proposed proposed) {
    Agreement approved = old.approved();
    int version = proposed.version().version();
    if (isDraft(proposed)) {
      return new Slot(approved, proposed.version(), proposed.by());
    }
    boolean newer = approved == null || version > approved.version();
    return newer ? new Slot(proposed.version(), old.draft(), old.waitsFor()) : old;
  }

  private static boolean isDraft(Proposed proposed) {
    return proposed.version().state() == Agreement.State.DRAFT;
  }

  private static Slot changed(Slot slot, StateChange change) {
    Agreement draft = slot.draft();
    Agreement approved = slot.approved();
    if (draft != null && draft.version() == change.version()) {
      return change.state() == Agreement.State.IN_FORCE
          ? new Slot(draft.in(Agreement.State.IN_FORCE), null, null)
          : slot;
    }
    if (approved == null || approved.version() != change.version()) {
      return slot;
    }
    boolean suspended = change.state() == Agreement.State.SUSPENDED;
    return new Slot(
        approved.in(change.state()),
        draft,
        suspended && draft == null ? change.by() : slot.waitsFor());
  }
}
