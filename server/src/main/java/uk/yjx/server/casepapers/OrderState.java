package uk.yjx.server.casepapers;

import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import uk.yjx.casepapers.v1.Disposal;
import uk.yjx.casepapers.v1.FileType;
import uk.yjx.casepapers.v1.OrderStatus;
import uk.yjx.casepapers.v1.Plea;
import uk.yjx.server.kernel.AgencyId;

/**
 * An order after all events known.
 *
 * @param key what was ordered first, and on which day: one order, whoever reports it
 * @param pronouncedAt when it was pronounced
 * @param disposal what it is now
 * @param effectiveFrom its first day; null while a referral order has no contract
 * @param endsOn its last day; null when not known
 * @param panelAt the panel listed last; null when none is
 * @param panelListedAt when that was listed
 * @param assessmentStartedAt when the service began to assess; null before
 * @param reportedBy who reported the result
 */
record OrderState(
    Key key,
    Instant pronouncedAt,
    Disposal disposal,
    Plea plea,
    FileType fileType,
    List<String> offences,
    @Nullable LocalDate effectiveFrom,
    @Nullable LocalDate endsOn,
    @Nullable Instant panelAt,
    @Nullable Instant panelListedAt,
    @Nullable Instant assessmentStartedAt,
    boolean underAppeal,
    boolean quashed,
    boolean reopened,
    boolean ended,
    Set<AgencyId> reportedBy) {

  /** Names an order in a case. */
  record Key(LocalDate day, Disposal disposal) {}

  OrderState {
    offences = List.copyOf(offences);
    reportedBy = Set.copyOf(reportedBy);
  }

  /** Where it stands on a day. */
  OrderStatus status(LocalDate today) {
    if (quashed) {
      return OrderStatus.ORDER_STATUS_QUASHED;
    }
    if (reopened) {
      return OrderStatus.ORDER_STATUS_REOPENED;
    }
    if (ended || (endsOn != null && endsOn.isBefore(today))) {
      return OrderStatus.ORDER_STATUS_ENDED;
    }
    if (effectiveFrom == null || effectiveFrom.isAfter(today)) {
      return OrderStatus.ORDER_STATUS_NOT_STARTED;
    }
    return underAppeal ? OrderStatus.ORDER_STATUS_UNDER_APPEAL : OrderStatus.ORDER_STATUS_RUNNING;
  }

  /** Whether somebody supervises the child because of it, now or soon. */
  boolean isSupervised(LocalDate today) {
    return supervises(disposal)
        && switch (status(today)) {
          case ORDER_STATUS_NOT_STARTED, ORDER_STATUS_RUNNING, ORDER_STATUS_UNDER_APPEAL -> true;
          case ORDER_STATUS_QUASHED,
              ORDER_STATUS_REOPENED,
              ORDER_STATUS_ENDED,
              ORDER_STATUS_UNSPECIFIED,
              UNRECOGNIZED ->
              false;
        };
  }

  /** Whether a service works with a child under such an order. */
  static boolean supervises(Disposal disposal) {
    return switch (disposal) {
      case DISPOSAL_REFERRAL_ORDER,
          DISPOSAL_REPARATION_ORDER,
          DISPOSAL_YOUTH_REHABILITATION_ORDER,
          DISPOSAL_YRO_INTENSIVE,
          DISPOSAL_DETENTION_AND_TRAINING_ORDER,
          DISPOSAL_LONG_TERM_DETENTION ->
          true;
      case DISPOSAL_DISCHARGE,
          DISPOSAL_FINANCIAL,
          DISPOSAL_NO_CONVICTION,
          DISPOSAL_OTHER,
          DISPOSAL_UNSPECIFIED,
          UNRECOGNIZED ->
          false;
    };
  }
}
