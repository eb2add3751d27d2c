package uk.yjx.server.intake;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import uk.yjx.agreements.v1.DataCategory;
import uk.yjx.alerts.v1.Alert;
import uk.yjx.alerts.v1.AlertKind;
import uk.yjx.alerts.v1.AlertMaterial;
import uk.yjx.common.v1.Handling;
import uk.yjx.common.v1.LegalGateway;
import uk.yjx.common.v1.Purpose;
import uk.yjx.server.identity.Caller;
import uk.yjx.server.journal.Entry;
import uk.yjx.server.journal.RequestKey;
import uk.yjx.server.kernel.AgencyId;
import uk.yjx.server.kernel.ChildId;
import uk.yjx.server.kernel.PersonDescription;
import uk.yjx.server.kernel.Urgency;
import uk.yjx.server.matching.Evidence;
import uk.yjx.server.storage.RecordKey;

/** Information from an agency about people, on its way to whoever must know. */
public interface Submission {

  /** The agency it comes from. */
  AgencyId from();

  /** Who submitted it; null when the exchange itself looks at it again. */
  @Nullable Caller caller();

  /** The request it answers; null when the exchange itself looks at it again. */
  @Nullable RequestKey request();

  /** The gRPC method, or the rule that acts. */
  String operation();

  /** Name of the contract of the data. */
  String schema();

  /** What kind of data it is. */
  DataCategory category();

  /** The power or duty the sender relies on. */
  LegalGateway gateway();

  /** Why it is shared. */
  Purpose purpose();

  /** The whole rule under which it is shared. */
  default Handling handling() {
    return Handling.newBuilder().setGateway(gateway()).setPurpose(purpose()).build();
  }

  /** Position of the notice or record it is about; null when it is the submission itself. */
  default @Nullable Long recordPosition() {
    return null;
  }

  /** Whether it goes in the lane that is written first. */
  boolean urgent();

  /** A child nobody knows must be told to the area's social care. */
  boolean safeguarding();

  /**
   * Whether every service that a placement ties to the child is told, not only the matching one.
   */
  default boolean isRouted() {
    return true;
  }

  /** Local authority where it happened, as a GSS code. */
  Optional<String> localAuthority();

  /** The people it is about, as far as they can be attached to anyone. */
  List<Subject> subjects();

  /** People who are attached to no child but whom social care must be told of. */
  default List<Referral> referrals() {
    return List.of();
  }

  /** Who a person of it is, where somebody has decided that; null leaves it to matching. */
  default @Nullable ChildId decided(int person) {
    return null;
  }

  /** Children whom somebody has decided that a person of it is not. */
  default Set<ChildId> ruledOut(int person) {
    return Set.of();
  }

  /** Writes the room's own rows for what was decided. */
  void store(Entry.Builder entry, RecordKey key, Plan plan);

  /** The answer that is kept under the request id, without the receipt. */
  byte[] answer(Plan plan);

  /**
   * What social care is told of a person who is matched with nobody.
   *
   * @param kind what the alert is about
   * @param urgency how soon they must know
   * @param facts what they may know of the event
   * @param material what it is cut from for each reader
   */
  record Referral(AlertKind kind, Urgency urgency, Alert facts, AlertMaterial material) {

    /** A referral of typed facts alone. */
    public Referral(AlertKind kind, Urgency urgency, Alert facts) {
      this(kind, urgency, facts, AlertMaterial.getDefaultInstance());
    }
  }

  /**
   * One person of a submission.
   *
   * @param ordinal index of the person in the submission, from 0
   * @param evidence how the sender describes them, and what of it says who they are
   * @param keys keyed fingerprints under which the description could match
   * @param kind what an alert about this person would be about
   * @param urgency how soon the person's worker must know
   * @param facts what the worker may know of the event, nobody else's data in it
   * @param referable whether social care must be told of this person when nobody knows them
   * @param material others in the event and its text, to be cut for each reader
   */
  record Subject(
      int ordinal,
      Evidence evidence,
      List<Long> keys,
      AlertKind kind,
      Urgency urgency,
      Alert facts,
      boolean referable,
      AlertMaterial material) {

    public Subject {
      keys = List.copyOf(keys);
    }

    /** A subject whose description is worked out here. */
    public Subject(
        int ordinal,
        PersonDescription person,
        List<Long> keys,
        AlertKind kind,
        Urgency urgency,
        Alert facts,
        boolean referable,
        AlertMaterial material) {
      this(ordinal, Evidence.of(person), keys, kind, urgency, facts, referable, material);
    }

    /** A subject of typed facts alone. */
    public Subject(
        int ordinal,
        PersonDescription person,
        List<Long> keys,
        AlertKind kind,
        Urgency urgency,
        Alert facts,
        boolean referable) {
      this(
          ordinal,
          Evidence.of(person),
          keys,
          kind,
          urgency,
          facts,
          referable,
          AlertMaterial.getDefaultInstance());
    }

    /** How the sender describes the person. */
    public PersonDescription person() {
      return evidence.description();
    }

    /** What a front door is told of the person. */
    public Referral referral() {
      return new Referral(kind, urgency, facts, material);
    }
  }
}
