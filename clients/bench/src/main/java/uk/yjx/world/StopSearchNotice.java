package uk.yjx.world;

import com.google.protobuf.Timestamp;
import java.time.Instant;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.Locale;
import java.util.Optional;
import uk.yjx.common.v1.EventTime;
import uk.yjx.common.v1.Handling;
import uk.yjx.common.v1.LegalGateway;
import uk.yjx.common.v1.Marking;
import uk.yjx.common.v1.PersonDescriptor;
import uk.yjx.common.v1.Purpose;
import uk.yjx.common.v1.Regime;
import uk.yjx.common.v1.TimePrecision;
import uk.yjx.intelligence.v1.InvolvedPerson;
import uk.yjx.intelligence.v1.Notice;
import uk.yjx.intelligence.v1.NoticeKind;
import uk.yjx.intelligence.v1.OutcomeLink;
import uk.yjx.intelligence.v1.PersonRole;
import uk.yjx.intelligence.v1.Place;
import uk.yjx.intelligence.v1.SearchExtent;
import uk.yjx.intelligence.v1.SearchKind;
import uk.yjx.intelligence.v1.StopSearch;
import uk.yjx.intelligence.v1.SubmitNoticeRequest;

/** Makes the notice of a published stop: nothing is added that the file does not say. */
public final class StopSearchNotice {

  /** How stops are shared: a power to disclose to a relevant authority, to prevent offending. */
  static final Handling HANDLING =
      Handling.newBuilder()
          .setMarking(Marking.MARKING_OFFICIAL)
          .setRegime(Regime.REGIME_DPA_PART3)
          .setGateway(LegalGateway.LEGAL_GATEWAY_CDA98_S115)
          .setPurpose(Purpose.PURPOSE_PREVENT_OFFENDING)
          .build();

  private StopSearchNotice() {}

  /**
   * The request for {@code row}: the id carries the row number because rows repeat each other.
   *
   * @param person whom to name; empty for a person whom the sender cannot identify
   */
  public static SubmitNoticeRequest request(StopSearchRow row, Optional<PersonDescriptor> person) {
    return SubmitNoticeRequest.newBuilder()
        .setRequestId(requestId(row))
        .setNotice(notice(row, person))
        .build();
  }

  /** The request id of {@code row}, for example {@code stop-2019-02-r00017}. */
  public static String requestId(StopSearchRow row) {
    return String.format(Locale.ROOT, "stop-%s-r%05d", month(row), row.number());
  }

  private static Notice notice(StopSearchRow row, Optional<PersonDescriptor> person) {
    StopSearchRow.Stop stop = row.stop();
    Notice.Builder notice =
        Notice.newBuilder()
            .setKind(NoticeKind.NOTICE_KIND_STOP_SEARCH)
            .setEventTime(
                EventTime.newBuilder()
                    .setEarliest(timestamp(stop.date().toInstant()))
                    .setPrecision(TimePrecision.TIME_PRECISION_EXACT)
                    .setLocalText(stop.dateText()))
            .setSourceReference("data.police.uk " + month(row) + " row " + row.number())
            .addPersons(involved(stop, person))
            .setHandling(HANDLING)
            .setStopSearch(search(stop));
    stop.point()
        .ifPresent(point ->
            notice.setPlace(
                Place.newBuilder()
                    .setDescription("published point, not the exact place")
                    .setLatitude(point.latitude())
                    .setLongitude(point.longitude())));
    return notice.build();
  }

  private static InvolvedPerson involved(
      StopSearchRow.Stop stop, Optional<PersonDescriptor> person) {
    InvolvedPerson.Builder involved =
        InvolvedPerson.newBuilder()
            .setRole(
                stop.kind() == SearchKind.SEARCH_KIND_VEHICLE
                    ? PersonRole.PERSON_ROLE_VEHICLE_OCCUPANT
                    : PersonRole.PERSON_ROLE_SEARCHED_PERSON);
    switch (stop.ageRange()) {
      case UNDER_10 -> involved.setAgeTo(9);
      case FROM_10_TO_17 -> involved.setAgeFrom(10).setAgeTo(17);
      case FROM_18_TO_24 -> involved.setAgeFrom(18).setAgeTo(24);
      case FROM_25_TO_34 -> involved.setAgeFrom(25).setAgeTo(34);
      case OVER_34 -> involved.setAgeFrom(35);
      case NOT_RECORDED -> {}
    }
    person.ifPresentOrElse(
        known ->
            involved.setPerson(
                known.toBuilder()
                    .setSex(stop.sex())
                    .setSelfDefinedEthnicity(stop.selfDefinedEthnicity())),
        () -> involved.setUnidentified(true));
    return involved.build();
  }

  private static StopSearch search(StopSearchRow.Stop stop) {
    return StopSearch.newBuilder()
        .setKind(stop.kind())
        .setPower(stop.power())
        .setObject(stop.object())
        .setOutcome(stop.outcome())
        .setOutcomeLinkedToObject(
            stop.outcomeLinkedToObject()
                .map(yes -> yes ? OutcomeLink.OUTCOME_LINK_YES : OutcomeLink.OUTCOME_LINK_NO)
                .orElse(OutcomeLink.OUTCOME_LINK_UNSPECIFIED))
        .setExtent(
            stop.moreThanOuterClothing()
                .map(more ->
                    more
                        ? SearchExtent.SEARCH_EXTENT_MORE_THAN_OUTER
                        : SearchExtent.SEARCH_EXTENT_OUTER_CLOTHING)
                .orElse(SearchExtent.SEARCH_EXTENT_UNSPECIFIED))
        .setOfficerDefinedEthnicity(stop.officerDefinedEthnicity())
        .build();
  }

  /** The contract's form of an instant. */
  static Timestamp timestamp(Instant instant) {
    return Timestamp.newBuilder()
        .setSeconds(instant.getEpochSecond())
        .setNanos(instant.getNano())
        .build();
  }

  private static YearMonth month(StopSearchRow row) {
    return YearMonth.from(row.stop().date().atZoneSameInstant(ZoneOffset.UTC));
  }
}
