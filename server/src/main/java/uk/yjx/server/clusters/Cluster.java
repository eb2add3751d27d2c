package uk.yjx.server.clusters;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import uk.yjx.clusters.v1.ClosingReason;
import uk.yjx.clusters.v1.EventState;
import uk.yjx.clusters.v1.InvitationState;
import uk.yjx.common.v1.LegalGateway;
import uk.yjx.common.v1.RecallReason;
import uk.yjx.server.alerts.LinkedAlerts.Linked;
import uk.yjx.server.kernel.AgencyId;
import uk.yjx.server.kernel.ChildId;
import uk.yjx.server.kernel.PrincipalId;

/**
 * An incident cluster of one service as it stands.
 *
 * @param position of the entry that opened it; 0 while it is being opened
 * @param reason why its events belong together; empty once one of them was erased
 * @param closing why it was closed; unspecified while it is open
 * @param partners agencies of social care that were told of joint actions, with the alert
 */
record Cluster(
    UUID id,
    long position,
    AgencyId service,
    PrincipalId speakTo,
    PrincipalId openedBy,
    Instant openedAt,
    LegalGateway gateway,
    String reason,
    @Nullable Instant closedAt,
    ClosingReason closing,
    List<Event> events,
    List<Warning> warnings,
    List<Other> others,
    Map<AgencyId, UUID> partners) {

  /** Events of one cluster, removed ones too. */
  static final int EVENTS_MAX = 200;

  Cluster {
    events = List.copyOf(events);
    warnings = List.copyOf(warnings);
    others = List.copyOf(others);
    partners = Map.copyOf(partners);
  }

  /** An event, by the alert that told the service of it. */
  record Event(UUID alert, ChildId child, boolean removed) {

    /** Where it stands, by its alert as it is now; null when that is erased. */
    EventState state(@Nullable Linked alert) {
      if (removed) {
        return EventState.EVENT_STATE_REMOVED;
      }
      if (alert == null) {
        return EventState.EVENT_STATE_WITHDRAWN;
      }
      RecallReason recalled = alert.recalled();
      return recalled == null
          ? EventState.EVENT_STATE_LINKED
          : recalled == RecallReason.RECALL_REASON_SUPERSEDED
              ? EventState.EVENT_STATE_CORRECTED
              : EventState.EVENT_STATE_WITHDRAWN;
    }
  }

  /**
   * The alert by which the workers of a child were warned.
   *
   * @param position of the entry that raised it
   */
  record Warning(UUID alert, ChildId child, long position, boolean standing) {}

  /**
   * Another service.
   *
   * @param asking it asked this one; otherwise this one asked it
   * @param speakTo whom to speak to there; null while it has not joined
   */
  record Other(
      UUID invitation,
      AgencyId service,
      InvitationState state,
      boolean asking,
      @Nullable PrincipalId speakTo) {

    /** Whether it is asked, or has joined. */
    boolean isLive() {
      return state == InvitationState.INVITATION_STATE_ASKED
          || state == InvitationState.INVITATION_STATE_JOINED;
    }
  }

  boolean isOpen() {
    return closedAt == null;
  }

  /**
   * Whether another service was asked or asks: the other children may be there, whatever it says.
   */
  boolean isWithOthers() {
    return !others.isEmpty();
  }

  /** The children of events that stand, each as often as it has some. */
  static List<ChildId> inDanger(List<Event> events, Map<UUID, Linked> alerts) {
    List<ChildId> found = new ArrayList<>();
    for (Event event : events) {
      if (stands(event.state(alerts.get(event.alert())))) {
        found.add(event.child());
      }
    }
    return found;
  }

  /** Warnings that stand. */
  List<Warning> standing() {
    return warnings.stream().filter(Warning::standing).toList();
  }

  /** Children whose workers have a standing warning. */
  List<ChildId> warned() {
    return standing().stream().map(Warning::child).toList();
  }

  /** An event that was not removed. */
  Optional<Event> event(UUID alert) {
    return events.stream().filter(e -> e.alert().equals(alert) && !e.removed()).findFirst();
  }

  /** Its events' alerts. */
  List<UUID> alerts() {
    return events.stream().map(Event::alert).toList();
  }

  /** Whether an event counts: what was corrected stays until somebody has looked at it. */
  static boolean stands(EventState state) {
    return state == EventState.EVENT_STATE_LINKED || state == EventState.EVENT_STATE_CORRECTED;
  }

  /** Names the cluster by its id only. */
  @Override
  public String toString() {
    return "Cluster[" + id + "]";
  }
}
