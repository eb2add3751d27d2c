package uk.yjx.server.agreements;

import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import uk.yjx.common.v1.HandlingConditions;
import uk.yjx.common.v1.Marking;
import uk.yjx.common.v1.Role;

/**
 * One of the checks a disclosure must pass, all of them and in this order. A decision is nothing
 * but this list, so a test can leave one out and see what it was for.
 *
 * @param reason what is missing when it does not pass
 */
record Check(Decision.Reason reason, Rule rule) {

  /** Whether an agreement lets something pass; the reading is null while nobody reads yet. */
  interface Rule {
    boolean passes(Agreement under, Sharing what, @Nullable Reading by, Instant now);
  }

  /** Code C never goes to them, whatever an agreement says (3x5x2: volunteers, schools). */
  private static final Set<Role> NEVER_CODE_C =
      Set.of(Role.ROLE_VOLUNTEER, Role.ROLE_EDUCATION_WORKER);

  /** Every check. */
  static final List<Check> ALL =
      List.of(
          new Check(
              Decision.Reason.NO_AGREEMENT,
              (under, what, by, now) ->
                  under.from().contains(what.from()) && under.to().contains(what.to())),
          new Check(Decision.Reason.NOT_IN_FORCE, (under, what, by, now) -> under.inForce(now)),
          new Check(
              Decision.Reason.CATEGORY_NOT_COVERED,
              (under, what, by, now) -> under.categories().contains(what.category())),
          new Check(
              Decision.Reason.GATEWAY_NOT_COVERED,
              (under, what, by, now) -> under.gateways().contains(what.handling().getGateway())),
          new Check(
              Decision.Reason.REGIME_NOT_COVERED,
              (under, what, by, now) ->
                  under.terms().regimes().isEmpty()
                      || under.terms().regimes().contains(what.handling().getRegime())),
          new Check(
              Decision.Reason.MARKING_TOO_HIGH,
              (under, what, by, now) ->
                  what.handling().getMarkingValue() <= Marking.MARKING_OFFICIAL_SENSITIVE_VALUE),
          new Check(
              Decision.Reason.PURPOSE_NOT_COVERED,
              (under, what, by, now) -> by == null || under.purposes().contains(by.purpose())),
          new Check(
              Decision.Reason.ROLE_NOT_COVERED,
              (under, what, by, now) ->
                  by == null || by.role() == null || mayRead(under, by.role())),
          new Check(
              Decision.Reason.CODE_C_NOT_FOR_ROLE,
              (under, what, by, now) ->
                  by == null
                      || by.role() == null
                      || !what.isCodeC()
                      || !NEVER_CODE_C.contains(by.role())),
          new Check(
              Decision.Reason.NOT_A_RECIPIENT, (under, what, by, now) -> isRecipient(what, by)),
          new Check(
              Decision.Reason.CONDITIONS_EXPIRED, (under, what, by, now) -> !isOver(what, now)),
          new Check(
              Decision.Reason.PROTECTED_PERSON,
              (under, what, by, now) -> by == null || !what.protectedPerson() || by.named()),
          new Check(
              Decision.Reason.CONDITION_NOT_MET, (under, what, by, now) -> holds(under, what, by)));

  /** A volunteer reads nothing, whatever an agreement says. */
  private static boolean mayRead(Agreement under, Role role) {
    return role != Role.ROLE_VOLUNTEER && under.terms().roles().contains(role);
  }

  /** Whether the originator's conditions name the recipient, where they name any. */
  private static boolean isRecipient(Sharing what, @Nullable Reading by) {
    if (!what.handling().hasConditions()) {
      return true;
    }
    HandlingConditions only = what.handling().getConditions();
    boolean agency =
        only.getRecipientAgenciesCount() == 0
            || only.getRecipientAgenciesList().contains(what.to().value());
    if (by == null || by.role() == null) {
      return agency;
    }
    boolean named =
        only.getNamedRecipientsCount() == 0
            || (by.who() != null && only.getNamedRecipientsList().contains(by.who().toString()));
    return agency
        && named
        && (only.getRecipientRolesCount() == 0 || only.getRecipientRolesList().contains(by.role()));
  }

  private static boolean isOver(Sharing what, Instant now) {
    HandlingConditions conditions = what.handling().getConditions();
    return conditions.hasExpiresAt()
        && now.getEpochSecond() >= conditions.getExpiresAt().getSeconds();
  }

  private static boolean holds(Agreement under, Sharing what, @Nullable Reading by) {
    List<Condition> conditions = under.terms().conditions();
    if (conditions.isEmpty()) {
      return true;
    }
    Words words = new Words(what, by);
    for (Condition condition : conditions) {
      boolean later = condition.ofReader() && by == null;
      if (!later && !condition.holds(words)) {
        return false;
      }
    }
    return true;
  }
}
