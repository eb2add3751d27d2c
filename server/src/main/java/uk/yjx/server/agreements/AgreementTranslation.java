package uk.yjx.server.agreements;

import com.google.protobuf.Timestamp;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import uk.yjx.agreements.v1.AgreementCondition;
import uk.yjx.agreements.v1.AgreementState;
import uk.yjx.server.caseload.ContractInstant;
import uk.yjx.server.journal.Receipts;
import uk.yjx.server.kernel.AgencyId;
import uk.yjx.server.kernel.Violations;

/** Reads and writes agreements in the form of the contract. */
final class AgreementTranslation {
  private static final String VALIDATION_FAILED = "VALIDATION_FAILED";

  private AgreementTranslation() {}

  /** What was sent, as a draft of version 1; refuses with everything that is wrong in it. */
  static Agreement read(uk.yjx.agreements.v1.Agreement sent) {
    Violations violations = new Violations();
    if (sent.getTitle().isBlank() || sent.getTitle().chars().anyMatch(Character::isISOControl)) {
      violations.add(
          VALIDATION_FAILED, "agreement.title", "a title is not blank, without control characters");
    }
    Set<AgencyId> from =
        agencies(sent.getFromAgenciesList(), "agreement.from_agencies", violations);
    Set<AgencyId> to = agencies(sent.getToAgenciesList(), "agreement.to_agencies", violations);
    Instant validFrom = instant(sent.getValidFrom(), "agreement.valid_from", violations);
    Instant validTo = instant(sent.getValidTo(), "agreement.valid_to", violations);
    if (validFrom != null && validTo != null && !validFrom.isBefore(validTo)) {
      violations.add(
          "VALIDITY_REVERSED", "agreement.valid_to", "an agreement ends after it begins");
    }
    Terms terms = terms(sent, violations);
    violations.throwIfAny();
    if (validFrom == null || validTo == null) {
      throw new IllegalStateException("a missing instant was not reported");
    }
    return new Agreement(
        sent.getAgreementId(),
        1,
        sent.getTitle(),
        from,
        to,
        Set.copyOf(sent.getCategoriesList()),
        Set.copyOf(sent.getGatewaysList()),
        Set.copyOf(sent.getPurposesList()),
        validFrom,
        validTo,
        Agreement.State.DRAFT,
        terms);
  }

  /** What a stored agreement says besides; its conditions were compiled when it was proposed. */
  static Terms terms(uk.yjx.agreements.v1.Agreement stored) {
    return terms(stored, new Violations());
  }

  private static Terms terms(uk.yjx.agreements.v1.Agreement it, Violations violations) {
    List<Condition> conditions = new ArrayList<>();
    for (int i = 0; i < it.getConditionsCount(); i++) {
      AgreementCondition one = it.getConditions(i);
      try {
        conditions.add(Condition.compile(one.getId(), one.getText(), one.getExpression()));
      } catch (IllegalArgumentException e) {
        violations.add(
            "CONDITION_INVALID",
            "agreement.conditions[" + i + "].expression",
            String.valueOf(e.getMessage()));
      }
    }
    return new Terms(
        Set.copyOf(it.getRegimesList()),
        it.getRecipientRolesCount() == 0
            ? Terms.SUPERVISING
            : Set.copyOf(it.getRecipientRolesList()),
        conditions,
        it.getObligationsList(),
        it.getRetentionDays(),
        Set.copyOf(it.getSenderMayLearnList()),
        it.getText(),
        it.getExamplesList(),
        PapersTerms.read(it, violations));
  }

  /** An agreement as the contract carries it, its sets in order. */
  static uk.yjx.agreements.v1.Agreement write(Agreement it) {
    return uk.yjx.agreements.v1.Agreement.newBuilder()
        .setAgreementId(it.id())
        .setVersion(it.version())
        .setTitle(it.title())
        .addAllFromAgencies(texts(it.from()))
        .addAllToAgencies(texts(it.to()))
        .addAllCategories(it.categories().stream().sorted().toList())
        .addAllGateways(it.gateways().stream().sorted().toList())
        .addAllPurposes(it.purposes().stream().sorted().toList())
        .setValidFrom(Receipts.timestamp(it.validFrom()))
        .setValidTo(Receipts.timestamp(it.validTo()))
        .setEnded(it.ended())
        .setState(state(it.state()))
        .addAllRegimes(it.terms().regimes().stream().sorted().toList())
        .addAllRecipientRoles(it.terms().roles().stream().sorted().toList())
        .addAllConditions(
            it.terms().conditions().stream()
                .map(c ->
                    AgreementCondition.newBuilder()
                        .setId(c.id())
                        .setText(c.text())
                        .setExpression(c.expression())
                        .build())
                .toList())
        .addAllObligations(it.terms().obligations())
        .setRetentionDays(it.terms().retentionDays())
        .addAllSenderMayLearn(it.terms().senderMayLearn().stream().sorted().toList())
        .setText(it.terms().text())
        .addAllExamples(it.terms().examples())
        .addAllPapers(it.terms().papers())
        .build();
  }

  private static AgreementState state(Agreement.State state) {
    return switch (state) {
      case DRAFT -> AgreementState.AGREEMENT_STATE_DRAFT;
      case IN_FORCE -> AgreementState.AGREEMENT_STATE_IN_FORCE;
      case SUSPENDED -> AgreementState.AGREEMENT_STATE_SUSPENDED;
      case ENDED -> AgreementState.AGREEMENT_STATE_EXPIRED;
    };
  }

  private static Set<AgencyId> agencies(List<String> texts, String path, Violations violations) {
    Set<AgencyId> found = new LinkedHashSet<>();
    for (int i = 0; i < texts.size(); i++) {
      try {
        found.add(new AgencyId(texts.get(i)));
      } catch (IllegalArgumentException noId) {
        violations.add(
            VALIDATION_FAILED,
            path + "[" + i + "]",
            "an agency id is 2 to 40 characters from a-z 0-9 -");
      }
    }
    return found;
  }

  private static @Nullable Instant instant(Timestamp at, String path, Violations violations) {
    Optional<Instant> instant = ContractInstant.of(at);
    if (instant.isEmpty()) {
      violations.add(VALIDATION_FAILED, path, "there is no such instant");
    }
    return instant.orElse(null);
  }

  private static List<String> texts(Collection<AgencyId> agencies) {
    List<String> texts = new ArrayList<>();
    agencies.stream().sorted().forEach(agency -> texts.add(agency.value()));
    return texts;
  }
}
