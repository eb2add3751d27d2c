package uk.yjx.server.audit;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Gathers the members of an event that not every event has; for one event and one thread. */
public final class AuditEventBuilder {
  private final EventSource source;
  private final UUID id;
  private final Instant time;
  private final EventType type;
  private final String op;
  private final String outcome;
  private final List<PersonalValue> personal = new ArrayList<>();
  private EventPhase phase = EventPhase.SINGLE;
  private @Nullable UUID ref;
  private @Nullable String srcOrg;
  private @Nullable String dstOrg;
  private @Nullable String purpose;
  private @Nullable SharingBasis basis;
  private @Nullable String policy;
  private @Nullable String schema;
  private List<String> categories = List.of();
  private long count;
  private @Nullable String exchange;
  private @Nullable String peer;

  AuditEventBuilder(
      EventSource source, UUID id, Instant time, EventType type, String op, String outcome) {
    this.source = source;
    this.id = id;
    this.time = time;
    this.type = type;
    this.op = op;
    this.outcome = outcome;
  }

  /** Marks the act as about to begin. */
  public AuditEventBuilder intent() {
    this.phase = EventPhase.INTENT;
    return this;
  }

  /** Marks the act as ended that the event with this id announced. */
  public AuditEventBuilder ends(UUID intent) {
    this.phase = EventPhase.FINAL;
    this.ref = intent;
    return this;
  }

  /** Names the agency that acted. */
  public AuditEventBuilder from(@Nullable String agency) {
    this.srcOrg = agency;
    return this;
  }

  /** Names the agency that received. */
  public AuditEventBuilder to(@Nullable String agency) {
    this.dstOrg = agency;
    return this;
  }

  /** Names the purpose by its code. */
  public AuditEventBuilder purpose(@Nullable String code) {
    this.purpose = code;
    return this;
  }

  /** Names the lawful basis. */
  public AuditEventBuilder basis(@Nullable SharingBasis lawful) {
    this.basis = lawful;
    return this;
  }

  /** Names the decision, or the policy that took it. */
  public AuditEventBuilder policy(@Nullable String code) {
    this.policy = code;
    return this;
  }

  /** Names the contract of the data and how many records of which categories it was. */
  public AuditEventBuilder data(String contract, List<String> dataCategories, long records) {
    this.schema = contract;
    this.categories = List.copyOf(dataCategories);
    this.count = records;
    return this;
  }

  /** Names the number of records, where there is no contract to name. */
  public AuditEventBuilder count(long records) {
    this.count = records;
    return this;
  }

  /** Names the exchange that both agencies log under the same id. */
  public AuditEventBuilder exchange(@Nullable String shared) {
    this.exchange = shared;
    return this;
  }

  /** Names the other agency's receipt by its hash. */
  public AuditEventBuilder peer(@Nullable String receiptHash) {
    this.peer = receiptHash;
    return this;
  }

  /** Commits to one text; nothing happens when there is none. */
  public AuditEventBuilder personal(PersonalMember member, @Nullable String text) {
    return text == null || text.isEmpty() ? this : personal(member, List.of(text));
  }

  /** Commits to a list of texts; nothing happens when it is empty. */
  public AuditEventBuilder personal(PersonalMember member, List<String> texts) {
    if (!texts.isEmpty()) {
      personal.add(new PersonalValue(member, texts));
    }
    return this;
  }

  /** The event, refused when it contradicts itself or lacks what its type needs. */
  public AuditEvent build() {
    return new AuditEvent(
        source,
        id,
        type,
        phase,
        ref,
        time,
        op,
        outcome,
        srcOrg,
        dstOrg,
        purpose,
        basis,
        policy,
        schema,
        categories,
        count,
        exchange,
        peer,
        personal);
  }
}
