package uk.yjx.server.linkage;

import jakarta.inject.Singleton;
import java.time.InstantSource;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import uk.yjx.common.v1.Urgency;
import uk.yjx.linkage.v1.ListReviewsRequest;
import uk.yjx.linkage.v1.ListReviewsResponse;
import uk.yjx.linkage.v1.Review;
import uk.yjx.server.agreements.Agreements;
import uk.yjx.server.agreements.Decision;
import uk.yjx.server.agreements.Sharing;
import uk.yjx.server.caseload.Caseload;
import uk.yjx.server.caseload.ChildCase;
import uk.yjx.server.identity.Agency;
import uk.yjx.server.identity.Caller;
import uk.yjx.server.identity.Directory;
import uk.yjx.server.identity.DirectoryFacts;
import uk.yjx.server.intake.Doubt;
import uk.yjx.server.journal.Receipts;
import uk.yjx.server.kernel.AgencyId;
import uk.yjx.server.kernel.ChildId;

/** What waits at the desks of a caller's services, and who of it may be shown there. */
@Singleton
final class ReviewDesk {
  /** Reviews counted for one caller. */
  static final int WAITING_MAX = 1_000;

  /** Reviews listed when their number was not asked for. */
  static final int LISTED_DEFAULT = 50;

  private static final Comparator<Doubt> ORDER =
      Comparator.<Doubt, uk.yjx.server.kernel.Urgency>comparing(doubt -> doubt.subject().urgency())
          .thenComparing(Doubt::receivedAt)
          .thenComparing(Doubt::record)
          .thenComparing(Doubt::person);

  private final Doubts doubts;
  private final DecisionTable decisions;
  private final Caseload caseload;
  private final Agreements agreements;
  private final DirectoryFacts directory;
  private final InstantSource clock;

  ReviewDesk(
      Doubts doubts,
      DecisionTable decisions,
      Caseload caseload,
      Agreements agreements,
      DirectoryFacts directory,
      InstantSource clock) {
    this.doubts = doubts;
    this.decisions = decisions;
    this.caseload = caseload;
    this.agreements = agreements;
    this.directory = directory;
    this.clock = clock;
  }

  /**
   * A candidate whom a desk may see.
   *
   * @param permit the agreement under which the service may have the notice
   * @param elsewhere it comes from an area that the service does not serve: no value of it is shown
   */
  record Shown(ChildCase child, Decision.Permit permit, boolean elsewhere) {}

  /** The queue of a caller's desks. */
  ListReviewsResponse list(Caller caller, ListReviewsRequest request) {
    Seats seats = Seats.of(caller);
    List<Doubt> waiting =
        doubts.waiting(child -> isOf(child, seats.services()), WAITING_MAX).stream()
            .filter(doubt -> !shown(doubt, seats).isEmpty())
            .sorted(ORDER)
            .toList();
    int max = request.getMax() == 0 ? LISTED_DEFAULT : request.getMax();
    List<Doubt> listed = waiting.subList(0, Math.min(max, waiting.size()));
    Set<ReviewId> untold = decisions.couldNotTell(listed.stream().map(Doubt::record).toList());
    ListReviewsResponse.Builder answer =
        ListReviewsResponse.newBuilder().setWaiting(waiting.size());
    for (Doubt doubt : listed) {
      answer.addReviews(
          review(doubt, shown(doubt, seats).size())
              .setCouldNotTell(untold.contains(ReviewId.of(doubt))));
    }
    waiting.stream()
        .map(Doubt::receivedAt)
        .min(Comparator.naturalOrder())
        .ifPresent(oldest -> answer.setOldestReceivedAt(Receipts.timestamp(oldest)));
    seats.each((service, desk) -> {
      List<Doubt> there =
          waiting.stream()
              .filter(doubt -> doubt.source().desk() == desk)
              .filter(doubt ->
                  shown(doubt, seats).stream().anyMatch(it -> it.child().service().equals(service)))
              .toList();
      answer.addDesks(Seats.state(service, desk, there, directory.current()));
    });
    return answer.build();
  }

  /** A person who still waits at one of the caller's desks. */
  Optional<Doubt> find(Caller caller, String id) {
    return ReviewId.parse(id)
        .flatMap(review -> doubts.find(review.record(), review.person()))
        .filter(doubt -> !shown(doubt, Seats.of(caller)).isEmpty());
  }

  /**
   * The candidates whom the caller's desks may see: no shielded child, none from whom the caller is
   * kept apart, and nobody in a notice about protected people.
   */
  List<Shown> shown(Caller caller, Doubt doubt) {
    return shown(doubt, Seats.of(caller));
  }

  static Review.Builder review(Doubt doubt, int candidates) {
    return Review.newBuilder()
        .setReviewId(ReviewId.of(doubt).toString())
        .setFromAgency(doubt.from().value())
        .setDesk(doubt.source().desk())
        .setKind(doubt.kind())
        .setAbout(doubt.subject().kind())
        .setUrgency(urgency(doubt))
        .setReceivedAt(Receipts.timestamp(doubt.receivedAt()))
        .setWhy(doubt.rule())
        .setCandidates(candidates);
  }

  private List<Shown> shown(Doubt doubt, Seats seats) {
    Set<AgencyId> desks = seats.at(doubt.source().desk());
    if (doubt.subject().facts().getProtectedPerson()
        || doubt.handling().getGrading().getAboutProtectedPerson()) {
      return List.of();
    }
    Set<ChildId> keptFrom = caseload.now().keptFrom(seats.who(), clock.instant());
    return doubt.candidates().stream()
        .filter(child -> !keptFrom.contains(child))
        .flatMap(child -> caseload.now().child(child).stream())
        .filter(child -> desks.contains(child.service()) && !child.isShielded())
        .flatMap(child ->
            permit(doubt, child.service())
                .map(p -> new Shown(child, p, isElsewhere(doubt, child.service())))
                .stream())
        .toList();
  }

  /** Where nobody said where it happened, the sender's own area stands for that. */
  private boolean isElsewhere(Doubt doubt, AgencyId service) {
    Directory all = directory.current();
    List<String> served = areas(all, service);
    List<String> happened =
        doubt.localAuthority().map(List::of).orElseGet(() -> areas(all, doubt.from()));
    return !served.isEmpty() && !happened.isEmpty() && Collections.disjoint(served, happened);
  }

  private static List<String> areas(Directory all, AgencyId of) {
    return all.agency(of).map(Agency::localAuthorities).orElse(List.of());
  }

  /** What the agreements say to the service's having the record. */
  Optional<Decision.Permit> permit(Doubt doubt, AgencyId service) {
    Sharing what = new Sharing(doubt.from(), service, doubt.category(), doubt.handling(), false);
    return agreements.now().decide(what, null, clock.instant()) instanceof Decision.Permit permit
        ? Optional.of(permit)
        : Optional.empty();
  }

  private boolean isOf(ChildId child, Set<AgencyId> desks) {
    return caseload.now().child(child).filter(it -> desks.contains(it.service())).isPresent();
  }

  private static Urgency urgency(Doubt doubt) {
    return switch (doubt.subject().urgency()) {
      case IMMEDIATE -> Urgency.URGENCY_IMMEDIATE;
      case SAME_DAY -> Urgency.URGENCY_SAME_DAY;
      case ROUTINE -> Urgency.URGENCY_ROUTINE;
      case NOTE -> Urgency.URGENCY_NOTE;
    };
  }
}
