package uk.yjx.server.clusters;

import java.time.Instant;
import java.util.UUID;
import uk.yjx.server.kernel.AgencyId;
import uk.yjx.server.kernel.PrincipalId;

/**
 * An invitation that is not answered.
 *
 * @param cluster the cluster of the service that asks
 * @param speakTo whom to speak to there
 */
record Invited(
    UUID id, UUID cluster, AgencyId from, AgencyId to, PrincipalId speakTo, Instant askedAt) {}
