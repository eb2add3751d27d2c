package uk.yjx.server.safeguarding;

import static uk.yjx.safeguarding.v1.ChildNoticeDetail.DetailCase;

import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import uk.yjx.agreements.v1.DataCategory;
import uk.yjx.alerts.v1.AlertKind;
import uk.yjx.safeguarding.v1.ChildNoticeKind;
import uk.yjx.server.kernel.Urgency;

/** What each kind of notice is: one row a kind. */
final class KindTable {
  /** Version of the table; it goes up with every change. */
  static final int VERSION = 1;

  private static final DataCategory CARE = DataCategory.DATA_CATEGORY_SOCIAL_CARE_EVENT;
  private static final DataCategory DANGER = DataCategory.DATA_CATEGORY_SAFEGUARDING_EVENT;
  private static final DataCategory HEALTH = DataCategory.DATA_CATEGORY_HEALTH_EVENT;
  private static final DataCategory CUSTODY = DataCategory.DATA_CATEGORY_CUSTODY_EVENT;
  private static final DataCategory MAPPA = DataCategory.DATA_CATEGORY_PUBLIC_PROTECTION_EVENT;

  private KindTable() {}

  /** Things that begin and end. */
  enum Span {
    PROTECTION_PLAN(AlertKind.ALERT_KIND_PROTECTION_PLAN, AlertKind.ALERT_KIND_PROTECTION_PLAN),
    CARE(AlertKind.ALERT_KIND_CHILD_IN_CARE, AlertKind.ALERT_KIND_CHILD_IN_CARE),
    PLACEMENT(AlertKind.ALERT_KIND_PLACEMENT, AlertKind.ALERT_KIND_PLACEMENT),
    MISSING(AlertKind.ALERT_KIND_MISSING, AlertKind.ALERT_KIND_RETURNED),
    ASSESSMENT(AlertKind.ALERT_KIND_SOCIAL_CARE, AlertKind.ALERT_KIND_SOCIAL_CARE),
    SECTION_47(AlertKind.ALERT_KIND_PROTECTION_ENQUIRY, AlertKind.ALERT_KIND_PROTECTION_ENQUIRY),
    HOSPITAL_STAY(AlertKind.ALERT_KIND_HOSPITALISED, AlertKind.ALERT_KIND_HEALTH);

    private final AlertKind open;
    private final AlertKind ended;

    Span(AlertKind open, AlertKind ended) {
      this.open = open;
      this.ended = ended;
    }

    /** What is said of it while it goes on, or when it is over. */
    AlertKind says(Episode.State state) {
      return state == Episode.State.OPEN ? open : ended;
    }

    /** How soon: what goes on the same day, but for an assessment; what is over by routine. */
    Urgency urgency(Episode.State state) {
      return state == Episode.State.OPEN && this != ASSESSMENT ? Urgency.SAME_DAY : Urgency.ROUTINE;
    }
  }

  /**
   * A row.
   *
   * @param says what an alert of it is about
   * @param detail the facts it may have
   * @param needed whether it must have them
   * @param span what it begins or ends; null for neither
   * @param edge what it tells of that; null with no span
   */
  record Row(
      DataCategory category,
      AlertKind says,
      Urgency urgency,
      @Nullable DetailCase detail,
      boolean needed,
      @Nullable Span span,
      Episode.@Nullable Edge edge) {

    /** Whether the sender must name the episode. */
    boolean needsReference() {
      return span != null;
    }

    private Row with(DetailCase facts, boolean must) {
      return new Row(category, says, urgency, facts, must, span, edge);
    }
  }

  /** Kinds of which a front door is told when nobody knows the child. */
  static final Set<ChildNoticeKind> REFERABLE =
      Set.of(
          ChildNoticeKind.CHILD_NOTICE_KIND_MISSING_STARTED,
          ChildNoticeKind.CHILD_NOTICE_KIND_EXPLOITATION_CONCERN,
          ChildNoticeKind.CHILD_NOTICE_KIND_SERIOUS_INCIDENT);

