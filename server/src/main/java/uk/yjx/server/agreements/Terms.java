package uk.yjx.server.agreements;

import java.util.List;
import java.util.Set;
import uk.yjx.agreements.v1.AgreementExample;
import uk.yjx.agreements.v1.Obligation;
import uk.yjx.agreements.v1.PapersTerm;
import uk.yjx.agreements.v1.SenderKnowledge;
import uk.yjx.common.v1.Regime;
import uk.yjx.common.v1.Role;

/**
 * What an agreement says beyond its parties, data, gateways and purposes.
 *
 * @param regimes regimes under which senders process; empty for any
 * @param roles roles in which recipients may read
 * @param conditions what must hold besides, in order
 * @param obligations what recipients are obliged to, in order
 * @param retentionDays days for which recipients may keep it; 0 for as long as the child's record
 * @param senderMayLearn what senders may learn of delivery
 * @param text what it says, for a lawyer
 * @param examples what must come of it
 * @param papers papers that the senders owe, and by when
 */
record Terms(
    Set<Regime> regimes,
    Set<Role> roles,
    List<Condition> conditions,
    List<Obligation> obligations,
    int retentionDays,
    Set<SenderKnowledge> senderMayLearn,
    String text,
    List<AgreementExample> examples,
    List<PapersTerm> papers) {

  /** Those who supervise children and social care's front doors. */
  static final Set<Role> SUPERVISING =
      Set.of(
          Role.ROLE_CASE_MANAGER,
          Role.ROLE_SERVICE_MANAGER,
          Role.ROLE_DUTY_OFFICER,
          Role.ROLE_FRONT_DOOR);

  /** Any regime, supervising roles, and nothing else. */
  static final Terms PLAIN =
      new Terms(Set.of(), SUPERVISING, List.of(), List.of(), 0, Set.of(), "", List.of(), List.of());

  Terms {
    regimes = Set.copyOf(regimes);
    roles = Set.copyOf(roles);
    conditions = List.copyOf(conditions);
    obligations = List.copyOf(obligations);
    senderMayLearn = Set.copyOf(senderMayLearn);
    examples = List.copyOf(examples);
    papers = List.copyOf(papers);
    if (roles.isEmpty() || retentionDays < 0) {
      throw new IllegalArgumentException(
          "an agreement names roles and a retention of no less than 0");
    }
  }
}
