package uk.yjx.server.intelligence;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import uk.yjx.agreements.v1.DataCategory;
import uk.yjx.common.v1.Handling;
import uk.yjx.common.v1.LegalGateway;
import uk.yjx.common.v1.Purpose;
import uk.yjx.intelligence.v1.Notice;
import uk.yjx.intelligence.v1.NoticeAnswer;
import uk.yjx.intelligence.v1.SafeguardingRoute;
import uk.yjx.server.identity.Caller;
import uk.yjx.server.intake.Plan;
import uk.yjx.server.intake.Submission;
import uk.yjx.server.journal.Entry;
import uk.yjx.server.journal.RequestKey;
import uk.yjx.server.kernel.AgencyId;
import uk.yjx.server.kernel.Urgency;
import uk.yjx.server.storage.RecordKey;
import uk.yjx.server.storage.Vault;

/** A police notice on its way through the intake. */
final class NoticeSubmission implements Submission {
  /** For people who match no child a notice is kept this long, so that one added later is found. */
  static final Duration UNMATCHED_RETENTION = Duration.ofDays(90);

  private final PoliceNotice police;
  private final Caller caller;
  private final RequestKey request;
  private final String operation;
  private final UUID id;
  private final Instant now;
  private final NoticeTables tables;
  private final NoticeLinks links;
  private final Vault vault;
  private final @Nullable Replacing replacing;

  NoticeSubmission(
      PoliceNotice police,
      Caller caller,
      RequestKey request,
      String operation,
      UUID id,
      Instant now,
      NoticeTables tables,
      NoticeLinks links,
      Vault vault,
      @Nullable Replacing replacing) {
    this.police = police;
    this.caller = caller;
    this.request = request;
    this.operation = operation;
    this.id = id;
    this.now = now;
    this.tables = tables;
    this.links = links;
    this.vault = vault;
    this.replacing = replacing;
  }

  /** Takes back the notice in whose place this one comes, in the same entry. */
  interface Replacing {
    void into(Entry.Builder entry, RecordKey key);
  }

  @Override
  public AgencyId from() {
    return caller.agency();
  }

  @Override
  public @Nullable Caller caller() {
    return caller;
  }

  @Override
  public @Nullable RequestKey request() {
    return request;
  }

  @Override
  public String operation() {
    return operation;
  }

  @Override
  public String schema() {
    return "yjx.intelligence.v1.Notice";
  }

  @Override
  public DataCategory category() {
    return police.category();
  }

  @Override
  public LegalGateway gateway() {
    return notice().getHandling().getGateway();
  }

  @Override
  public Purpose purpose() {
    return notice().getHandling().getPurpose();
  }

  @Override
  public Handling handling() {
    return notice().getHandling();
  }

  @Override
  public boolean urgent() {
    return subjects().stream().anyMatch(s -> s.urgency() == Urgency.IMMEDIATE);
  }

  @Override
  public boolean safeguarding() {
    return police.safeguarding();
  }

  @Override
  public Optional<String> localAuthority() {
    return Optional.of(notice().getLocalAuthority()).filter(a -> !a.isEmpty());
  }

  @Override
  public List<Subject> subjects() {
    return police.subjects();
  }

  @Override
  public List<Referral> referrals() {
    return police.referrals();
  }

  @Override
  public void store(Entry.Builder entry, RecordKey key, Plan plan) {
    boolean linked = plan.linked() > 0;
    boolean settled = linked && plan.linked() == police.subjects().size();
    boolean kept = linked || plan.inReview() > 0 || police.mayBeKeptUnmatched();
    boolean findable = kept && !settled && police.mayBeKeptUnmatched();
    byte[] sealed =
        kept ? vault.seal(key, notice().toByteArray(), NoticeTables.NOTICE_PURPOSE) : null;
    tables.add(
        entry,
        new NoticeTables.StoredNotice(
            id,
            from(),
            notice().getKindValue(),
            plan.linked(),
            plan.inReview(),
            plan.findings().size() - plan.linked() - plan.inReview(),
            plan.alerts().size() - plan.notes(),
            plan.notes(),
            sealed,
            (kept && !linked) || findable ? now.plus(UNMATCHED_RETENTION) : null));
    links.linksOf(entry, plan, null);
    if (findable) {
      keepFindable(entry, plan);
    }
    if (replacing != null) {
      replacing.into(entry, key);
    }
  }

  @Override
  public byte[] answer(Plan plan) {
    return NoticeAnswer.newBuilder()
        .setSafeguardingRoute(
            switch (plan.route()) {
              case NOT_NEEDED -> SafeguardingRoute.SAFEGUARDING_ROUTE_UNSPECIFIED;
              case ROUTED -> SafeguardingRoute.SAFEGUARDING_ROUTE_ROUTED;
              case NOT_ROUTED -> SafeguardingRoute.SAFEGUARDING_ROUTE_NOT_ROUTED;
            })
        .addAllRemarks(police.remarks())
        .build()
        .toByteArray();
  }

  private Notice notice() {
    return police.notice();
  }

  /** Persons not linked yet can be found again when a child is added. */
  private void keepFindable(Entry.Builder entry, Plan plan) {
    for (Plan.Finding finding : plan.findings()) {
      if (finding instanceof Plan.Finding.Linked) {
        continue;
      }
      for (Subject subject : police.subjects()) {
        if (subject.ordinal() == finding.person()) {
          for (long fingerprint : subject.keys()) {
            tables.key(entry, new NoticeTables.Key(fingerprint, subject.ordinal()));
          }
        }
      }
    }
  }
}
