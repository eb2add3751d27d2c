package uk.yjx.server.clusters;

import jakarta.inject.Singleton;
import java.util.List;
import uk.yjx.server.journal.LimitSource;
import uk.yjx.server.journal.PublishedLimit;

/** The limits of incident clusters for the capabilities. */
@Singleton
final class ClusterLimits implements LimitSource {
  @Override
  public List<PublishedLimit> limits() {
    return List.of(
        PublishedLimit.items("clusters.children_min", Danger.CHILDREN_MIN),
        PublishedLimit.items("clusters.events", Cluster.EVENTS_MAX),
        PublishedLimit.items("clusters.invitations", Joining.INVITATIONS_MAX),
        PublishedLimit.items("clusters.actions", ActionDesk.ACTIONS_MAX),
        PublishedLimit.items("clusters.actions_looked_at", ActionReading.LOOKED_AT_MAX),
        PublishedLimit.seconds("clusters.action_due_within", ActionDesk.DUE_WITHIN));
  }
}
