package uk.yjx.server.linkage;

import jakarta.inject.Singleton;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import uk.yjx.common.v1.Role;
import uk.yjx.common.v1.Urgency;
import uk.yjx.linkage.v1.ListReviewsRequest;
import uk.yjx.linkage.v1.ListReviewsResponse;
import uk.yjx.linkage.v1.Review;
import uk.yjx.server.agreements.Agreements;
import uk.yjx.server.agreements.Decision;
import uk.yjx.server.agreements.Sharing;
import uk.yjx.server.caseload.Caseload;
import uk.yjx.server.caseload.ChildCase;
import uk.yjx.server.identity.Caller;
import uk.yjx.server.intelligence.Doubts;
import uk.yjx.server.intelligence.Doubts.Doubt;
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
          .thenComparing(Doubt::notice)
          .thenComparing(Doubt::person);

  private final Doubts doubts;
  private final DecisionTable decisions;
  private final Caseload caseload;
  private final Agreements agreements;
  private final InstantSource clock;

  ReviewDesk(
      Doubts doubts,
      DecisionTable decisions,
      Caseload caseload,
      Agreements agreements,
      InstantSource clock) {
    this.doubts = doubts;
    this.decisions = decisions;
    this.caseload = caseload;
    this.agreements = agreements;
    this.clock = clock;
  }

  /**
   * A candidate whom a desk may see.
   *
   * @param permit the agreement under which the service may have the notice
   */
  record Shown(ChildCase child, Decision.Permit permit) {}

  /** The queue of a caller's desks. */
  ListReviewsResponse list(Caller caller, ListReviewsRequest request) {
    Set<AgencyId> desks = desks(caller);
    List<Doubt> waiting =
        doubts.waiting(child -> isOf(child, desks), WAITING_MAX).stream()
            .filter(doubt -> !shown(doubt, desks).isEmpty())
            .sorted(ORDER)
            .toList();
    int max = request.getMax() == 0 ? LISTED_DEFAULT : request.getMax();
    List<Doubt> listed = waiting.subList(0, Math.min(max, waiting.size()));
    Set<ReviewId> untold = decisions.couldNotTell(listed.stream().map(Doubt::notice).toList());
    ListReviewsResponse.Builder answer =
        ListReviewsResponse.newBuilder().setWaiting(waiting.size());
    for (Doubt doubt : listed) {
      answer.addReviews(
          review(doubt, shown(doubt, desks).size())
              .setCouldNotTell(untold.contains(new ReviewId(doubt.notice(), doubt.person()))));
    }
    waiting.stream()
        .map(Doubt::receivedAt)
        .min(Comparator.naturalOrder())
        .ifPresent(oldest -> answer.setOldestReceivedAt(Receipts.timestamp(oldest)));
    return answer.build();
  }

  /** A person who still waits at one of the caller's desks. */
  Optional<Doubt> find(Caller caller, String id) {
    return ReviewId.parse(id)
        .flatMap(review -> doubts.find(review.notice(), review.person()))
        .filter(doubt -> !shown(doubt, desks(caller)).isEmpty());
  }

  /**
   * The candidates whom the caller's desks may see: no shielded child, and nobody in a notice about
   * protected people.
   */
  List<Shown> shown(Caller caller, Doubt doubt) {
    return shown(doubt, desks(caller));
  }

  /** The services whose desk the caller sits at, as officer or as deputy. */
  static Set<AgencyId> desks(Caller caller) {
    Set<AgencyId> desks = new TreeSet<>(caller.services(Role.ROLE_MATCHING_OFFICER));
    desks.addAll(caller.services(Role.ROLE_SERVICE_MANAGER));
    return desks;
  }

  static Review.Builder review(Doubt doubt, int candidates) {
    return Review.newBuilder()
        .setReviewId(new ReviewId(doubt.notice(), doubt.person()).toString())
        .setFromAgency(doubt.from().value())
        .setKind(doubt.content().getKind())
        .setUrgency(urgency(doubt))
        .setReceivedAt(Receipts.timestamp(doubt.receivedAt()))
        .setWhy(doubt.rule())
        .setCandidates(candidates);
  }

  private List<Shown> shown(Doubt doubt, Set<AgencyId> desks) {
    if (doubt.subject().facts().getProtectedPerson()) {
      return List.of();
    }
    return doubt.candidates().stream()
        .flatMap(child -> caseload.now().child(child).stream())
        .filter(child -> desks.contains(child.service()) && !child.isShielded())
        .flatMap(child -> permit(doubt, child.service()).map(p -> new Shown(child, p)).stream())
        .toList();
  }

  private Optional<Decision.Permit> permit(Doubt doubt, AgencyId service) {
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
