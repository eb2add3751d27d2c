package uk.yjx.server.casepapers;

import io.micronaut.scheduling.annotation.Scheduled;
import jakarta.inject.Singleton;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import uk.yjx.server.storage.Database;
import uk.yjx.server.storage.DocumentKeys;
import uk.yjx.server.storage.StorageException;

/**
 * Wraps keys of documents anew once there is a newer key to wrap them with; afterwards the older
 * one can be destroyed, and with it every copy of the database from before. Any number of processes
 * may do it at once.
 */
@Singleton
final class KeyRotation {
  /** Keys wrapped anew in one look. */
  static final int PAGE = 500;

  private static final Logger LOG = LoggerFactory.getLogger(KeyRotation.class);

  private static final String OLDER =
      """
      SELECT document_id, wrapped
      FROM casepapers.document_key
      WHERE substring(wrapped FROM 1 FOR 5) < ? OR substring(wrapped FROM 1 FOR 5) > ?
      ORDER BY document_id
      LIMIT ?
      """;

  /** Only what is still wrapped as it was: a key that was destroyed meanwhile stays destroyed. */
  private static final String REPLACE =
      "UPDATE casepapers.document_key SET wrapped = ? WHERE document_id = ? AND wrapped = ?";

  private final Database database;
  private final DocumentKeys keys;

  KeyRotation(Database database, DocumentKeys keys) {
    this.database = database;
    this.keys = keys;
  }

  private record Older(UUID document, byte[] wrapped) {}

  @Scheduled(fixedDelay = "60s", initialDelay = "30s")
  void look() {
    try {
      int done = run();
      if (done > 0) {
        LOG.info("keys of {} documents are wrapped by the newest key now", done);
      }
    } catch (SQLException | StorageException e) {
      LOG.warn("keys of documents were not wrapped anew: {}", e.getClass().getName());
    }
  }

  /** Wraps all older ones; how many they were. */
  int run() throws SQLException {
    Optional<byte[]> current = keys.currentHeader();
    if (current.isEmpty()) {
      return 0;
    }
    int all = 0;
    List<Older> page = older(current.get());
    while (!page.isEmpty()) {
      int done = 0;
      for (Older one : page) {
        done += replace(one) ? 1 : 0;
      }
      all += done;
      // Nothing of a page replaced: another process is at it.
      page = done == 0 ? List.of() : older(current.get());
    }
    return all;
  }

  private boolean replace(Older one) throws SQLException {
    byte[] anew = keys.rewrapped(one.wrapped());
    try (Connection c = database.pool().getConnection();
        PreparedStatement s = c.prepareStatement(REPLACE)) {
      s.setBytes(1, anew);
      s.setObject(2, one.document());
      s.setBytes(3, one.wrapped());
      return s.executeUpdate() == 1;
    }
  }

  private List<Older> older(byte[] current) throws SQLException {
    try (Connection c = database.pool().getConnection();
        PreparedStatement s = c.prepareStatement(OLDER)) {
      s.setBytes(1, current);
      s.setBytes(2, current);
      s.setInt(3, PAGE);
      List<Older> found = new ArrayList<>();
      try (ResultSet r = s.executeQuery()) {
        while (r.next()) {
          found.add(new Older(r.getObject(1, UUID.class), r.getBytes(2)));
        }
      }
      return found;
    }
  }
}
