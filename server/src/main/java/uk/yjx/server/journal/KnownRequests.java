package uk.yjx.server.journal;

import java.sql.Array;
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

  private static final String FIND =
      """
      SELECT e.agency_id, e.request_id, e.digest, e.position, e.leaf_index, l.leaf_hash,
             e.recorded_at, e.sealed_answer, k.wrapped
      FROM unnest(?::text[], ?::text[]) AS asked (agency_id, request_id)
      JOIN journal.entry e ON e.request_id = asked.request_id AND e.agency_id = asked.agency_id
      JOIN audit.leaf l ON l.leaf_index = e.leaf_index
      LEFT JOIN storage.record_key k ON k.position = e.position
      """;

  private KnownRequests() {}

  /** A request as it was committed the first time; the key is null once the record is erased. */
  record Known(
      RequestKey key,
      long position,
      long leafIndex,
      byte[] leafHash,
      Instant recordedAt,
      byte @Nullable [] sealedAnswer,
      byte @Nullable [] wrappedKey) {}

  static Map<String, Known> find(Connection connection, List<RequestKey> asked)
      throws SQLException {
    Map<String, Known> found = new HashMap<>();
    if (asked.isEmpty()) {
      return found;
    }
    Array agencies =
        connection.createArrayOf(
            "text", asked.stream().map(k -> k.agency().value()).toArray(String[]::new));
    Array ids =
        connection.createArrayOf(
            "text", asked.stream().map(RequestKey::requestId).toArray(String[]::new));
    try (PreparedStatement s = connection.prepareStatement(FIND)) {
      s.setArray(1, agencies);
      s.setArray(2, ids);
      try (ResultSet r = s.executeQuery()) {
        while (r.next()) {
          Known known = read(r);
          found.put(known.key().toString(), known);
        }
      }
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
        r.getBytes(9));
  }
}
