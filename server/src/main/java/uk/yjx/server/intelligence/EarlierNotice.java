package uk.yjx.server.intelligence;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;
import uk.yjx.agreements.v1.DataCategory;
import uk.yjx.common.v1.Handling;
import uk.yjx.common.v1.LegalGateway;
import uk.yjx.common.v1.Purpose;
import uk.yjx.server.identity.Caller;
import uk.yjx.server.intake.Plan;
import uk.yjx.server.intake.Submission;
import uk.yjx.server.journal.Entry;
import uk.yjx.server.journal.RequestKey;
import uk.yjx.server.kernel.AgencyId;
import uk.yjx.server.kernel.ChildId;
import uk.yjx.server.storage.RecordKey;

/** One person of an earlier notice that is looked at again. */
record EarlierNotice(
    PoliceNotice police,
    AgencyId from,
    long noticePosition,
    List<Subject> subjects,
    Occasion occasion,
    NoticeLinks links,
    Withdrawals withdrawals)
    implements Submission {

  /**
   * Why it is looked at again.
   *
   * @param operation the rule or the gRPC method that acts
   * @param caller who decided who the person is; null when a child was added
   * @param request the request this answers, if any
   * @param decided who the person is; null leaves it to matching
   * @param not children whom somebody has decided that the person is not
   * @param also what else the entry does
   */
  record Occasion(
      String operation,
      @Nullable Caller caller,
      @Nullable RequestKey request,
      @Nullable ChildId decided,
      Set<ChildId> not,
      BiConsumer<Entry.Builder, RecordKey> also) {

    /** A child was added, newly described or reopened. */
    static Occasion childAdded(Set<ChildId> not) {
      return new Occasion(LookBack.OPERATION, null, null, null, not, (entry, key) -> {});
    }
  }

  @Override
  public @Nullable Caller caller() {
    return occasion.caller();
  }

  @Override
  public @Nullable RequestKey request() {
    return occasion.request();
  }

  @Override
  public String operation() {
    return occasion.operation();
  }

  @Override
  public @Nullable ChildId decided(int person) {
    return occasion.decided();
  }

  @Override
  public Set<ChildId> ruledOut(int person) {
    return occasion.not();
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
    return police.notice().getHandling().getGateway();
  }

  @Override
  public Purpose purpose() {
    return police.notice().getHandling().getPurpose();
  }

  @Override
  public Handling handling() {
    return police.notice().getHandling();
  }

  @Override
  public @Nullable Long recordPosition() {
    return noticePosition;
  }

  @Override
  public boolean urgent() {
    return false;
  }

  /** Whom the front door had to be told of was told when the notice came. */
  @Override
  public boolean safeguarding() {
    return false;
  }

  @Override
  public Optional<String> localAuthority() {
    return Optional.empty();
  }

  @Override
  public void store(Entry.Builder entry, RecordKey key, Plan plan) {
    withdrawals.requireStanding(entry, noticePosition);
    links.linksOf(entry, plan, noticePosition);
    occasion.also().accept(entry, key);
  }

  @Override
  public byte[] answer(Plan plan) {
    return new byte[0];
  }
}
