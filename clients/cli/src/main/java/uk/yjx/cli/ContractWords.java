package uk.yjx.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import picocli.CommandLine;
import picocli.CommandLine.TypeConversionException;
import uk.yjx.alerts.v1.AlertKind;
import uk.yjx.alerts.v1.AlertOutcome;
import uk.yjx.alerts.v1.AlertState;
import uk.yjx.alerts.v1.EmergencyDecision;
import uk.yjx.alerts.v1.EmergencyReason;
import uk.yjx.alerts.v1.Scope;
import uk.yjx.caseload.v1.SeparationEffect;
import uk.yjx.caseload.v1.SeparationReason;
import uk.yjx.casepapers.v1.DeclineReason;
import uk.yjx.casepapers.v1.DocumentRestriction;
import uk.yjx.casepapers.v1.PapersAnswer;
import uk.yjx.casepapers.v1.PapersContent;
import uk.yjx.clusters.v1.ClosingReason;
import uk.yjx.clusters.v1.JointActionKind;
import uk.yjx.clusters.v1.JointActionOutcome;
import uk.yjx.common.v1.LegalGateway;
import uk.yjx.common.v1.Marking;
import uk.yjx.common.v1.Purpose;
import uk.yjx.common.v1.RecallReason;
import uk.yjx.common.v1.Regime;
import uk.yjx.common.v1.Role;
import uk.yjx.common.v1.Urgency;
import uk.yjx.identity.v1.AgencyKind;
import uk.yjx.oversight.v1.CasePart;
import uk.yjx.safeguarding.v1.ConcernDecision;
import uk.yjx.safeguarding.v1.OwedKind;
import uk.yjx.safeguarding.v1.StatementBasis;

/** The contract's enum values as words of the command line: {@code case-manager} for a role. */
public final class ContractWords {

  private ContractWords() {}

  /** The word for a value, without its type: {@code ROLE_CASE_MANAGER} is «case-manager». */
  public static String of(Enum<?> value) {
    String name = value.name();
    String prefix = prefix(value.getDeclaringClass());
    String bare = name.startsWith(prefix) ? name.substring(prefix.length()) : name;
    return bare.toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** Teaches a command line to read the values it needs. */
  static void register(CommandLine line) {
    register(line, Role.class);
    register(line, AgencyKind.class);
    register(line, Purpose.class);
    register(line, Scope.class);
    register(line, Urgency.class);
    register(line, AlertKind.class);
    register(line, AlertState.class);
    register(line, CasePart.class);
    register(line, AlertOutcome.class);
    register(line, RecallReason.class);
    register(line, DeclineReason.class);
    register(line, EmergencyDecision.class);
    register(line, EmergencyReason.class);
    register(line, PapersAnswer.class);
    register(line, PapersContent.class);
    register(line, SeparationReason.class);
    register(line, SeparationEffect.class);
    register(line, LegalGateway.class);
    register(line, Marking.class);
    register(line, Regime.class);
    register(line, DocumentRestriction.class);
    register(line, ConcernDecision.class);
    register(line, StatementBasis.class);
    register(line, OwedKind.class);
    register(line, ClosingReason.class);
    register(line, JointActionKind.class);
    register(line, JointActionOutcome.class);
  }

  private static <E extends Enum<E>> void register(CommandLine line, Class<E> type) {
    line.registerConverter(type, text -> parse(type, text));
  }

  /** The value for a word. */
  static <E extends Enum<E>> E parse(Class<E> type, String text) {
    String word = text.toLowerCase(Locale.ROOT).replace('_', '-');
    List<String> known = new ArrayList<>();
    for (E value : type.getEnumConstants()) {
      String own = of(value);
      if (own.equals("unspecified") || own.equals("unrecognized")) {
        continue;
      }
      if (own.equals(word) || value.name().equalsIgnoreCase(text)) {
        return value;
      }
      known.add(own);
    }
    throw new TypeConversionException("'" + text + "' is not one of " + String.join(", ", known));
  }

  // AgencyKind → AGENCY_KIND_
  private static String prefix(Class<?> type) {
    return type.getSimpleName().replaceAll("(?<=[a-z])(?=[A-Z])", "_").toUpperCase(Locale.ROOT)
        + "_";
  }
}
