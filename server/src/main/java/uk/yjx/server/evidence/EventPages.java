package uk.yjx.server.evidence;

import com.google.protobuf.ByteString;
import jakarta.inject.Singleton;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import uk.yjx.audit.v1.AuditEvent;
import uk.yjx.audit.v1.ListEventsResponse;
import uk.yjx.server.audit.Opening;
import uk.yjx.server.audit.Openings;
import uk.yjx.server.journal.AuditTrail;
import uk.yjx.server.kernel.AgencyId;
import uk.yjx.server.storage.RecordKey;
import uk.yjx.server.storage.StorageException;
import uk.yjx.server.storage.Vault;

/** Reads events with what opens them, as far as that still exists. */
@Singleton
final class EventPages {
  /** Events in a page whose size was not asked for. */
  static final int PAGE_DEFAULT = 100;

  /** A page ends early above this size, in bytes, so that every client can take it. */
  static final int PAGE_BYTES_MAX = 2 * 1024 * 1024;

  private static final Logger LOG = LoggerFactory.getLogger(EventPages.class);

  private static final String EVENTS =
      """
      SELECT l.leaf_index, l.leaf, o.sealed, k.wrapped, k.openings, l.leaf_index - e.leaf_index
      FROM audit.leaf l
      LEFT JOIN audit.opening o ON o.leaf_index = l.leaf_index
      LEFT JOIN journal.entry e ON e.position = l.position
      LEFT JOIN storage.record_key k ON k.position = l.position
      WHERE l.leaf_index >= ?
      ORDER BY l.leaf_index
      LIMIT ?
      """;

  private static final String RANGE =
      """
      SELECT l.leaf_index, l.leaf, o.sealed, k.wrapped, k.openings, l.leaf_index - e.leaf_index
      FROM audit.leaf l
      LEFT JOIN audit.opening o ON o.leaf_index = l.leaf_index
      LEFT JOIN journal.entry e ON e.position = l.position
      LEFT JOIN storage.record_key k ON k.position = l.position
      WHERE l.leaf_index >= ? AND l.leaf_index < ?
      ORDER BY l.leaf_index
      """;

  private static final int FETCH_ROWS = 500;

  /** The leaf of a request, by what its receipt says and whose request it was. */
  private static final String OF_RECEIPT =
      """
      SELECT l.leaf_index, l.leaf, o.sealed, k.wrapped, k.openings, l.leaf_index - e.leaf_index
      FROM audit.leaf l
      JOIN journal.entry e ON e.position = l.position AND e.leaf_index = l.leaf_index
      LEFT JOIN audit.opening o ON o.leaf_index = l.leaf_index
      LEFT JOIN storage.record_key k ON k.position = l.position
      WHERE l.leaf_index = ? AND l.leaf_hash = ? AND (? OR e.agency_id = ?)
      """;

  private final LogStore store;
  private final Vault vault;

  EventPages(LogStore store, Vault vault) {
    this.store = store;
    this.vault = vault;
  }

  /** The page from an index on; it must not be sent before its reading is committed. */
  ListEventsResponse read(long from, int pageSize) {
    int events = pageSize == 0 ? PAGE_DEFAULT : pageSize;
    return store.borrow(c -> {
      ListEventsResponse.Builder page = ListEventsResponse.newBuilder().setNextIndex(from);
      int bytes = 0;
      try (PreparedStatement s = c.prepareStatement(EVENTS)) {
        s.setLong(1, from);
        s.setInt(2, events);
        try (ResultSet r = s.executeQuery()) {
          while (bytes < PAGE_BYTES_MAX && r.next()) {
            AuditEvent event = event(r);
            page.addEvents(event).setNextIndex(event.getLeafIndex() + 1);
            bytes += event.getSerializedSize();
          }
        }
      }
      return page.build();
    });
  }

  /** Looks at the row of one leaf, as {@link #event} reads it; false when it has enough. */
  interface RowReader {
    boolean take(ResultSet row) throws SQLException;
  }

  /**
   * Shows the rows of leaves from an index to before another, in order.
   *
   * @param c in a transaction, so that the rows come a few at a time
   * @return whether all were shown
   */
  boolean each(Connection c, long from, long to, RowReader reader) throws SQLException {
    try (PreparedStatement s = c.prepareStatement(RANGE)) {
      s.setFetchSize(FETCH_ROWS);
      s.setLong(1, from);
      s.setLong(2, to);
      try (ResultSet r = s.executeQuery()) {
        while (r.next()) {
          if (!reader.take(r)) {
            return false;
          }
        }
      }
    }
    return true;
  }

  /**
   * The event of a receipt; empty also where it is the receipt of another agency's request.
   *
   * @param agency whose request it must be; null for readers of the whole log
   */
  Optional<AuditEvent> ofReceipt(long index, byte[] hash, @Nullable AgencyId agency) {
    return store.borrow(c -> {
      try (PreparedStatement s = c.prepareStatement(OF_RECEIPT)) {
        s.setLong(1, index);
        s.setBytes(2, hash);
        s.setBoolean(3, agency == null);
        s.setString(4, agency == null ? "" : agency.value());
        try (ResultSet r = s.executeQuery()) {
          return r.next() ? Optional.of(event(r)) : Optional.empty();
        }
      }
    });
  }

  /**
   * The event in a row of index, leaf, sealed openings of its own, wrapped key, sealed openings of
   * the entry, and place among the entry's leaves.
   */
  AuditEvent event(ResultSet r) throws SQLException {
    long index = r.getLong(1);
    return AuditEvent.newBuilder()
        .setLeafIndex(index)
        .setLeaf(ByteString.copyFrom(r.getBytes(2)))
        .addAllOpenings(openings(index, r.getBytes(3), r.getBytes(4), r.getBytes(5), r.getInt(6)))
        .build();
  }

  /**
   * What opens a leaf, as far as that still exists.
   *
   * @param own sealed openings of the leaf's own
   * @param together sealed openings of the entry
   * @param place among the entry's leaves, from 0
   */
  List<String> openings(
      long index,
      byte @Nullable [] own,
      byte @Nullable [] wrapped,
      byte @Nullable [] together,
      int place) {
    if (wrapped == null) {
      return List.of();
    }
    try {
      RecordKey key = vault.unwrap(wrapped);
      List<Opening> openings = List.of();
      if (together != null) {
        openings = Openings.decode(vault.open(key, together, AuditTrail.TOGETHER_PURPOSE), place);
      } else if (own != null) {
        openings = Openings.decode(vault.open(key, own, AuditTrail.OPENINGS_PURPOSE));
      }
      return openings.stream().map(Opening::disclosure).toList();
    } catch (StorageException | IllegalArgumentException e) {
      // The leaf still stands; that it cannot be opened is for the operator, not for this reader.
      LOG.error("the openings of leaf {} were altered: they do not open", index);
      return List.of();
    }
  }
}