  /** The row of a kind. */
  static Row of(ChildNoticeKind kind) {
    return switch (kind) {
      case CHILD_NOTICE_KIND_PROTECTION_PLAN_STARTED ->
          start(CARE, Span.PROTECTION_PLAN).with(DetailCase.PROTECTION_PLAN, true);
      case CHILD_NOTICE_KIND_PROTECTION_PLAN_ENDED ->
          end(CARE, Span.PROTECTION_PLAN).with(DetailCase.PROTECTION_PLAN, false);
      case CHILD_NOTICE_KIND_CARE_STARTED -> start(CARE, Span.CARE).with(DetailCase.CARE, true);
      case CHILD_NOTICE_KIND_CARE_ENDED -> end(CARE, Span.CARE).with(DetailCase.CARE, false);
      case CHILD_NOTICE_KIND_LEGAL_STATUS_CHANGED ->
          same(CARE, AlertKind.ALERT_KIND_CHILD_IN_CARE).with(DetailCase.CARE, true);
      case CHILD_NOTICE_KIND_PLACEMENT_STARTED ->
          start(CARE, Span.PLACEMENT).with(DetailCase.PLACEMENT, true);
      case CHILD_NOTICE_KIND_PLACEMENT_ENDED ->
          end(CARE, Span.PLACEMENT).with(DetailCase.PLACEMENT, false);
      case CHILD_NOTICE_KIND_MISSING_STARTED ->
          start(DANGER, Span.MISSING).with(DetailCase.MISSING, false);
      case CHILD_NOTICE_KIND_MISSING_ENDED ->
          end(DANGER, Span.MISSING).with(DetailCase.MISSING, false);
      case CHILD_NOTICE_KIND_RETURN_INTERVIEW_DONE ->
          new Row(
              DANGER,
              AlertKind.ALERT_KIND_RETURN_INTERVIEW,
              Urgency.ROUTINE,
              null,
              false,
              Span.MISSING,
              Episode.Edge.INTERVIEW);
      case CHILD_NOTICE_KIND_AWAY_WITHOUT_AUTHORISATION ->
          same(DANGER, AlertKind.ALERT_KIND_MISSING).with(DetailCase.MISSING, false);
      case CHILD_NOTICE_KIND_REFERRAL_DECIDED ->
          routine(CARE, AlertKind.ALERT_KIND_SOCIAL_CARE).with(DetailCase.ENQUIRY, false);
      case CHILD_NOTICE_KIND_ASSESSMENT_STARTED -> start(CARE, Span.ASSESSMENT);
      case CHILD_NOTICE_KIND_ASSESSMENT_ENDED ->
          end(CARE, Span.ASSESSMENT).with(DetailCase.ENQUIRY, false);
      case CHILD_NOTICE_KIND_STRATEGY_DISCUSSION ->
          same(CARE, AlertKind.ALERT_KIND_PROTECTION_ENQUIRY).with(DetailCase.ENQUIRY, false);
      case CHILD_NOTICE_KIND_SECTION_47_STARTED -> start(CARE, Span.SECTION_47);
      case CHILD_NOTICE_KIND_SECTION_47_ENDED ->
          end(CARE, Span.SECTION_47).with(DetailCase.ENQUIRY, false);
      case CHILD_NOTICE_KIND_CONFERENCE_HELD ->
          routine(CARE, AlertKind.ALERT_KIND_PROTECTION_ENQUIRY)
              .with(DetailCase.PROTECTION_PLAN, false);
      case CHILD_NOTICE_KIND_EMERGENCY_PROTECTION ->
          same(DANGER, AlertKind.ALERT_KIND_PROTECTION_ENQUIRY);
      case CHILD_NOTICE_KIND_EXPLOITATION_CONCERN ->
          same(DANGER, AlertKind.ALERT_KIND_EXPLOITATION_CONCERN)
              .with(DetailCase.EXPLOITATION, true);
      case CHILD_NOTICE_KIND_NATIONAL_REFERRAL ->
          same(DANGER, AlertKind.ALERT_KIND_NATIONAL_REFERRAL)
              .with(DetailCase.NATIONAL_REFERRAL, true);
      case CHILD_NOTICE_KIND_SCHOOL_EXCLUSION ->
          routine(CARE, AlertKind.ALERT_KIND_SCHOOL).with(DetailCase.EXCLUSION, true);
      case CHILD_NOTICE_KIND_EDUCATION_PLAN_CHANGED -> routine(CARE, AlertKind.ALERT_KIND_SCHOOL);
      case CHILD_NOTICE_KIND_WORKER_ALLOCATED ->
          same(CARE, AlertKind.ALERT_KIND_WORKER_CHANGED).with(DetailCase.WORKER, true);
      case CHILD_NOTICE_KIND_LIBERTY_RESTRICTED -> same(CARE, AlertKind.ALERT_KIND_CHILD_IN_CARE);
      case CHILD_NOTICE_KIND_SERIOUS_INCIDENT ->
          new Row(
              DANGER,
              AlertKind.ALERT_KIND_SERIOUS_INCIDENT,
              Urgency.IMMEDIATE,
              null,
              false,
              null,
              null);
      case CHILD_NOTICE_KIND_HOSPITAL_STAY_STARTED -> start(HEALTH, Span.HOSPITAL_STAY);
      case CHILD_NOTICE_KIND_HOSPITAL_STAY_ENDED -> end(HEALTH, Span.HOSPITAL_STAY);
      case CHILD_NOTICE_KIND_HEALTH_MATTER -> routine(HEALTH, AlertKind.ALERT_KIND_HEALTH);
      case CHILD_NOTICE_KIND_CUSTODY_MOVE ->
          same(CUSTODY, AlertKind.ALERT_KIND_CUSTODY).with(DetailCase.CUSTODY, true);
      case CHILD_NOTICE_KIND_RELEASE_DATE_SET, CHILD_NOTICE_KIND_RELEASE_APPROACHING ->
          routine(CUSTODY, AlertKind.ALERT_KIND_RELEASE).with(DetailCase.RELEASE, true);
      case CHILD_NOTICE_KIND_RELEASE_ADDRESS_RISK ->
          same(CUSTODY, AlertKind.ALERT_KIND_RELEASE_ADDRESS_RISK)
              .with(DetailCase.ADDRESS_RISK, true);
      case CHILD_NOTICE_KIND_PUBLIC_PROTECTION_ELIGIBLE ->
          routine(MAPPA, AlertKind.ALERT_KIND_PUBLIC_PROTECTION);
      case CHILD_NOTICE_KIND_PUBLIC_PROTECTION_MEETING ->
          routine(MAPPA, AlertKind.ALERT_KIND_PUBLIC_PROTECTION).with(DetailCase.MEETING, true);
      case CHILD_NOTICE_KIND_PUBLIC_PROTECTION_ACTION ->
          same(MAPPA, AlertKind.ALERT_KIND_PUBLIC_PROTECTION).with(DetailCase.ACTION, true);
      case CHILD_NOTICE_KIND_PANEL_LISTED ->
          routine(CARE, AlertKind.ALERT_KIND_EXPLOITATION_PANEL).with(DetailCase.MEETING, false);
      case CHILD_NOTICE_KIND_PANEL_OUTCOME ->
          routine(CARE, AlertKind.ALERT_KIND_EXPLOITATION_PANEL)
              .with(DetailCase.EXPLOITATION, false);
      case CHILD_NOTICE_KIND_MEETING_INVITATION ->
          same(CARE, AlertKind.ALERT_KIND_MEETING).with(DetailCase.MEETING, true);
      case CHILD_NOTICE_KIND_CARE_LEAVER_STATUS -> routine(CARE, AlertKind.ALERT_KIND_SOCIAL_CARE);
      case CHILD_NOTICE_KIND_UNSPECIFIED, UNRECOGNIZED ->
          throw new IllegalArgumentException("a notice without a kind was let through");
    };
  }

