package uk.yjx.server.journal;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Finds requests that were committed before, all of a batch in one query. */
final class KnownRequests {

  // LATERAL and LIMIT leave the planner nothing but one look into each index, whatever it believes
  // about tables that have grown since it was last told: a join may become a scan of the whole log.
  /** Parameters: agencies and request ids. */
  static final String FIND =
      """
      SELECT asked.agency_id, asked.request_id, e.digest, e.position, e.leaf_index, l.leaf_hash,
             e.recorded_at, e.sealed_answer, k.wrapped, l.epoch
      FROM unnest(?::text[], ?::text[]) AS asked (agency_id, request_id)
      CROSS JOIN LATERAL (
        SELECT digest, position, leaf_index, recorded_at, sealed_answer
        FROM journal.entry
        WHERE request_id = asked.request_id AND agency_id = asked.agency_id
        LIMIT 1) e
      CROSS JOIN LATERAL (
        SELECT leaf_hash, NULL::bigint AS epoch
        FROM audit.leaf
        WHERE leaf_index = e.leaf_index AND position = e.position
        UNION ALL
        SELECT leaf_hash, epoch
        FROM audit.former_leaf
        WHERE leaf_index = e.leaf_index AND position = e.position
        LIMIT 1) l
      LEFT JOIN LATERAL (
        SELECT wrapped FROM storage.record_key WHERE position = e.position LIMIT 1) k ON true
      """;

  private KnownRequests() {}

  /**
   * A request as it was committed the first time; the key is null once the record is erased, and
   * the epoch unless it was a former one.
   */
  record Known(
      RequestKey key,
      long position,
      long leafIndex,
      byte[] leafHash,
      Instant recordedAt,
      byte @Nullable [] sealedAnswer,
      byte @Nullable [] wrappedKey,
      @Nullable Long formerEpoch) {}

  static Map<String, Known> find(Connection connection, List<RequestKey> asked)
      throws SQLException {
    if (asked.isEmpty()) {
      return Map.of();
    }
    try (PreparedStatement s = connection.prepareStatement(FIND)) {
      ask(s, asked);
      try (ResultSet r = s.executeQuery()) {
        return found(r);
      }
    }
  }

  /** Sets the parameters of {@link #FIND}. */
  static void ask(PreparedStatement statement, List<RequestKey> asked) throws SQLException {
    String[] agencies = new String[asked.size()];
    String[] ids = new String[agencies.length];
    for (int i = 0; i < ids.length; i++) {
      agencies[i] = asked.get(i).agency().value();
      ids[i] = asked.get(i).requestId();
    }
    Connection connection = statement.getConnection();
    statement.setArray(1, connection.createArrayOf("text", agencies));
    statement.setArray(2, connection.createArrayOf("text", ids));
  }

  /** Reads the rows of {@link #FIND}. */
  static Map<String, Known> found(ResultSet r) throws SQLException {
    Map<String, Known> found = new HashMap<>();
    while (r.next()) {
      Known known = read(r);
      found.put(known.key().toString(), known);
    }
    return found;
  }

  private static Known read(ResultSet r) throws SQLException {
    return new Known(
        new RequestKey(
            new uk.yjx.server.kernel.AgencyId(r.getString(1)), r.getString(2), r.getBytes(3)),
        r.getLong(4),
        r.getLong(5),
        r.getBytes(6),
        r.getObject(7, OffsetDateTime.class).toInstant(),
        r.getBytes(8),
        r.getBytes(9),
        r.getObject(10, Long.class));
  }
}
