package uk.yjx.server.casepapers;

import com.google.protobuf.Timestamp;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import uk.yjx.casepapers.v1.CourtEvent;
import uk.yjx.casepapers.v1.CourtEvent.DetailCase;
import uk.yjx.casepapers.v1.CourtResult;
import uk.yjx.casepapers.v1.Disposal;
import uk.yjx.casepapers.v1.RecordCourtEventRequest;
import uk.yjx.casepapers.v1.ResultReference;
import uk.yjx.identity.v1.AgencyKind;
import uk.yjx.server.caseload.ContractInstant;
import uk.yjx.server.clocks.DueTimes;
import uk.yjx.server.kernel.AgencyId;
import uk.yjx.server.kernel.Identifier;
import uk.yjx.server.kernel.IdentifierKind;
import uk.yjx.server.kernel.Violations;

/** What a court event must be, beyond what the contract's own rules say. */
final class CourtRules {
  /** An event may be so far in the future, for clocks that differ. */
  static final Duration FUTURE_MAX = Duration.ofMinutes(10);

  /** The rank of a service: what it enters, others know better. */
  static final int RANK_LAST = 3;

  private static final String VALIDATION_FAILED = "VALIDATION_FAILED";
  private static final String EVENT = "event.";

  /** The year says nothing about these numbers: theirs have four digits or no meaning. */
  private static final int ANY_YEAR = 2000;

  private static final Set<DetailCase> IN_COURT =
      EnumSet.of(
          DetailCase.REPORT_ORDERED,
          DetailCase.BAIL,
          DetailCase.RESULT,
          DetailCase.ORDER_VARIED,
          DetailCase.APPEAL,
          DetailCase.RESULT_REOPENED,
          DetailCase.ORDER_ENDED);

  private CourtRules() {}

  /**
   * Numbers of an event in their canonical form.
   *
   * @param urn case URN
   * @param defendant arrest/summons number, or «#» and the number in the case; empty for neither
   */
  record Numbers(String urn, String defendant) {}

  /** Reads the numbers and adds what cannot be to the violations. */
  static Numbers check(RecordCourtEventRequest request, Instant now, Violations wrong) {
    Instant at = ContractInstant.of(request.getEvent().getOccurredAt()).orElse(null);
    if (at == null) {
      wrong.add(VALIDATION_FAILED, EVENT + "occurred_at", "there is no such instant");
    } else if (at.isAfter(now.plus(FUTURE_MAX))) {
      wrong.add("EVENT_IN_FUTURE", EVENT + "occurred_at", "an event has happened");
    }
    if (at != null) {
      detail(request.getEvent(), at, wrong);
    }
    String reporter = Matter.about(request.getEvent()).map(ResultReference::getAgency).orElse("");
    if (!reporter.isEmpty() && agency(reporter).isEmpty()) {
      wrong.add(VALIDATION_FAILED, EVENT + "about.agency", "an agency id is 2 to 40 characters");
    }
    int year = LocalDate.ofInstant(now, DueTimes.LONDON).getYear();
    Identifier urn = Identifier.parse(IdentifierKind.CASE_URN, "", request.getUrn(), year);
    if (urn.validity() != Identifier.Validity.VALID) {
      wrong.add(
          "URN_INVALID", "urn", "a case URN is four letters or digits, then three to seven digits");
    }
    return new Numbers(urn.canonical(), defendant(request, year, wrong));
  }

  /** Whether agencies of a kind report such events. */
  static boolean reports(AgencyKind kind, DetailCase what) {
    return switch (kind) {
      case AGENCY_KIND_COURT, AGENCY_KIND_CPS -> IN_COURT.contains(what);
      case AGENCY_KIND_POLICE -> what == DetailCase.OUT_OF_COURT;
      case AGENCY_KIND_YOUTH_JUSTICE_SERVICE -> true;
      case AGENCY_KIND_CHILDRENS_SOCIAL_CARE,
          AGENCY_KIND_EDUCATION,
          AGENCY_KIND_HEALTH,
          AGENCY_KIND_PROBATION,
          AGENCY_KIND_YOUTH_CUSTODY,
          AGENCY_KIND_MAPPA_COORDINATION,
          AGENCY_KIND_VICTIM_SERVICE,
          AGENCY_KIND_INSPECTORATE,
          AGENCY_KIND_YOUTH_JUSTICE_BOARD,
          AGENCY_KIND_OPERATOR,
          AGENCY_KIND_UNSPECIFIED,
          UNRECOGNIZED ->
          false;
    };
  }

