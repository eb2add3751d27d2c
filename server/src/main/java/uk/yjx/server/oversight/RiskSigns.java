package uk.yjx.server.oversight;

import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import uk.yjx.oversight.v1.Contribution;
import uk.yjx.oversight.v1.ReviewOutcome;
import uk.yjx.oversight.v1.RiskSign;
import uk.yjx.server.alerts.CaseAlerts.Outline;
import uk.yjx.server.kernel.Urgency;

/** What makes a closed review worth a manager's look, as signs and as one number. Pure. */
final class RiskSigns {
  /** Significant alerts from which on they are several. */
  static final int SEVERAL = 3;

  private RiskSigns() {}

  /** The signs of a closing. */
  static Set<RiskSign> of(
      ReviewOutcome outcome,
      boolean unchangedCopy,
      boolean late,
      int challengesBefore,
      List<Outline> triggers,
      List<Contribution> contributions) {
    Set<RiskSign> signs = EnumSet.noneOf(RiskSign.class);
    add(
        signs,
        outcome == ReviewOutcome.REVIEW_OUTCOME_NO_REVIEW_NEEDED,
        RiskSign.RISK_SIGN_NO_REVIEW_NEEDED);
    add(signs, unchangedCopy, RiskSign.RISK_SIGN_UNCHANGED_COPY);
    add(
        signs,
        !contributions.isEmpty() && contributions.stream().noneMatch(Contribution::hasAt),
        RiskSign.RISK_SIGN_NO_CONTRIBUTION);
    add(
        signs,
        triggers.stream().anyMatch(alert -> alert.urgency() == Urgency.IMMEDIATE),
        RiskSign.RISK_SIGN_IMMEDIATE);
    add(signs, triggers.size() >= SEVERAL, RiskSign.RISK_SIGN_SEVERAL);
    add(signs, late, RiskSign.RISK_SIGN_LATE);
    add(signs, challengesBefore > 0, RiskSign.RISK_SIGN_CHALLENGED_BEFORE);
    return signs;
  }

  /** The signs as bits, for the table. */
  static int bits(Set<RiskSign> signs) {
    return signs.stream().mapToInt(sign -> 1 << sign.getNumber()).sum();
  }

  /** The signs of bits, in order. */
  static List<RiskSign> of(int bits) {
    return java.util.Arrays.stream(RiskSign.values())
        .filter(sign -> sign != RiskSign.UNRECOGNIZED && sign != RiskSign.RISK_SIGN_UNSPECIFIED)
        .filter(sign -> (bits & (1 << sign.getNumber())) != 0)
        .toList();
  }

  /** How heavily a review weighs in the sample, from 1: each sign doubles it. */
  static int weight(int bits) {
    return 1 << Integer.bitCount(bits);
  }

  private static void add(Set<RiskSign> signs, boolean there, RiskSign sign) {
    if (there) {
      signs.add(sign);
    }
  }
}
