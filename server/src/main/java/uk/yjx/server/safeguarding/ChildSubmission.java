package uk.yjx.server.safeguarding;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import uk.yjx.agreements.v1.DataCategory;
import uk.yjx.common.v1.Handling;
import uk.yjx.common.v1.LegalGateway;
import uk.yjx.common.v1.Purpose;
import uk.yjx.intelligence.v1.NoticeAnswer;
import uk.yjx.intelligence.v1.NoticeRemark;
import uk.yjx.intelligence.v1.SafeguardingRoute;
import uk.yjx.server.identity.Caller;
import uk.yjx.server.intake.Plan;
import uk.yjx.server.intake.Submission;
import uk.yjx.server.journal.Entry;
import uk.yjx.server.journal.RequestKey;
import uk.yjx.server.kernel.AgencyId;
import uk.yjx.server.kernel.Urgency;
import uk.yjx.server.storage.RecordKey;

/**
 * A notice about a child on its way through the intake.
 *
 * @param id of the notice
 * @param consequence what it means for what it begins or ends; empty for neither, and when it had
 *     been withdrawn before it came
 * @param withdrawn it had been withdrawn before it came: nobody is told of it
 * @param referable a front door may be told of a child nobody knows: social care itself need not
 * @param stores writes what was decided
 */
record ChildSubmission(
    ReadNotice read,
    Caller caller,
    RequestKey request,
    String operation,
    UUID id,
    Optional<Consequence> consequence,
    boolean withdrawn,
    boolean referable,
    Stores stores)
    implements Submission {
  static final String SCHEMA = "yjx.safeguarding.v1.ChildNotice";

  /** What waits for a decision, or for a child nobody knows yet, is kept this long. */
  static final Duration REVIEW_RETENTION = Duration.ofDays(90);

  /** Writes a decided notice into its entry. */
  interface Stores {
    void into(Entry.Builder entry, RecordKey key, ChildSubmission submission, Plan plan);
  }

  @Override
  public AgencyId from() {
    return caller.agency();
  }

  @Override
  public String schema() {
    return SCHEMA;
  }

  @Override
  public DataCategory category() {
    return read.row().category();
  }

  @Override
  public LegalGateway gateway() {
    return handling().getGateway();
  }

  @Override
  public Purpose purpose() {
    return handling().getPurpose();
  }

  @Override
  public Handling handling() {
    return read.notice().getHandling();
  }

  @Override
  public boolean urgent() {
    return subjects().stream().anyMatch(s -> s.urgency() == Urgency.IMMEDIATE);
  }

  @Override
  public boolean safeguarding() {
    return referable && KindTable.REFERABLE.contains(read.notice().getKind());
  }

  @Override
  public Optional<String> localAuthority() {
    return Optional.of(read.notice().getLocalAuthority()).filter(a -> !a.isEmpty());
  }

  @Override
  public List<Subject> subjects() {
    return withdrawn ? List.of() : List.of(read.subject(consequence));
  }

  @Override
  public void store(Entry.Builder entry, RecordKey key, Plan plan) {
    stores.into(entry, key, this, plan);
  }

  /** When its content is deleted if it is linked to nobody; empty when it stays. */
  static Optional<Instant> deleteAfter(Plan plan, Instant now) {
    return plan.linked() == 0 ? Optional.of(now.plus(REVIEW_RETENTION)) : Optional.empty();
  }

  @Override
  public byte[] answer(Plan plan) {
    List<NoticeRemark> remarks = new ArrayList<>(read.remarks());
    consequence.flatMap(Consequence::remark).ifPresent(remarks::add);
    if (withdrawn) {
      remarks.add(NoticeRemark.NOTICE_REMARK_WITHDRAWN_BEFORE);
    }
    return NoticeAnswer.newBuilder()
        .setSafeguardingRoute(
            switch (plan.route()) {
              case NOT_NEEDED -> SafeguardingRoute.SAFEGUARDING_ROUTE_UNSPECIFIED;
              case ROUTED -> SafeguardingRoute.SAFEGUARDING_ROUTE_ROUTED;
              case NOT_ROUTED -> SafeguardingRoute.SAFEGUARDING_ROUTE_NOT_ROUTED;
            })
        .addAllRemarks(remarks)
        .build()
        .toByteArray();
  }
}
