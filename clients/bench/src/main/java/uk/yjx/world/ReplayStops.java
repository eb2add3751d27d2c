package uk.yjx.world;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;
import uk.yjx.common.v1.PersonDescriptor;
import uk.yjx.common.v1.Urgency;
import uk.yjx.intelligence.v1.SearchOutcome;
import uk.yjx.world.Descriptions.StrangerDetail;
import uk.yjx.world.Truth.Delivery;
import uk.yjx.world.Truth.Outcome;

/** Attaches invented people to the published stops. */
final class ReplayStops {

  private static final double OF_THE_SERVICE = 0.85;
  private static final double LINKED = 0.72;
  private static final double REVIEW = 0.2;
  private static final double UNIDENTIFIED = 0.1;
  private static final double NUMBERS = 0.4;
  private static final double BAD_NUMBER = 0.05;
  private static final double NAME_AND_BIRTH = 0.35;
  private static final String SUBMITTER = "met-police/system/records";

  private final Subjects subjects;
  private final RandomGenerator random;

  ReplayStops(Subjects subjects, long seed) {
    this.subjects = subjects;
    this.random = Seeds.of(seed, "stops");
  }

  /** One notice for each row, in their order. */
  List<ReplayNotice> notices(StopSearchFile file) {
    List<ReplayNotice> notices = new ArrayList<>(file.rows().size());
    for (StopSearchRow row : file.rows()) {
      notices.add(notice(row));
    }
    return notices;
  }

  private ReplayNotice notice(StopSearchRow row) {
    if (row.stop().ageRange() == StopSearchRow.AgeRange.UNDER_10) {
      return underTen(row);
    }
    Optional<YouthJusticeService> area = row.stop().point().flatMap(YouthJusticeService::around);
    if (area.isEmpty() || random.nextDouble() >= OF_THE_SERVICE) {
      return stranger(row);
    }
    Subjects.Subject subject =
        subjects.child(area.get(), outcome(), row.stop().sex(), row.stop().dateText());
    CaseloadChild child = subject.child();
    boolean linked = subject.likeness().outcome() == Outcome.LINKED;
    return replay(
        row,
        Optional.of(subject.description()),
        new Truth(
            subject.likeness().outcome(),
            linked ? Optional.of(child.key()) : Optional.empty(),
            linked
                ? Optional.of(new Delivery(urgency(row.stop().outcome()), child.lead()))
                : Optional.empty(),
            subject.likeness().badIdentifier(),
            false));
  }

  private ReplayNotice stranger(StopSearchRow row) {
    double draw = random.nextDouble();
    if (draw < UNIDENTIFIED) {
      return replay(row, Optional.empty(), Truth.unmatched(false));
    }
    StrangerDetail detail = detail(draw - UNIDENTIFIED);
    return replay(
        row,
        Optional.of(subjects.stranger(row.stop().sex(), detail)),
        Truth.unmatched(detail == StrangerDetail.BAD_NUMBER));
  }

  // Recorded as arrested and too young to be: kept as it came, attached to no one.
  private ReplayNotice underTen(StopSearchRow row) {
    InventedPerson someone = subjects.strangerPerson(row.stop().sex());
    LocalDate born = row.stop().date().toLocalDate().minusYears(9).minusMonths(4);
    PersonDescriptor person =
        PersonDescriptor.newBuilder()
            .addNames(someone.name())
            .addDatesOfBirth(InventedPerson.date(born))
            .build();
    return replay(
        row,
        Optional.of(person),
        new Truth(Outcome.UNMATCHED, Optional.empty(), Optional.empty(), false, true));
  }

  private Outcome outcome() {
    double draw = random.nextDouble();
    if (draw < LINKED) {
      return Outcome.LINKED;
    }
    return draw < LINKED + REVIEW ? Outcome.REVIEW : Outcome.UNMATCHED;
  }

  private static StrangerDetail detail(double draw) {
    if (draw < NUMBERS) {
      return StrangerDetail.NUMBERS;
    }
    if (draw < NUMBERS + BAD_NUMBER) {
      return StrangerDetail.BAD_NUMBER;
    }
    return draw < NUMBERS + BAD_NUMBER + NAME_AND_BIRTH
        ? StrangerDetail.NAME_AND_BIRTH
        : StrangerDetail.NAME;
  }

  /** A stop that ended in nothing, or of which nothing is recorded, informs quietly. */
  static Urgency urgency(SearchOutcome outcome) {
    return outcome == SearchOutcome.SEARCH_OUTCOME_NO_FURTHER_ACTION
            || outcome == SearchOutcome.SEARCH_OUTCOME_NOT_RECORDED
        ? Urgency.URGENCY_NOTE
        : Urgency.URGENCY_ROUTINE;
  }

  private static ReplayNotice replay(
      StopSearchRow row, Optional<PersonDescriptor> person, Truth truth) {
    return new ReplayNotice(SUBMITTER, StopSearchNotice.request(row, person), truth, true);
  }
}
