package uk.yjx.server.casepapers;

import io.micronaut.scheduling.annotation.Scheduled;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletionException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import uk.yjx.server.kernel.AgencyId;
import uk.yjx.server.kernel.Failure;
import uk.yjx.server.storage.Blobs;
import uk.yjx.server.storage.Database;

/**
 * Gives up packages that were not completed in time, and deletes blobs that nothing names. Any
 * number of processes may do it at once: each step can be done twice.
 */
@Singleton
final class PapersSweep {
  /** Packages or blobs of one look. */
  static final int PAGE = 100;

  /** A discarded blob is deleted again until then: a writer that was cut off may still make it. */
  static final Duration DISCARDED_KEPT = Duration.ofHours(24);

  private static final Logger LOG = LoggerFactory.getLogger(PapersSweep.class);

  private static final String EXPIRED =
      """
      SELECT package_id, agency_id
      FROM casepapers.package
      WHERE state = 1 AND expires_at <= ?
      ORDER BY expires_at, package_id
      LIMIT ?
      """;

  private static final String DISCARDED =
      """
      SELECT blob_id, discarded_at
      FROM casepapers.discarded_blob
      WHERE NOT deleted OR discarded_at <= ?
      ORDER BY discarded_at, blob_id
      LIMIT ?
      """;

  private static final String DELETED =
      "UPDATE casepapers.discarded_blob SET deleted = true WHERE blob_id = ?";

  private static final String DONE = "DELETE FROM casepapers.discarded_blob WHERE blob_id = ?";

  private final Database database;
  private final PackageRecorder recorder;
  private final Blobs blobs;
  private final InstantSource clock;

  PapersSweep(Database database, PackageRecorder recorder, Blobs blobs, InstantSource clock) {
    this.database = database;
    this.recorder = recorder;
    this.blobs = blobs;
    this.clock = clock;
  }

  private record Expired(UUID id, AgencyId agency) {}

  private record Discarded(UUID blob, Instant at) {}

  @Scheduled(fixedDelay = "60s", initialDelay = "20s")
  void look() {
    try {
      run();
    } catch (SQLException | RuntimeException e) {
      LOG.warn("papers were not swept: {}", e.getClass().getName());
    }
  }

  /** Sweeps once; how many packages were given up. */
  int run() throws SQLException {
    int given = 0;
    for (Expired expired : expired()) {
      given += expire(expired) ? 1 : 0;
    }
    for (Discarded discarded : discarded()) {
      delete(discarded);
    }
    return given;
  }

  private boolean expire(Expired expired) {
    try {
      recorder.expire(expired.id(), expired.agency()).join();
      return true;
    } catch (CompletionException e) {
      if (e.getCause() instanceof Failure.Refused refused) {
        LOG.debug("a package was not given up: {}", refused.failure().reason());
        return false;
      }
      throw e;
    }
  }

  private void delete(Discarded discarded) throws SQLException {
    try {
      blobs.delete(discarded.blob());
    } catch (IOException e) {
      LOG.warn("a discarded blob was not deleted: {}", e.getClass().getName());
      return;
    }
    boolean forGood = !discarded.at().isAfter(clock.instant().minus(DISCARDED_KEPT));
    try (Connection c = database.pool().getConnection();
        PreparedStatement s = c.prepareStatement(forGood ? DONE : DELETED)) {
      s.setObject(1, discarded.blob());
      s.executeUpdate();
    }
  }

  private List<Expired> expired() throws SQLException {
    try (Connection c = database.pool().getConnection();
        PreparedStatement s = c.prepareStatement(EXPIRED)) {
      s.setTimestamp(1, Timestamp.from(clock.instant()));
      s.setInt(2, PAGE);
      List<Expired> found = new ArrayList<>();
      try (ResultSet r = s.executeQuery()) {
        while (r.next()) {
          found.add(new Expired(r.getObject(1, UUID.class), new AgencyId(r.getString(2))));
        }
      }
      return found;
    }
  }

  private List<Discarded> discarded() throws SQLException {
    try (Connection c = database.pool().getConnection();
        PreparedStatement s = c.prepareStatement(DISCARDED)) {
      s.setTimestamp(1, Timestamp.from(clock.instant().minus(DISCARDED_KEPT)));
      s.setInt(2, PAGE);
      List<Discarded> found = new ArrayList<>();
      try (ResultSet r = s.executeQuery()) {
        while (r.next()) {
          found.add(
              new Discarded(
                  r.getObject(1, UUID.class), r.getObject(2, OffsetDateTime.class).toInstant()));
        }
      }
      return found;
    }
  }
}
