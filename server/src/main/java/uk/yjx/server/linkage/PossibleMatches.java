package uk.yjx.server.linkage;

import jakarta.inject.Singleton;
import java.time.InstantSource;
import java.util.Set;
import java.util.TreeSet;
import uk.yjx.agreements.v1.Obligation;
import uk.yjx.common.v1.Purpose;
import uk.yjx.linkage.v1.ListPossibleMatchesResponse;
import uk.yjx.linkage.v1.PossibleMatch;
import uk.yjx.server.alerts.Consultations;
import uk.yjx.server.caseload.CaseBook;
import uk.yjx.server.caseload.Caseload;
import uk.yjx.server.caseload.ChildCase;
import uk.yjx.server.identity.Caller;
import uk.yjx.server.intake.Doubt;
import uk.yjx.server.journal.Disclosed;
import uk.yjx.server.kernel.ChildId;

/**
 * Tells workers of which of their own children a possible match is under review, and nothing else
 * of it, where an agreement obliges to that.
 */
@Singleton
final class PossibleMatches {
  private static final String LIST = "yjx.linkage.v1.LinkageService/ListPossibleMatches";

  private final Doubts doubts;
  private final ReviewDesk desk;
  private final Caseload caseload;
  private final Consultations consultations;
  private final InstantSource clock;

  PossibleMatches(
      Doubts doubts,
      ReviewDesk desk,
      Caseload caseload,
      Consultations consultations,
      InstantSource clock) {
    this.doubts = doubts;
    this.desk = desk;
    this.caseload = caseload;
    this.consultations = consultations;
    this.clock = clock;
  }

  /** The caller's own children; returns once the log says that they were shown. */
  Disclosed<ListPossibleMatchesResponse> list(Caller caller) {
    CaseBook book = caseload.now();
    Set<ChildId> own = new TreeSet<>(book.allocatedTo(caller.principal(), clock.instant()));
    Set<ChildId> told = new TreeSet<>();
    for (Doubt doubt : doubts.waiting(own::contains, ReviewDesk.WAITING_MAX)) {
      doubt.candidates().stream()
          .filter(own::contains)
          .filter(child -> mayTell(doubt, child, book))
          .forEach(told::add);
    }
    ListPossibleMatchesResponse.Builder answer = ListPossibleMatchesResponse.newBuilder();
    for (ChildId child : told) {
      book.child(child)
          .ifPresent(it ->
              answer.addMatches(
                  PossibleMatch.newBuilder()
                      .setChildId(it.id().toString())
                      .setServiceChildId(it.number())));
    }
    return Disclosed.by(
        consultations
            .commit(
                caller,
                new Consultations.Shown(
                    LIST,
                    Purpose.PURPOSE_SUPERVISION,
                    "yjx.linkage.v1.PossibleMatch",
                    "possible-match",
                    told.stream().map(ChildId::toString).toList()))
            .join(),
        answer.build());
  }

  private boolean mayTell(Doubt doubt, ChildId child, CaseBook book) {
    return !doubt.subject().facts().getProtectedPerson()
        && book.child(child)
            .filter(it -> !it.isShielded())
            .map(ChildCase::service)
            .flatMap(service -> desk.permit(doubt, service))
            .filter(permit ->
                permit.obligations().contains(Obligation.OBLIGATION_TELL_WORKER_OF_REVIEW))
            .isPresent();
  }
}
