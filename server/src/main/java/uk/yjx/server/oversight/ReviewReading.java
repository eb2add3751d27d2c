package uk.yjx.server.oversight;

import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import uk.yjx.alerts.v1.Alert;
import uk.yjx.common.v1.Purpose;
import uk.yjx.oversight.v1.Contribution;
import uk.yjx.oversight.v1.GetReviewDueRequest;
import uk.yjx.oversight.v1.GetReviewDueResponse;
import uk.yjx.oversight.v1.ListReviewsDueRequest;
import uk.yjx.oversight.v1.ListReviewsDueResponse;
import uk.yjx.oversight.v1.ReviewDue;
import uk.yjx.server.alerts.CaseAlerts;
import uk.yjx.server.alerts.Consultations;
import uk.yjx.server.caseload.ChildCase;
import uk.yjx.server.caseload.PageTokens;
import uk.yjx.server.identity.Caller;
import uk.yjx.server.journal.Committed;
import uk.yjx.server.journal.Disclosed;
import uk.yjx.server.journal.Journal;
import uk.yjx.server.journal.Receipts;

/** Shows reviews to those who have a part in them: logged first, cut to that part. */
@Singleton
final class ReviewReading {
  /** Closed reviews are listed for so long. */
  static final Duration CLOSED_LISTED = Duration.ofDays(400);

  /** Reviews looked at together for one page: those of colleagues are passed over. */
  static final int LOOKED_AT = 500;

  private static final String SCHEMA = "yjx.oversight.v1.ReviewDue";
  private static final String CATEGORY = "review";

  private final ReviewStore store;
  private final ReviewAccess access;
  private final SignificanceStore significance;
  private final CaseAlerts alerts;
  private final Consultations consultations;
  private final PageTokens tokens;
  private final Journal journal;
  private final InstantSource clock;

  ReviewReading(
      ReviewStore store,
      ReviewAccess access,
      SignificanceStore significance,
      CaseAlerts alerts,
      Consultations consultations,
      PageTokens tokens,
      Journal journal,
      InstantSource clock) {
    this.store = store;
    this.access = access;
    this.significance = significance;
    this.alerts = alerts;
    this.consultations = consultations;
    this.tokens = tokens;
    this.journal = journal;
    this.clock = clock;
  }

  private record Seen(ReviewRow row, ReviewAccess.Part part) {}

  /** One page; always committed. */
  Disclosed<ListReviewsDueResponse> list(Caller caller, ListReviewsDueRequest request) {
    Instant now = clock.instant();
    alerts.requirePurpose(caller, request.getPurpose());
    int size = request.getPageSize() == 0 ? PageTokens.PAGE_SIZE_DEFAULT : request.getPageSize();
    String scope = "reviews-due " + caller.principal() + request.getIncludeClosed();
    ReviewStore.Place place = place(tokens.read(scope, request.getPageToken()));
    List<Seen> page = new ArrayList<>();
    boolean more = true;
    while (more && page.size() < size) {
      List<ReviewRow> looked =
          store.page(
              ReviewAccess.services(caller),
              request.getIncludeClosed(),
              now.minus(CLOSED_LISTED),
              place,
              LOOKED_AT);
      more = looked.size() == LOOKED_AT;
      for (ReviewRow row : looked) {
        if (page.size() == size) {
          more = true;
          break;
        }
        place = new ReviewStore.Place(row.open() ? 1 : 2, row.dueAt(), row.id());
        ReviewAccess.Part part = access.part(caller, row.child(), now);
        if (part != ReviewAccess.Part.NONE) {
          page.add(new Seen(row, part));
        }
      }
    }
    ListReviewsDueResponse.Builder response =
        ListReviewsDueResponse.newBuilder().addAllReviews(shown(caller, page, now));
    if (more) {
      response.setNextPageToken(tokens.after(scope, text(place)));
    }
    Committed commit =
        commit(
            caller,
            "ListReviewsDue",
            request.getPurpose(),
            response.getReviewsList().stream().map(ReviewDue::getReviewId).toList());
    return Disclosed.by(commit, response.build());
  }

