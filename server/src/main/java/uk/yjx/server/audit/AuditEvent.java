package uk.yjx.server.audit;

import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * One act as the log keeps it. All members but the personal ones are codes and stay for ever.
 *
 * @param source the log, node and build
 * @param id the event's id, a UUID of version 7
 * @param type what kind of act
 * @param phase where in the act
 * @param ref the intent that a final event ends, and null for every other
 * @param time when, kept to the microsecond
 * @param op the gRPC method or the rule that acted
 * @param outcome how it ended
 * @param srcOrg the agency that acted; null only for refusals, administration and authentication
 * @param dstOrg the agency that received; always present in a disclosure
 * @param purpose the purpose code; null only for refusals, administration and authentication
 * @param basis the lawful basis; always present in a disclosure
 * @param policy id of the decision, or of the policy that took it
 * @param schema the contract of the data concerned
 * @param categories the data categories, ascending and distinct
 * @param count the number of records, from 0 to 2^53-1
 * @param exchange the exchange id that both agencies share
 * @param peer hash of the other agency's receipt
 * @param personal the members that are only committed to, each at most once
 */
public record AuditEvent(
    EventSource source,
    UUID id,
    EventType type,
    EventPhase phase,
    @Nullable UUID ref,
    Instant time,
    String op,
    String outcome,
    @Nullable String srcOrg,
    @Nullable String dstOrg,
    @Nullable String purpose,
    @Nullable SharingBasis basis,
    @Nullable String policy,
    @Nullable String schema,
    List<String> categories,
    long count,
    @Nullable String exchange,
    @Nullable String peer,
    List<PersonalValue> personal) {
  /** The version of the leaf's form. */
  public static final int VERSION = 1;

  /** The most categories in one event. */
  public static final int CATEGORIES_MAX = 64;

  /** The largest number of records, which every reader of JSON keeps exactly. */
  public static final long COUNT_MAX = (1L << 53) - 1;

  private static final Instant TIME_MIN = Instant.EPOCH;
  private static final Instant TIME_END = Instant.parse("9999-12-31T00:00:00Z");

  /** Refuses an event that the log could not keep or the law would not accept. */
  public AuditEvent {
    requireVersion7("id", id);
    Codes.require("op", op);
    Codes.require("outcome", outcome);
    Codes.requireIfPresent("src_org", srcOrg);
    Codes.requireIfPresent("dst_org", dstOrg);
    Codes.requireIfPresent("purpose", purpose);
    Codes.requireIfPresent("policy", policy);
    Codes.requireIfPresent("schema", schema);
    Codes.requireIfPresent("xid", exchange);
    Codes.requireIfPresent("peer", peer);
    categories =
        categories.size() <= 1
            ? List.copyOf(categories)
            : categories.stream().distinct().sorted().toList();
    for (String category : categories) {
      Codes.require("category", category);
    }
    personal = List.copyOf(personal);
    require(categories.size() <= CATEGORIES_MAX, "more than " + CATEGORIES_MAX + " categories");
    require(count >= 0 && count <= COUNT_MAX, "number of records out of range: " + count);
    require(!time.isBefore(TIME_MIN) && time.isBefore(TIME_END), "time out of range");
    require((phase == EventPhase.FINAL) == (ref != null), "a final event names its intent");
    if (ref != null) {
      requireVersion7("ref", ref);
    }
    require(!type.isProcessing() || srcOrg != null, type + " without acting agency");
    require(!type.isProcessing() || purpose != null, type + " without purpose");
    boolean disclosure = type == EventType.DISCLOSURE;
    require(!disclosure || dstOrg != null, "disclosure without receiving agency");
    require(!disclosure || basis != null, "disclosure without lawful basis");
    Set<PersonalMember> members = EnumSet.noneOf(PersonalMember.class);
    for (PersonalValue value : personal) {
      require(members.add(value.member()), "a personal member appears twice");
    }
  }

  /** Starts an event with what every event has; the rest follows by name. */
  public static AuditEventBuilder of(
      EventSource source, UUID id, Instant time, EventType type, String op, String outcome) {
    return new AuditEventBuilder(source, id, time, type, op, outcome);
  }

  private static void requireVersion7(String member, UUID id) {
    require(id.version() == 7 && id.variant() == 2, member + " is not a UUID of version 7");
  }

  private static void require(boolean holds, String otherwise) {
    if (!holds) {
      throw new IllegalArgumentException("audit event: " + otherwise);
    }
  }
}
