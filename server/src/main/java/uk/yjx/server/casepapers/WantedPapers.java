package uk.yjx.server.casepapers;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import uk.yjx.agreements.v1.PapersStage;
import uk.yjx.casepapers.v1.BailOutcome;
import uk.yjx.casepapers.v1.Disposal;
import uk.yjx.casepapers.v1.FileType;
import uk.yjx.casepapers.v1.Plea;
import uk.yjx.casepapers.v1.ReportKind;
import uk.yjx.identity.v1.AgencyKind;
import uk.yjx.server.kernel.ChildId;

/**
 * Papers that a step of a case calls for, whether or not anybody has agreed to send them.
 *
 * @param stage the step
 * @param ordered what was ordered first; unspecified before a result
 * @param day day of the step
 * @param since when the step was taken
 * @param disposal what the order is now
 * @param panelAt when the panel meets; null for other steps
 * @param assessmentStartedAt when the service began to assess; null before
 */
record WantedPapers(
    PapersStage stage,
    Disposal ordered,
    LocalDate day,
    Instant since,
    Disposal disposal,
    Plea plea,
    FileType fileType,
    @Nullable Instant panelAt,
    @Nullable Instant assessmentStartedAt) {

  /** What a matter calls for on a day; each step once. */
  static List<WantedPapers> of(Matter matter, LocalDate today) {
    List<WantedPapers> all = new ArrayList<>();
    for (OrderState order : matter.orders()) {
      if (order.isSupervised(today)) {
        boolean referral = order.key().disposal() == Disposal.DISPOSAL_REFERRAL_ORDER;
        all.add(
            of(
                order,
                referral ? PapersStage.PAPERS_STAGE_REFERRAL_ORDER : PapersStage.PAPERS_STAGE_ORDER,
                order.pronouncedAt(),
                null));
        Instant listed = order.panelListedAt();
        if (listed != null) {
          all.add(of(order, PapersStage.PAPERS_STAGE_PANEL, listed, order.panelAt()));
        }
      }
    }
    for (Matter.Report report : matter.reports()) {
      if (report.open()) {
        boolean now = report.kind() == ReportKind.REPORT_KIND_STAND_DOWN;
        all.add(
            before(
                now ? PapersStage.PAPERS_STAGE_STAND_DOWN_REPORT : PapersStage.PAPERS_STAGE_REPORT,
                report.at(),
                report.day()));
      }
    }
    matter
        .bail()
        .filter(bail -> bail.open() && needsWork(bail.outcome()))
        .ifPresent(bail ->
            all.add(before(PapersStage.PAPERS_STAGE_BAIL_OR_REMAND, bail.at(), bail.day())));
    for (Matter.Decision decision : matter.decisions()) {
      all.add(before(stage(decision), decision.at(), decision.day()));
    }
    Map<String, WantedPapers> once = new LinkedHashMap<>();
    all.forEach(wanted -> once.putIfAbsent(wanted.name(), wanted));
    return List.copyOf(once.values());
  }

  /** Names the expectation: the same for the same child, case, step and day. */
  UUID id(ChildId child, long urnKey) {
    String text = "papers\n" + child.value() + "\n" + urnKey + "\n" + name();
    return UUID.nameUUIDFromBytes(text.getBytes(StandardCharsets.UTF_8));
  }

  /** The kind of agency that owes papers for a step: without a court, the police. */
  static AgencyKind owedBy(PapersStage stage) {
    return switch (stage) {
      case PAPERS_STAGE_CAUTION,
          PAPERS_STAGE_COMMUNITY_RESOLUTION,
          PAPERS_STAGE_DEFERRED_PROSECUTION ->
          AgencyKind.AGENCY_KIND_POLICE;
      case PAPERS_STAGE_STAND_DOWN_REPORT,
          PAPERS_STAGE_REPORT,
          PAPERS_STAGE_BAIL_OR_REMAND,
          PAPERS_STAGE_REFERRAL_ORDER,
          PAPERS_STAGE_ORDER,
          PAPERS_STAGE_PANEL,
          PAPERS_STAGE_UNSPECIFIED,
          UNRECOGNIZED ->
          AgencyKind.AGENCY_KIND_CPS;
    };
  }

  private String name() {
    return stage.getNumber() + "\n" + ordered.getNumber() + "\n" + day;
  }

  private static WantedPapers of(
      OrderState order, PapersStage stage, Instant since, @Nullable Instant panelAt) {
    return new WantedPapers(
        stage,
        order.key().disposal(),
        order.key().day(),
        since,
        order.disposal(),
        order.plea(),
        order.fileType(),
        panelAt,
        order.assessmentStartedAt());
  }

  private static WantedPapers before(PapersStage stage, Instant since, LocalDate day) {
    return new WantedPapers(
        stage,
        Disposal.DISPOSAL_UNSPECIFIED,
        day,
        since,
        Disposal.DISPOSAL_UNSPECIFIED,
        Plea.PLEA_UNSPECIFIED,
        FileType.FILE_TYPE_UNSPECIFIED,
        null,
        null);
  }

  private static boolean needsWork(BailOutcome outcome) {
    return switch (outcome) {
      case BAIL_OUTCOME_SUPERVISED,
          BAIL_OUTCOME_REMAND_LOCAL_AUTHORITY,
          BAIL_OUTCOME_REMAND_YOUTH_DETENTION ->
          true;
      case BAIL_OUTCOME_UNCONDITIONAL,
          BAIL_OUTCOME_CONDITIONAL,
          BAIL_OUTCOME_UNSPECIFIED,
          UNRECOGNIZED ->
          false;
    };
  }

  private static PapersStage stage(Matter.Decision decision) {
    return switch (decision.kind()) {
      case OUT_OF_COURT_KIND_YOUTH_CAUTION, OUT_OF_COURT_KIND_YOUTH_CONDITIONAL_CAUTION ->
          PapersStage.PAPERS_STAGE_CAUTION;
      case OUT_OF_COURT_KIND_COMMUNITY_RESOLUTION -> PapersStage.PAPERS_STAGE_COMMUNITY_RESOLUTION;
      case OUT_OF_COURT_KIND_DEFERRED_PROSECUTION -> PapersStage.PAPERS_STAGE_DEFERRED_PROSECUTION;
      case OUT_OF_COURT_KIND_UNSPECIFIED, UNRECOGNIZED ->
          throw new IllegalArgumentException("a decision has a kind");
    };
  }
}
