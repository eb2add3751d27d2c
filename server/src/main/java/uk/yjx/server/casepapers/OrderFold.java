package uk.yjx.server.casepapers;

import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import uk.yjx.casepapers.v1.CourtResult;
import uk.yjx.casepapers.v1.Disposal;
import uk.yjx.casepapers.v1.FileType;
import uk.yjx.casepapers.v1.Plea;
import uk.yjx.server.kernel.AgencyId;

/** One order while events are laid over it. Not for use by several threads. */
final class OrderFold {
  final OrderState.Key key;
  private final Instant pronouncedAt;
  private final Set<AgencyId> reportedBy = new LinkedHashSet<>();
  private Disposal disposal;
  private Plea plea = Plea.PLEA_UNSPECIFIED;
  private FileType fileType = FileType.FILE_TYPE_UNSPECIFIED;
  private List<String> offences = new ArrayList<>();
  private @Nullable LocalDate effectiveFrom;
  private @Nullable LocalDate endsOn;
  private @Nullable Instant panelAt;
  private @Nullable Instant panelListedAt;
  private @Nullable Instant assessmentStartedAt;
  private boolean underAppeal;
  private boolean quashed;
  private boolean reopened;
  private boolean ended;

  /** An order by the result whose word goes first. */
  OrderFold(OrderState.Key key, RecordedEvent first) {
    this.key = key;
    this.pronouncedAt = first.at();
    this.disposal = key.disposal();
    report(first);
  }

  /** Another report of the same result: it fills in what those before it did not say. */
  void report(RecordedEvent event) {
    CourtResult result = event.event().getResult();
    reportedBy.add(event.source());
    if (plea == Plea.PLEA_UNSPECIFIED) {
      plea = result.getPlea();
    }
    if (fileType == FileType.FILE_TYPE_UNSPECIFIED) {
      fileType = result.getFileType();
    }
    if (offences.isEmpty()) {
      offences = result.getOffencesList();
    }
    if (effectiveFrom == null && disposal != Disposal.DISPOSAL_REFERRAL_ORDER) {
      effectiveFrom = CourtRules.day(result.getEffectiveFrom());
    }
    if (endsOn == null) {
      endsOn = CourtRules.day(result.getEndsOn());
    }
  }

  Instant pronouncedAt() {
    return pronouncedAt;
  }

  boolean isReferralOrder() {
    return key.disposal() == Disposal.DISPOSAL_REFERRAL_ORDER;
  }

  /** Lays a later event over it; whether the event is one that such an order can have. */
  boolean apply(RecordedEvent event) {
    return switch (event.event().getDetailCase()) {
      case CONTRACT_SIGNED -> {
        effectiveFrom = event.day();
        yield isReferralOrder();
      }
      case PANEL_LISTED -> {
        panelAt = CourtRules.instant(event.event().getPanelListed().getPanelAt());
        panelListedAt = event.at();
        yield isReferralOrder();
      }
      case ORDER_VARIED -> {
        var varied = event.event().getOrderVaried();
        if (varied.getDisposal() != Disposal.DISPOSAL_UNSPECIFIED) {
          disposal = varied.getDisposal();
        }
        LocalDate until = CourtRules.day(varied.getEndsOn());
        endsOn = until == null ? endsOn : until;
        yield true;
      }
      case APPEAL -> {
        switch (event.event().getAppeal().getOutcome()) {
          case APPEAL_OUTCOME_LODGED -> underAppeal = true;
          case APPEAL_OUTCOME_DISMISSED -> underAppeal = false;
          case APPEAL_OUTCOME_ALLOWED -> quashed = true;
          case APPEAL_OUTCOME_UNSPECIFIED, UNRECOGNIZED -> {}
        }
        yield true;
      }
      case RESULT_REOPENED -> {
        reopened = true;
        yield true;
      }
      case ORDER_ENDED -> {
        ended = true;
        yield true;
      }
      case ASSESSMENT_STARTED -> {
        if (assessmentStartedAt == null) {
          assessmentStartedAt = event.at();
        }
        yield true;
      }
      case REPORT_ORDERED, BAIL, RESULT, OUT_OF_COURT, DETAIL_NOT_SET -> false;
    };
  }

  OrderState state() {
    boolean byDefault = effectiveFrom == null && !isReferralOrder();
    return new OrderState(
        key,
        pronouncedAt,
        disposal,
        plea,
        fileType,
        offences,
        byDefault ? key.day() : effectiveFrom,
        endsOn,
        panelAt,
        panelListedAt,
        assessmentStartedAt,
        underAppeal,
        quashed,
        reopened,
        ended,
        reportedBy);
  }
}
