package uk.yjx.server.safeguarding;

import io.micronaut.scheduling.annotation.Scheduled;
import jakarta.inject.Singleton;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.InstantSource;
import java.time.ZoneOffset;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import uk.yjx.server.storage.Database;

/** Empties notices that waited for a decision nobody made; that they came stays. */
@Singleton
final class NoticeRetention {
  private static final Logger LOG = LoggerFactory.getLogger(NoticeRetention.class);

  private static final String EMPTY =
      """
      UPDATE safeguarding.notice
      SET delete_after = NULL, sealed = NULL
      WHERE delete_after < ?
      """;

  private final Database database;
  private final InstantSource clock;

  NoticeRetention(Database database, InstantSource clock) {
    this.database = database;
    this.clock = clock;
  }

  /** Empties what is due. */
  @Scheduled(fixedDelay = "1h", initialDelay = "6m")
  void run() {
    try (Connection c = database.pool().getConnection();
        PreparedStatement s = c.prepareStatement(EMPTY)) {
      s.setObject(1, clock.instant().atOffset(ZoneOffset.UTC));
      s.executeUpdate();
    } catch (SQLException e) {
      LOG.warn("notices past their time were not emptied ({})", e.getSQLState());
    }
  }
}