  /** Whose word goes first where several report the same result: the lowest. */
  static int rank(AgencyKind kind) {
    return switch (kind) {
      case AGENCY_KIND_COURT -> 0;
      case AGENCY_KIND_CPS -> 1;
      case AGENCY_KIND_POLICE -> 2;
      case AGENCY_KIND_YOUTH_JUSTICE_SERVICE,
          AGENCY_KIND_CHILDRENS_SOCIAL_CARE,
          AGENCY_KIND_EDUCATION,
          AGENCY_KIND_HEALTH,
          AGENCY_KIND_PROBATION,
          AGENCY_KIND_YOUTH_CUSTODY,
          AGENCY_KIND_MAPPA_COORDINATION,
          AGENCY_KIND_VICTIM_SERVICE,
          AGENCY_KIND_INSPECTORATE,
          AGENCY_KIND_YOUTH_JUSTICE_BOARD,
          AGENCY_KIND_OPERATOR,
          AGENCY_KIND_UNSPECIFIED,
          UNRECOGNIZED ->
          RANK_LAST;
    };
  }

  /** A day as the contract carries it; null for none, and for what is not in the calendar. */
  static @Nullable LocalDate day(String text) {
    try {
      return text.isEmpty() ? null : LocalDate.parse(text);
    } catch (DateTimeException notInTheCalendar) {
      return null;
    }
  }

  /** An instant that was checked before. */
  static Instant instant(Timestamp at) {
    return ContractInstant.of(at).orElseThrow();
  }

  /** The case URN of an event that was checked before, in canonical form. */
  static String urn(RecordCourtEventRequest stored) {
    return urn(stored.getUrn());
  }

  /** A case URN that was checked before, in canonical form. */
  static String urn(String checked) {
    return Identifier.parse(IdentifierKind.CASE_URN, "", checked, ANY_YEAR).canonical();
  }

  /** The defendant of an event that was checked before; empty when not named. */
  static String defendant(RecordCourtEventRequest stored) {
    return defendant(stored, ANY_YEAR, new Violations());
  }

  /** An agency by its id; empty where there can be none of that name. */
  static Optional<AgencyId> agency(String id) {
    try {
      return id.isEmpty() ? Optional.empty() : Optional.of(new AgencyId(id));
    } catch (IllegalArgumentException noId) {
      return Optional.empty();
    }
  }

  private static void detail(CourtEvent event, Instant at, Violations wrong) {
    if (event.hasResult()) {
      result(event.getResult(), LocalDate.ofInstant(at, DueTimes.LONDON), wrong);
    } else if (event.hasOrderVaried()) {
      read(event.getOrderVaried().getEndsOn(), EVENT + "order_varied.ends_on", wrong);
    } else if (event.hasPanelListed()
        && ContractInstant.of(event.getPanelListed().getPanelAt()).isEmpty()) {
      wrong.add(VALIDATION_FAILED, EVENT + "panel_listed.panel_at", "there is no such instant");
    }
  }

  private static void result(CourtResult result, LocalDate day, Violations wrong) {
    LocalDate from = read(result.getEffectiveFrom(), EVENT + "result.effective_from", wrong);
    LocalDate until = read(result.getEndsOn(), EVENT + "result.ends_on", wrong);
    if (from != null && result.getDisposal() == Disposal.DISPOSAL_REFERRAL_ORDER) {
      wrong.add(
          "EFFECTIVE_BY_CONTRACT",
          EVENT + "result.effective_from",
          "a referral order runs from the day its contract is signed");
    }
    if (until != null && until.isBefore(from == null ? day : from)) {
      wrong.add("DATES_REVERSED", EVENT + "result.ends_on", "an order ends after it begins");
    }
  }

  private static @Nullable LocalDate read(String text, String path, Violations wrong) {
    LocalDate day = day(text);
    if (day == null && !text.isEmpty()) {
      wrong.add("IMPOSSIBLE_DATE", path, "there is no such date");
    }
    return day;
  }

  private static String defendant(RecordCourtEventRequest request, int year, Violations wrong) {
    if (!request.getArrestSummonsNumber().isEmpty()) {
      Identifier number =
          Identifier.parse(
              IdentifierKind.ARREST_SUMMONS_NUMBER, "", request.getArrestSummonsNumber(), year);
      if (number.validity() != Identifier.Validity.VALID) {
        wrong.add(
            "ASN_INVALID", "arrest_summons_number", "the number's format or check letter is wrong");
      }
      return number.canonical();
    }
    if (request.getDefendantNumber() > 0) {
      return "#" + request.getDefendantNumber();
    }
    if (request.hasPerson()) {
      wrong.add(
          "DEFENDANT_NOT_NAMED",
          "defendant_number",
          "a case may have several defendants: an arrest/summons number or a number is needed");
    }
    return "";
  }
}