  /** What is said of an episode as it stands: loudly as the table says, or as a quiet note. */
  static Meaning meaning(Row row, Optional<Consequence> consequence) {
    Consequence here = consequence.orElse(null);
    Span span = row.span();
    if (here == null || span == null) {
      return new Meaning(row.says(), row.urgency());
    }
    Consequence.Says says = here.says();
    boolean loud = says != null && says.loud();
    Episode.State state = here.after().state();
    AlertKind kind = row.edge() == Episode.Edge.INTERVIEW ? row.says() : span.says(state);
    Urgency urgency = row.edge() == Episode.Edge.INTERVIEW ? row.urgency() : span.urgency(state);
    return new Meaning(kind, loud ? urgency : Urgency.NOTE);
  }

  /** What an alert is about, and how soon it must be known. */
  record Meaning(AlertKind kind, Urgency urgency) {}

  private static Row start(DataCategory category, Span span) {
    return new Row(
        category,
        span.says(Episode.State.OPEN),
        span.urgency(Episode.State.OPEN),
        null,
        false,
        span,
        Episode.Edge.START);
  }

  private static Row end(DataCategory category, Span span) {
    return new Row(
        category,
        span.says(Episode.State.ENDED),
        span.urgency(Episode.State.ENDED),
        null,
        false,
        span,
        Episode.Edge.END);
  }

  private static Row same(DataCategory category, AlertKind kind) {
    return new Row(category, kind, Urgency.SAME_DAY, null, false, null, null);
  }

  private static Row routine(DataCategory category, AlertKind kind) {
    return new Row(category, kind, Urgency.ROUTINE, null, false, null, null);
  }
}
