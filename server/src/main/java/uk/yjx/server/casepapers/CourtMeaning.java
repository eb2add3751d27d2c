package uk.yjx.server.casepapers;

import java.util.Locale;
import uk.yjx.alerts.v1.Alert;
import uk.yjx.alerts.v1.AlertFacts;
import uk.yjx.alerts.v1.AlertKind;
import uk.yjx.alerts.v1.CourtFacts;
import uk.yjx.alerts.v1.DisclosureBasis;
import uk.yjx.casepapers.v1.BailOutcome;
import uk.yjx.casepapers.v1.CourtEvent;
import uk.yjx.casepapers.v1.RecordCourtEventRequest;
import uk.yjx.casepapers.v1.ReportKind;
import uk.yjx.common.v1.EventTime;
import uk.yjx.common.v1.TimePrecision;
import uk.yjx.server.kernel.Urgency;

/** What a court event means for the child's worker: how soon it must be known, and what is told. */
final class CourtMeaning {

  private CourtMeaning() {}

  /** A result, a remand and a report on the day must be known the same day; the rest tomorrow. */
  static Urgency urgency(RecordCourtEventRequest request) {
    return !request.getWithdrawn() && needsSomebody(request.getEvent())
        ? Urgency.SAME_DAY
        : Urgency.ROUTINE;
  }

  /** Whether a service must act at once, so that somebody must know even where nobody is known. */
  static boolean needsSomebody(CourtEvent event) {
    return switch (event.getDetailCase()) {
      case RESULT -> OrderState.supervises(event.getResult().getDisposal());
      case REPORT_ORDERED ->
          event.getReportOrdered().getKind() == ReportKind.REPORT_KIND_STAND_DOWN;
      case BAIL ->
          event.getBail().getOutcome() == BailOutcome.BAIL_OUTCOME_REMAND_LOCAL_AUTHORITY
              || event.getBail().getOutcome() == BailOutcome.BAIL_OUTCOME_REMAND_YOUTH_DETENTION;
      case CONTRACT_SIGNED,
          PANEL_LISTED,
          ORDER_VARIED,
          APPEAL,
          RESULT_REOPENED,
          ORDER_ENDED,
          OUT_OF_COURT,
          ASSESSMENT_STARTED,
          DETAIL_NOT_SET ->
          false;
    };
  }

  /** What the worker is told: nothing of other defendants, no offences; the record has them. */
  static Alert facts(RecordCourtEventRequest request, String urn) {
    CourtEvent event = request.getEvent();
    return Alert.newBuilder()
        .setKind(AlertKind.ALERT_KIND_COURT_EVENT)
        .setEventTime(
            EventTime.newBuilder()
                .setEarliest(event.getOccurredAt())
                .setPrecision(TimePrecision.TIME_PRECISION_EXACT))
        .setMarking(request.getHandling().getMarking())
        .setBasis(DisclosureBasis.newBuilder().setRegime(request.getHandling().getRegime()))
        .setFacts(
            AlertFacts.newBuilder()
                .setCourt(
                    CourtFacts.newBuilder()
                        .setUrn(urn)
                        .setWhat(event.getDetailCase().name().toUpperCase(Locale.ROOT))
                        .setDisposal(event.getResult().getDisposal())
                        .setCorrected(request.getVersion() > 1)
                        .setWithdrawn(request.getWithdrawn())))
        .build();
  }
}