  /** One review with all that is new; who only contributes does not get it. */
  Disclosed<GetReviewDueResponse> get(Caller caller, GetReviewDueRequest request) {
    Instant now = clock.instant();
    alerts.requirePurpose(caller, request.getPurpose());
    long seen = journal.stamp();
    ReviewRow row =
        store
            .find(UUID.fromString(request.getReviewId()))
            .filter(found -> access.part(caller, found.child(), now) == ReviewAccess.Part.CASE)
            .orElseThrow(ReviewAccess.NOT_FOUND::refused);
    List<Alert> news =
        alerts.disclosed(
            caller,
            request.getPurpose(),
            ReviewDesk.SERVICE + "GetReviewDue",
            row.child(),
            row.service(),
            row.since());
    Committed commit =
        commit(caller, "GetReviewDue", request.getPurpose(), List.of(row.id().toString()));
    return Disclosed.by(
        commit,
        GetReviewDueResponse.newBuilder()
            .setReview(
                shown(caller, List.of(new Seen(row, ReviewAccess.Part.CASE)), now).getFirst())
            .addAllHistory(store.history(row.id()))
            .addAllNewSinceLastReview(news)
            .setSeen(tokens.after(seenScope(caller, request.getReviewId()), Long.toString(seen)))
            .build());
  }

  /** What binds «seen» to a reader and a review. */
  static String seenScope(Caller caller, String review) {
    return "review-seen " + caller.principal() + " " + UUID.fromString(review);
  }

  /** Reviews as somebody who manages them sees them. */
  List<ReviewDue> managed(Caller caller, List<ReviewRow> rows, Instant now) {
    return shown(
        caller, rows.stream().map(row -> new Seen(row, ReviewAccess.Part.CASE)).toList(), now);
  }

  /** Commits that reviews are shown. */
  Committed commit(Caller caller, String method, Purpose purpose, List<String> reviews) {
    return consultations
        .commit(
            caller,
            new Consultations.Shown(
                ReviewDesk.SERVICE + method, purpose, SCHEMA, CATEGORY, reviews))
        .join();
  }

  private List<ReviewDue> shown(Caller caller, List<Seen> page, Instant now) {
    Significance kinds = significance.now();
    Map<UUID, List<Contribution>> contributions =
        store.contributions(page.stream().map(seen -> seen.row().id()).toList(), now);
    List<ReviewDue> shown = new ArrayList<>();
    for (Seen seen : page) {
      ReviewRow row = seen.row();
      ReviewDue.Builder out = outline(row, now);
      List<Contribution> asked = contributions.getOrDefault(row.id(), List.of());
      if (seen.part() == ReviewAccess.Part.CASE) {
        out.setTriggers(
                Folding.triggers(alerts.of(List.of(row.child()), row.since()), row.since(), kinds)
                    .stream()
                    .filter(it -> row.covered() == null || it.position() <= row.covered())
                    .toList()
                    .size())
            .setOutcome(row.outcome())
            .setChallenges(row.challenges())
            .setUnchangedCopy(row.unchangedCopy() && ReviewAccess.manages(caller, row.service()))
            .addAllContributions(asked);
      } else {
        asked.stream()
            .filter(one -> caller.holds(one.getRole(), row.service()))
            .forEach(one -> out.addContributions(own(caller, one)));
        if (out.getContributionsCount() == 0) {
          continue; // nothing is asked of this caller
        }
      }
      shown.add(out.build());
    }
    return shown;
  }

  private ReviewDue.Builder outline(ReviewRow row, Instant now) {
    ChildCase child = access.child(row);
    ReviewDue.Builder out =
        ReviewDue.newBuilder()
            .setReviewId(row.id().toString())
            .setChildId(row.child().value().toString())
            .setService(row.service().value())
            .setServiceChildId(child.number())
            .setChildName(ReviewWords.shown(child.person().names().getFirst()))
            .setStateValue(row.open() ? 1 : 2)
            .setOpenedAt(Receipts.timestamp(row.openedAt()))
            .setDueAt(Receipts.timestamp(row.dueAt()))
            .setOverdue(row.isOverdue(now));
    Instant closed = row.closedAt();
    return closed == null ? out : out.setClosedAt(Receipts.timestamp(closed));
  }

  /** A colleague's words stay with who holds the case. */
  private static Contribution own(Caller caller, Contribution contribution) {
    return contribution.getBy().isEmpty()
            || contribution.getBy().equals(caller.principal().toString())
        ? contribution
        : contribution.toBuilder().clearText().build();
  }

  private static ReviewStore.Place place(String last) {
    if (last.isEmpty()) {
      return ReviewStore.Place.BEGIN;
    }
    String[] parts = last.split(" ", -1);
    return new ReviewStore.Place(
        Integer.parseInt(parts[0]), Instant.parse(parts[1]), UUID.fromString(parts[2]));
  }

  private static String text(ReviewStore.Place place) {
    return place.state() + " " + place.dueAt() + " " + place.review();
  }
}
