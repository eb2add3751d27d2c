package uk.yjx.world;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.random.RandomGenerator;
import uk.yjx.common.v1.EventTime;
import uk.yjx.common.v1.Handling;
import uk.yjx.common.v1.Marking;
import uk.yjx.common.v1.PersonDescriptor;
import uk.yjx.common.v1.Purpose;
import uk.yjx.common.v1.Sex;
import uk.yjx.common.v1.TimePrecision;
import uk.yjx.intelligence.v1.InvolvedPerson;
import uk.yjx.intelligence.v1.Notice;
import uk.yjx.intelligence.v1.RiskSignal;
import uk.yjx.intelligence.v1.SubmitNoticeRequest;
import uk.yjx.world.Descriptions.StrangerDetail;
import uk.yjx.world.InventedEvent.Concern;
import uk.yjx.world.Truth.Delivery;
import uk.yjx.world.Truth.Outcome;

/** Invents the notices of other kinds for the five services. */
final class ReplayEvents {

  private static final double LINKED = 0.66;
  private static final double REVIEW = 0.14;
  private static final double COMPANY = 0.1;
  private static final double SPAN = 0.15;
  private static final int MINUTES = 28 * 24 * 60;

  private final Subjects subjects;
  private final RandomGenerator random;
  private final Instant start;
  private final Set<Integer> minutes = new HashSet<>();

  ReplayEvents(Subjects subjects, Caseload caseload, long seed) {
    this.subjects = subjects;
    this.random = Seeds.of(seed, "events");
    this.start = caseload.asOf().atStartOfDay(ZoneOffset.UTC).toInstant();
  }

  /** All of them, each at a minute of its own. */
  List<ReplayNotice> notices() {
    List<InventedEvent> events = new ArrayList<>();
    for (InventedEvent event : InventedEvent.values()) {
      events.addAll(Collections.nCopies(event.count(), event));
    }
    Collections.shuffle(events, Random.from(random));
    List<ReplayNotice> notices = new ArrayList<>();
    for (InventedEvent event : events) {
      notices.add(notice(event, notices.size() + 1));
    }
    return notices;
  }

  private ReplayNotice notice(InventedEvent event, int number) {
    YouthJusticeService service = service(event);
    Instant time = time();
    Outcome outcome = outcome(event, service);
    Notice.Builder notice =
        EventFacts.of(event, random)
            .setEventTime(eventTime(time))
            .setLocalAuthority(service.localAuthority())
            .setSourceReference("invented " + number)
            .setNarrative("Invented for the demonstration; no such event took place.")
            .setHandling(handling(event));
    Truth truth;
    if (outcome == Outcome.UNMATCHED) {
      StrangerDetail detail =
          random.nextInt(12) == 0 ? StrangerDetail.BAD_NUMBER : StrangerDetail.NUMBERS;
      notice.addPersons(involved(event, subjects.stranger(Sex.SEX_UNSPECIFIED, detail)));
      truth =
          new Truth(
              outcome,
              Optional.empty(),
              frontDoor(event, service),
              detail == StrangerDetail.BAD_NUMBER,
              false);
    } else {
      Subjects.Subject subject =
          subjects.child(service, outcome, Sex.SEX_UNSPECIFIED, time.toString());
      notice.addPersons(involved(event, subject.description()));
      truth = truth(event, subject);
    }
    addOthers(event, notice);
    return new ReplayNotice(
        service.policeAgency() + "/system/records",
        SubmitNoticeRequest.newBuilder()
            .setRequestId(String.format(Locale.ROOT, "event-2019-02-n%05d", number))
            .setNotice(notice)
            .build(),
        truth,
        false);
  }

  private static Truth truth(InventedEvent event, Subjects.Subject subject) {
    boolean linked = subject.likeness().outcome() == Outcome.LINKED;
    CaseloadChild child = subject.child();
    return new Truth(
        subject.likeness().outcome(),
        linked ? Optional.of(child.key()) : Optional.empty(),
        linked ? Optional.of(new Delivery(event.urgency(), child.lead())) : Optional.empty(),
        subject.likeness().badIdentifier(),
        false);
  }

