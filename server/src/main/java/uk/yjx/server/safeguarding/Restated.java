package uk.yjx.server.safeguarding;

import java.util.List;
import java.util.Optional;
import java.util.Set;
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

/**
 * Something said again, or said of itself by the exchange, upon a notice that has come before.
 *
 * @param position of the notice, so that whoever withdraws it recalls this too
 * @param subject the child, with what is said now
 * @param decided what people have decided about who the child is
 */
record Restated(
    ReadNotice read,
    AgencyId from,
    long position,
    Subject subject,
    Decided decided,
    Occasion occasion)
    implements Submission {

  /**
   * What people have decided.
   *
   * @param same who the child is; null leaves it to matching
   * @param not whom it is not
   */
  record Decided(@Nullable ChildId same, Set<ChildId> not) {
    /** Nobody has decided anything. */
    static final Decided NOTHING = new Decided(null, Set.of());

    Decided {
      not = Set.copyOf(not);
    }
  }

  /**
   * Why it is said again.
   *
   * @param operation the rule or the gRPC method that acts
   * @param caller who acts; null for the exchange itself
   * @param request the request this answers, if any
   * @param stores writes what was decided; for an entry of another making nothing
   */
  record Occasion(
      String operation, @Nullable Caller caller, @Nullable RequestKey request, Stores stores) {

    /** An entry of another making says it again, and writes what was decided itself. */
    static Occasion within(String operation) {
      return new Occasion(operation, null, null, (entry, key, plan) -> {});
    }
  }

  /** Writes what was decided. */
  interface Stores {
    void into(Entry.Builder entry, RecordKey key, Plan plan);
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
    return decided.same();
  }

  @Override
  public Set<ChildId> ruledOut(int person) {
    return decided.not();
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
    occasion.stores().into(entry, key, plan);
  }

  @Override
  public byte[] answer(Plan plan) {
    return new byte[0];
  }
}
