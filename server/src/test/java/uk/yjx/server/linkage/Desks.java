package uk.yjx.server.linkage;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import uk.yjx.linkage.v1.DecideReviewRequest;
import uk.yjx.linkage.v1.GetReviewRequest;
import uk.yjx.linkage.v1.GetReviewResponse;
import uk.yjx.linkage.v1.LinkageServiceGrpc;
import uk.yjx.linkage.v1.LinkageServiceGrpc.LinkageServiceBlockingStub;
import uk.yjx.linkage.v1.ListReviewsRequest;
import uk.yjx.linkage.v1.ListReviewsResponse;
import uk.yjx.linkage.v1.Review;
import uk.yjx.linkage.v1.ReviewVerdict;
import uk.yjx.server.alerts.AlertsExchange;
import uk.yjx.server.alerts.Area;

/** What people at the desks of an invented area do. */
public record Desks(Area area) {

  public LinkageServiceBlockingStub desk(String who) {
    return LinkageServiceGrpc.newBlockingStub(area.as(who));
  }

  public ListReviewsResponse queue(String who) {
    return desk(who).listReviews(ListReviewsRequest.getDefaultInstance());
  }

  public GetReviewResponse show(String who, Review review) {
    return desk(who)
        .getReview(GetReviewRequest.newBuilder().setReviewId(review.getReviewId()).build());
  }

  public void decide(String who, Review review, String child, ReviewVerdict verdict) {
    var unused =
        desk(who)
            .decideReview(
                DecideReviewRequest.newBuilder()
                    .setRequestId(area.requestId())
                    .setReviewId(review.getReviewId())
                    .setChildId(child)
                    .setVerdict(verdict)
                    .setReason("spoke to the sender")
                    .build());
  }

  /** Returns once every child that was added has been looked for in what came before. */
  static void untilLookedBack() throws SQLException {
    try (Connection c = AlertsExchange.shared().database().superuser();
        Statement s = c.createStatement()) {
      boolean waits = true;
      while (waits) {
        try (ResultSet r =
            s.executeQuery(
                "SELECT count(*) FROM intelligence.look_back WHERE done_position IS NULL")) {
          r.next();
          waits = r.getLong(1) > 0;
        }
      }
    }
  }
}
