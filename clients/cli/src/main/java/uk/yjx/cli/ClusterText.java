package uk.yjx.cli;

import java.util.List;
import uk.yjx.cli.output.Cell;
import uk.yjx.cli.output.Table;
import uk.yjx.cli.output.Tone;
import uk.yjx.clusters.v1.ClusterEvent;
import uk.yjx.clusters.v1.ClusterView;
import uk.yjx.clusters.v1.EventState;
import uk.yjx.clusters.v1.Invitation;
import uk.yjx.clusters.v1.OtherService;

/** Incident clusters as people read them. */
final class ClusterText {

  private ClusterText() {}

  /** A table of clusters. */
  static Table table(List<ClusterView> clusters) {
    Table table = Table.of("SERVICE", "OPENED", "STATE", "EVENTS", "SPEAK TO", "CLUSTER");
    for (ClusterView one : clusters) {
      table.row(
          Cell.of(one.getService()),
          Cell.of(Times.text(one.getOpenedAt())),
          Cell.of(state(one)),
          Cell.of(Integer.toString(one.getEventsCount())),
          Cell.of(one.getSpeakTo()),
          Cell.of(one.getClusterId()));
    }
    return table;
  }

  /** A table of a cluster's events. */
  static Table events(ClusterView cluster) {
    Table table = Table.of("CHILD", "WHAT", "HEARD OF", "STATE", "ALERT");
    for (ClusterEvent event : cluster.getEventsList()) {
      table.row(
          Cell.of(event.getChildName()),
          Cell.of(ContractWords.of(event.getKind()).replace('-', ' ')),
          Cell.of(Times.text(event.getRaisedAt())),
          new Cell(
              ContractWords.of(event.getState()),
              event.getState() == EventState.EVENT_STATE_CORRECTED ? Tone.WARNING : Tone.PLAIN),
          Cell.of(event.getAlertId()));
    }
    return table;
  }

  /** One line: where a cluster stands, and whom its workers speak to. */
  static String head(ClusterView cluster) {
    return state(cluster) + ", speak to " + cluster.getSpeakTo();
  }

  /** One line: another service. */
  static String line(OtherService other) {
    return other.getService()
        + " "
        + ContractWords.of(other.getState())
        + (other.getSpeakTo().isEmpty() ? "" : ", speak to " + other.getSpeakTo());
  }

  /** One line: what a service is asked to join. */
  static String line(Invitation invitation) {
    return invitation.getFromService()
        + " asks "
        + invitation.getService()
        + " to join, speak to "
        + invitation.getSpeakTo()
        + " ("
        + invitation.getInvitationId()
        + ")";
  }

  private static String state(ClusterView one) {
    return one.hasClosedAt()
        ? "closed: " + ContractWords.of(one.getClosing()).replace('-', ' ')
        : "open";
  }
}
