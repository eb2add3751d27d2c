package uk.yjx.server.safeguarding;

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

/**
 * Something said again, or said of itself by the exchange, upon a notice that has come before.
 *
 * @param position of the notice, so that whoever withdraws it recalls this too
 * @param subject the child, with what is said now
 */
record Restated(ReadNotice read, AgencyId from, long position, Subject subject, String operation)
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
  public String schema() {
    return ChildSubmission.SCHEMA;
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
  public @Nullable Long recordPosition() {
    return position;
  }

  @Override
  public boolean urgent() {
    return false;
  }

  /** Whom a front door had to be told of was told when the notice came. */
  @Override
  public boolean safeguarding() {
    return false;
  }

  @Override
  public Optional<String> localAuthority() {
    return Optional.empty();
  }

  @Override
  public List<Subject> subjects() {
    return List.of(subject);
  }

  @Override
  public void store(Entry.Builder entry, RecordKey key, Plan plan) {
    // The entry is of another making.
  }

  @Override
  public byte[] answer(Plan plan) {
    return new byte[0];
  }
}
