package uk.yjx.server.oversight;

import jakarta.inject.Singleton;
import java.time.DateTimeException;
import java.time.DayOfWeek;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.temporal.TemporalAdjusters;
import java.util.ArrayList;
import java.util.List;
import uk.yjx.common.v1.Purpose;
import uk.yjx.oversight.v1.ListReviewSampleRequest;
import uk.yjx.oversight.v1.ListReviewSampleResponse;
import uk.yjx.oversight.v1.SampledReview;
import uk.yjx.server.clocks.DueTimes;
import uk.yjx.server.identity.Caller;
import uk.yjx.server.journal.Disclosed;
import uk.yjx.server.kernel.AgencyId;
import uk.yjx.server.kernel.Failure;
import uk.yjx.server.storage.Vault;

/** Gives managers the sample of a week that has ended. */
@Singleton
final class SampleReading {
  private static final int DAYS = 7;

  private static final Failure NOT_ENDED =
      Failure.field("WEEK_NOT_ENDED", "week", "the Monday of a week that has ended");

  private final ReviewStore store;
  private final ReviewAccess access;
  private final ReviewReading reading;
  private final Vault vault;
  private final InstantSource clock;

  SampleReading(
      ReviewStore store,
      ReviewAccess access,
      ReviewReading reading,
      Vault vault,
      InstantSource clock) {
    this.store = store;
    this.access = access;
    this.reading = reading;
    this.vault = vault;
    this.clock = clock;
  }

  /**
   * The sample, once the log says that it is shown; without children who are not there for them.
   */
  Disclosed<ListReviewSampleResponse> sample(Caller caller, ListReviewSampleRequest request) {
    AgencyId service = service(caller, request.getService());
    Instant now = clock.instant();
    LocalDate week = week(request.getWeek(), LocalDate.ofInstant(now, DueTimes.LONDON));
    List<ReviewStore.Closing> closings =
        store.closings(service, start(week), start(week.plusDays(DAYS)));
    // Keyed, so that who closes a review cannot work out whether anybody will look at it.
    long seed = vault.fingerprint("review sample of " + service.value());
    ListReviewSampleResponse.Builder response =
        ListReviewSampleResponse.newBuilder().setWeek(week.toString());
    List<ReviewStore.Closing> seen = new ArrayList<>();
    for (ReviewStore.Closing closing : closings) {
      store
          .find(closing.review())
          .filter(row -> access.manages(caller, row, now))
          .ifPresent(row -> seen.add(closing));
    }
    response.setClosed(seen.size());
    for (ReviewStore.Closing closing : ReviewSample.of(seed, week, seen)) {
      ReviewRow row = store.find(closing.review()).orElseThrow();
      response.addSample(
          SampledReview.newBuilder()
              .setReview(reading.managed(caller, List.of(row), now).getFirst())
              .setClosedBy(closing.by())
              .addAllSigns(RiskSigns.of(closing.signs())));
    }
    return Disclosed.by(
        reading.commit(
            caller,
            "ListReviewSample",
            Purpose.PURPOSE_SUPERVISION,
            response.getSampleList().stream().map(one -> one.getReview().getReviewId()).toList()),
        response.build());
  }

  private static AgencyId service(Caller caller, String id) {
    try {
      AgencyId service = new AgencyId(id);
      if (ReviewAccess.manages(caller, service)) {
        return service;
      }
    } catch (IllegalArgumentException noId) {
      throw ReviewAccess.SERVICE_NOT_ALLOWED.refused();
    }
    throw ReviewAccess.SERVICE_NOT_ALLOWED.refused();
  }

  private static LocalDate week(String asked, LocalDate today) {
    LocalDate current = today.with(TemporalAdjusters.previousOrSame(DayOfWeek.MONDAY));
    try {
      LocalDate week = asked.isEmpty() ? current.minusDays(DAYS) : LocalDate.parse(asked);
      if (week.getDayOfWeek() == DayOfWeek.MONDAY && week.isBefore(current)) {
        return week;
      }
    } catch (DateTimeException noDate) {
      throw NOT_ENDED.refused();
    }
    throw NOT_ENDED.refused();
  }

  private static Instant start(LocalDate day) {
    return day.atStartOfDay(DueTimes.LONDON).toInstant();
  }
}
