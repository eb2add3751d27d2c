package uk.yjx.server.clusters;

import jakarta.inject.Singleton;
import java.util.Collection;
import java.util.List;
import uk.yjx.common.v1.Purpose;
import uk.yjx.server.audit.AuditEventBuilder;
import uk.yjx.server.audit.EventType;
import uk.yjx.server.audit.PersonalMember;
import uk.yjx.server.identity.CallerEntries.Draft;
import uk.yjx.server.journal.AuditTrail;
import uk.yjx.server.kernel.ChildId;

/** What the log says of clusters: which, about whom, and never the reason. */
@Singleton
final class ClusterWords {
  static final String SERVICE = "yjx.clusters.v1.IncidentClusterService/";
  static final String SCHEMA = "yjx.clusters.v1.ClusterView";

  private final AuditTrail audit;

  ClusterWords(AuditTrail audit) {
    this.audit = audit;
  }

  /** The event of something a caller does to a cluster. */
  AuditEventBuilder event(Draft draft, Cluster it, EventType type, String method, String outcome) {
    return audit
        .event(type, SERVICE + method, outcome, draft.now())
        .purpose(Purpose.PURPOSE_SAFEGUARDING.name())
        .data(SCHEMA, List.of(ClusterTerms.CATEGORY.name()), 1)
        .personal(PersonalMember.RECORDS, it.id().toString())
        .personal(
            PersonalMember.SUBJECTS, subjects(it.events().stream().map(e -> e.child()).toList()));
  }

  /** The event of an invitation that is declined; it is about no child. */
  AuditEventBuilder declined(Draft draft, Invited invited) {
    return audit
        .event(EventType.ALTERATION, SERVICE + "DeclineToJoin", "declined", draft.now())
        .to(invited.from().value())
        .purpose(Purpose.PURPOSE_SAFEGUARDING.name())
        .personal(PersonalMember.RECORDS, invited.id().toString());
  }

  /** Ids of children, each once. */
  static List<String> subjects(Collection<ChildId> children) {
    return children.stream().map(child -> child.value().toString()).distinct().sorted().toList();
  }

  /** A value of the contract without the name of its type: DANGER_OVER. */
  static String code(Enum<?> value) {
    String type = value.getClass().getSimpleName().replaceAll("(?<=[a-z])(?=[A-Z])", "_");
    return value.name().substring(type.length() + 1);
  }
}
