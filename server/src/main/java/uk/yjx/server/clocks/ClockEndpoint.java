package uk.yjx.server.clocks;

import com.google.protobuf.InvalidProtocolBufferException;
import io.grpc.stub.StreamObserver;
import io.micronaut.grpc.annotation.GrpcService;
import java.time.InstantSource;
import java.time.LocalDate;
import java.util.concurrent.CompletableFuture;
import uk.yjx.clocks.v1.ClockKind;
import uk.yjx.clocks.v1.ClockServiceGrpc;
import uk.yjx.clocks.v1.GetCalendarRequest;
import uk.yjx.clocks.v1.GetCalendarResponse;
import uk.yjx.clocks.v1.ListClocksRequest;
import uk.yjx.clocks.v1.ListClocksResponse;
import uk.yjx.clocks.v1.ListLaddersRequest;
import uk.yjx.clocks.v1.ListLaddersResponse;
import uk.yjx.clocks.v1.RecordCalendarRequest;
import uk.yjx.clocks.v1.RecordCalendarResponse;
import uk.yjx.clocks.v1.RecordLadderRequest;
import uk.yjx.clocks.v1.RecordLadderResponse;
import uk.yjx.server.identity.Caller;
import uk.yjx.server.identity.DirectoryFacts;
import uk.yjx.server.journal.Committed;
import uk.yjx.server.journal.Receipts;
import uk.yjx.server.kernel.AgencyId;

/** Clocks, calendars and ladders as clients see them: translates, asks, translates. */
@GrpcService
final class ClockEndpoint extends ClockServiceGrpc.ClockServiceImplBase {
  /** Bank holidays are told for so many days ahead. */
  private static final int BANK_HOLIDAY_DAYS = 400;

  private final SettingsRecorder recorder;
  private final ClockSettings settings;
  private final ClockListing listing;
  private final DirectoryFacts directory;
  private final Receipts receipts;
  private final InstantSource clock;
  private final WorkingDays workingDays = new WorkingDays();

  ClockEndpoint(
      SettingsRecorder recorder,
      ClockSettings settings,
      ClockListing listing,
      DirectoryFacts directory,
      Receipts receipts,
      InstantSource clock) {
    this.recorder = recorder;
    this.settings = settings;
    this.listing = listing;
    this.directory = directory;
    this.receipts = receipts;
    this.clock = clock;
  }

  @Override
  public void listClocks(ListClocksRequest request, StreamObserver<ListClocksResponse> to) {
    to.onNext(listing.list(Caller.current(), request));
    to.onCompleted();
  }

  @Override
  public void recordCalendar(
      RecordCalendarRequest request, StreamObserver<RecordCalendarResponse> to) {
    answer(
        recorder.calendar(Caller.current(), request),
        commit ->
            RecordCalendarResponse.parseFrom(commit.answer()).toBuilder()
                .setReceipt(receipts.of(request.getRequestId(), commit))
                .build(),
        to);
  }

  @Override
  public void recordLadder(RecordLadderRequest request, StreamObserver<RecordLadderResponse> to) {
    answer(
        recorder.ladder(Caller.current(), request),
        commit ->
            RecordLadderResponse.parseFrom(commit.answer()).toBuilder()
                .setReceipt(receipts.of(request.getRequestId(), commit))
                .build(),
        to);
  }

  @Override
  public void getCalendar(GetCalendarRequest request, StreamObserver<GetCalendarResponse> to) {
    AgencyId agency = agency(request.getAgency());
    GetCalendarResponse.Builder response = GetCalendarResponse.newBuilder();
    recorder.calendars(agency).forEach(v -> response.addVersions(ClockTranslation.write(v)));
    today()
        .datesUntil(today().plusDays(BANK_HOLIDAY_DAYS))
        .filter(workingDays::isBankHoliday)
        .forEach(day -> response.addBankHolidays(day.toString()));
    to.onNext(response.build());
    to.onCompleted();
  }

  @Override
  public void listLadders(ListLaddersRequest request, StreamObserver<ListLaddersResponse> to) {
    AgencyId agency = agency(request.getAgency());
    LocalDate on = request.getOn().isEmpty() ? today() : LadderRules.day(request.getOn());
    ListLaddersResponse.Builder response = ListLaddersResponse.newBuilder();
    for (ClockKind kind : ClockKind.values()) {
      if (DefaultLadders.climbs(kind)) {
        response.addLadders(
            ClockTranslation.write(
                settings.now().ladder(agency, kind, on.atStartOfDay(DueTimes.LONDON).toInstant())));
      }
    }
    to.onNext(response.build());
    to.onCompleted();
  }

  private AgencyId agency(String id) {
    try {
      AgencyId agency = new AgencyId(id);
      if (directory.current().agency(agency).isPresent()) {
        return agency;
      }
    } catch (IllegalArgumentException noId) {
      throw SettingsRecorder.AGENCY_NOT_FOUND.refused();
    }
    throw SettingsRecorder.AGENCY_NOT_FOUND.refused();
  }

  private LocalDate today() {
    return LocalDate.ofInstant(clock.instant(), DueTimes.LONDON);
  }

  private interface Answer<T> {
    T of(Committed commit) throws InvalidProtocolBufferException;
  }

  private static <T> void answer(
      CompletableFuture<Committed> committed, Answer<T> answer, StreamObserver<T> to) {
    committed.whenComplete((commit, failed) -> {
      if (failed != null) {
        to.onError(failed);
        return;
      }
      try {
        to.onNext(answer.of(commit));
        to.onCompleted();
      } catch (InvalidProtocolBufferException e) {
        to.onError(new IllegalStateException("a stored answer cannot be read", e));
      }
    });
  }
}