  private static Optional<Delivery> frontDoor(InventedEvent event, YouthJusticeService service) {
    return event.concern() == Concern.OFFENCE
        ? Optional.empty()
        : service.frontDoor().map(door -> new Delivery(event.urgency(), door));
  }

  // Where others than the child are hurt, an area without a front door keeps the truth plain.
  private YouthJusticeService service(InventedEvent event) {
    while (true) {
      int at = random.nextInt(YouthJusticeService.SHARES);
      for (YouthJusticeService service : YouthJusticeService.values()) {
        at -= service.share();
        if (at < 0) {
          if (event != InventedEvent.RETALIATION_FEARED || service.frontDoor().isEmpty()) {
            return service;
          }
          break;
        }
      }
    }
  }

  private Outcome outcome(InventedEvent event, YouthJusticeService service) {
    double draw = random.nextDouble();
    if (event.alwaysLinked() || draw < LINKED) {
      return Outcome.LINKED;
    }
    Outcome outcome = draw < LINKED + REVIEW ? Outcome.REVIEW : Outcome.UNMATCHED;
    // Which kinds a front door is told of is certain for some kinds only; use no other there.
    boolean certain =
        service.frontDoor().isEmpty()
            || event.concern() == Concern.OFFENCE
            || (event.concern() == Concern.SAFETY_CLEAR && outcome == Outcome.UNMATCHED);
    return certain ? outcome : Outcome.LINKED;
  }

  private Instant time() {
    int minute;
    do {
      minute = random.nextInt(MINUTES);
    } while (!minutes.add(minute));
    // Half a minute past: no published stop, all at whole minutes, has the same time.
    return start.plus(Duration.ofMinutes(minute)).plusSeconds(30);
  }

  private EventTime eventTime(Instant time) {
    EventTime.Builder eventTime =
        EventTime.newBuilder()
            .setEarliest(StopSearchNotice.timestamp(time))
            .setPrecision(TimePrecision.TIME_PRECISION_EXACT);
    if (random.nextDouble() < SPAN) {
      eventTime
          .setPrecision(TimePrecision.TIME_PRECISION_HOUR)
          .setLatest(
              StopSearchNotice.timestamp(time.plus(Duration.ofHours(1 + random.nextInt(12)))));
    }
    return eventTime.build();
  }

  /** How notices of a kind are shared. */
  static Handling handling(InventedEvent event) {
    return StopSearchNotice.HANDLING.toBuilder()
        .setMarking(Marking.MARKING_OFFICIAL_SENSITIVE)
        .setPurpose(
            event.concern() == Concern.OFFENCE
                ? Purpose.PURPOSE_PREVENT_OFFENDING
                : Purpose.PURPOSE_SAFEGUARDING)
        .build();
  }

  private static InvolvedPerson involved(InventedEvent event, PersonDescriptor person) {
    InvolvedPerson.Builder involved =
        InvolvedPerson.newBuilder().setPerson(person).setRole(event.role());
    if (event == InventedEvent.RETALIATION_FEARED) {
      involved.addRisks(RiskSignal.RISK_SIGNAL_RETALIATION).addRisks(RiskSignal.RISK_SIGNAL_LIVE);
    }
    if (event == InventedEvent.EXPLOITATION_CONCERN) {
      involved.addRisks(RiskSignal.RISK_SIGNAL_EXPLOITATION);
    }
    return involved.build();
  }

  private void addOthers(InventedEvent event, Notice.Builder notice) {
    if (event == InventedEvent.RETALIATION_FEARED) {
      notice.addPersons(
          InvolvedPerson.newBuilder().setRole(InventedEvent.STABBED.role()).setUnidentified(true));
    }
    if (event.mayHaveCompany() && random.nextDouble() < COMPANY) {
      InvolvedPerson.Builder other = InvolvedPerson.newBuilder().setRole(event.role());
      if (random.nextBoolean()) {
        other.setUnidentified(true);
      } else {
        other.setPerson(subjects.stranger(Sex.SEX_UNSPECIFIED, StrangerDetail.NUMBERS));
      }
      notice.addPersons(random.nextInt(notice.getPersonsCount() + 1), other);
    }
  }
}
