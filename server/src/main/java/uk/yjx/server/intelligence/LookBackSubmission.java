package uk.yjx.server.intelligence;

import java.util.List;
import java.util.Optional;
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
import uk.yjx.server.storage.RecordKey;

/** One person of an earlier notice, looked at again because a child was added. */
record LookBackSubmission(
    PoliceNotice police,
    AgencyId from,
    long noticePosition,
    List<Subject> subjects,
    NoticeTables tables,
    Withdrawals withdrawals)
    implements Submission {

  @Override
  public @Nullable Caller caller() {
    return null;
  }

  @Override
  public @Nullable RequestKey request() {
    return null;
  }

  @Override
  public String operation() {
    return "yjx.intelligence/LookBack";
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
    tables.linksOf(entry, plan, noticePosition);
  }

  @Override
  public byte[] answer(Plan plan) {
    return new byte[0];
  }
}
