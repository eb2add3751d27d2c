package uk.yjx.world;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import uk.yjx.common.v1.Urgency;
import uk.yjx.intelligence.v1.NoticeKind;
import uk.yjx.world.Truth.Delivery;
import uk.yjx.world.Truth.Outcome;

/**
 * The replay of the demonstration: 3,186 real stops with invented people, and 814 invented notices
 * of other kinds, in order of event time.
 *
 * @param notices notices with their truth
 * @param counts what has to be known about the published stops
 */
public record Replay(List<ReplayNotice> notices, StopSearchCounts counts) {

  /** Copies the list. */
  public Replay {
    notices = List.copyOf(notices);
  }

  /**
   * What the replay must come to.
   *
   * @param submitted notices
   * @param linked notices linked to a child
   * @param review notices that wait for a person's decision
   * @param unmatched notices that match nobody
   * @param alerts alerts to case managers
   * @param notes notes to case managers
   * @param frontDoorAlerts alerts to social-care front doors about children nobody knows, counted
   *     in {@code alerts} too
   */
  public record Totals(
      int submitted,
      int linked,
      int review,
      int unmatched,
      int alerts,
      int notes,
      int frontDoorAlerts) {}

  /** The replay over the bundled file for {@code caseload}; its seed is the caseload's. */
  public static Replay of(Caseload caseload) {
    return of(caseload, StopSearchFile.bundled());
  }

  /** The replay of {@code file} and the invented notices for {@code caseload}. */
  public static Replay of(Caseload caseload, StopSearchFile file) {
    Subjects subjects = new Subjects(caseload, caseload.seed());
    List<ReplayNotice> notices = new ArrayList<>();
    notices.addAll(new ReplayStops(subjects, caseload.seed()).notices(file));
    notices.addAll(new ReplayEvents(subjects, caseload, caseload.seed()).notices());
    notices.sort(
        Comparator.comparingLong((ReplayNotice one) ->
                one.request().getNotice().getEventTime().getEarliest().getSeconds())
            .thenComparing(one -> one.request().getRequestId()));
    return new Replay(notices, StopSearchCounts.of(file));
  }

  /**
   * The same notices under other request ids, for a server that has seen a replay before.
   *
   * @param run 1 to 20 characters from A-Z a-z 0-9 . _ -
   */
  public Replay again(String run) {
    return new Replay(
        notices.stream()
            .map(one ->
                new ReplayNotice(
                    one.principal(),
                    one.request().toBuilder()
                        .setRequestId(one.request().getRequestId() + "." + run)
                        .build(),
                    one.truth(),
                    one.real()))
            .toList(),
        counts);
  }

  /** What must come of it, by the truth alone. */
  public Totals totals() {
    List<Delivery> deliveries =
        notices.stream().flatMap(one -> one.truth().delivery().stream()).toList();
    int notes = (int) deliveries.stream().filter(Delivery::note).count();
    return new Totals(
        notices.size(),
        count(Outcome.LINKED),
        count(Outcome.REVIEW),
        count(Outcome.UNMATCHED),
        deliveries.size() - notes,
        notes,
        (int)
            notices.stream()
                .filter(one ->
                    one.truth().outcome() == Outcome.UNMATCHED
                        && one.truth().delivery().isPresent())
                .count());
  }

  /** How many alerts of {@code urgency} there must be. */
  public int count(Urgency urgency) {
    return (int)
        notices.stream()
            .flatMap(one -> one.truth().delivery().stream())
            .filter(delivery -> delivery.urgency() == urgency)
            .count();
  }

  /** How many notices of {@code kind} there are. */
  public int count(NoticeKind kind) {
    return (int)
        notices.stream().filter(one -> one.request().getNotice().getKind() == kind).count();
  }

  private int count(Outcome outcome) {
    return (int) notices.stream().filter(one -> one.truth().outcome() == outcome).count();
  }
}
