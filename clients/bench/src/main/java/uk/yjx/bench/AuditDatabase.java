package uk.yjx.bench;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicLong;
import uk.yjx.server.ExchangeServer;
import uk.yjx.server.audit.EventType;
import uk.yjx.server.audit.MerkleTree;
import uk.yjx.server.audit.PersonalMember;
import uk.yjx.server.audit.StoredHashes;
import uk.yjx.server.audit.Tile;
import uk.yjx.server.audit.TileEdge;
import uk.yjx.server.audit.TileReader;
import uk.yjx.server.journal.AuditTrail;
import uk.yjx.server.journal.Entry;
import uk.yjx.server.journal.Journal;
import uk.yjx.server.journal.Proposal;
import uk.yjx.server.storage.Database;

/** A real exchange with its database, and tables of the measurement's own beside it. */
final class AuditDatabase implements AutoCloseable {
  private static final String ADMINISTRATOR = "operator/user/administrator";
  private static final int BATCH = 500;
  private static final int IN_FLIGHT = 4_000;
  private static final int PROOFS = 2_000;
  private static final int CHUNK = 8_192;

  private static final String TABLES =
      """
      CREATE SCHEMA bench;
      CREATE TABLE bench.floor (
        position bigint PRIMARY KEY, leaf bytea NOT NULL, leaf_hash bytea NOT NULL);
      CREATE TABLE bench.tile (
        level int NOT NULL, tile_index bigint NOT NULL, hashes bytea NOT NULL,
        PRIMARY KEY (level, tile_index));
      ALTER TABLE bench.floor ALTER COLUMN leaf SET STORAGE EXTERNAL;
      ALTER TABLE bench.tile ALTER COLUMN hashes SET STORAGE EXTERNAL;
      GRANT USAGE ON SCHEMA bench TO yjx_app;
      GRANT SELECT, INSERT ON bench.floor, bench.tile TO yjx_app;
      """;

  private final ExchangeServer server;
  private final Database database;

  private AuditDatabase(ExchangeServer server) {
    this.server = server;
    this.database = server.bean(Database.class);
  }

  static AuditDatabase start(Path folder, Progress progress) throws IOException, SQLException {
    progress.say("starting an exchange");
    BenchPki.make(folder.resolve("pki"), List.of(ADMINISTRATOR));
    Map<String, Object> settings = new HashMap<>();
    settings.put("yjx.storage.data-dir", folder.resolve("data").toString());
    settings.put("yjx.identity.trust-domain", BenchPki.TRUST_DOMAIN);
    settings.put("yjx.identity.operator-anchor", folder.resolve("pki/ca.crt").toString());
    settings.put("yjx.transport.certificate", folder.resolve("pki/server.crt").toString());
    settings.put("yjx.transport.key", folder.resolve("pki/server.key").toString());
    settings.put("yjx.transport.host", "127.0.0.1");
    settings.put("yjx.transport.port", "0");
    ExchangeServer server = ExchangeServer.start(settings);
    BenchDisk.of(folder.resolve("data")).superuser(TABLES);
    return new AuditDatabase(server);
  }

  /** The floor: the same bytes into one table with one index, in batches, one writer. */
  double plainInserts(byte[] leaf, int seconds) throws SQLException {
    byte[] hash = new byte[32];
    long position = 0;
    try (Connection c = database.pool().getConnection();
        PreparedStatement s =
            c.prepareStatement(
                "INSERT INTO bench.floor SELECT * FROM unnest(?::bigint[], ?::bytea[], ?::bytea[])")) {
      c.setAutoCommit(false);
      long warm = System.nanoTime() + 2_000_000_000L;
      long began = 0;
      long before = 0;
      long end = Long.MAX_VALUE;
      while (System.nanoTime() < end) {
        if (began == 0 && System.nanoTime() > warm) {
          began = System.nanoTime();
          before = position;
          end = began + seconds * 1_000_000_000L;
        }
        Long[] positions = new Long[BATCH];
        byte[][] leaves = new byte[BATCH][];
        byte[][] hashes = new byte[BATCH][];
        for (int i = 0; i < BATCH; i++) {
          positions[i] = position++;
          leaves[i] = leaf;
          hashes[i] = hash;
        }
        Array a = c.createArrayOf("bigint", positions);
        s.setArray(1, a);
        s.setArray(2, c.createArrayOf("bytea", leaves));
        s.setArray(3, c.createArrayOf("bytea", hashes));
        s.executeUpdate();
        c.commit();
      }
      return (position - before) / ((System.nanoTime() - began) / 1e9);
    }
  }

  /** Entries of one leaf through the journal: sealed, hashed, in the tree, durable. */
  double appends(int seconds) throws InterruptedException {
    Journal journal = server.bean(Journal.class);
    AuditTrail trail = server.bean(AuditTrail.class);
    Semaphore inFlight = new Semaphore(IN_FLIGHT);
    AtomicLong done = new AtomicLong();
    long warm = System.nanoTime() + 3_000_000_000L;
    long began = 0;
    long before = 0;
    long end = Long.MAX_VALUE;
    while (System.nanoTime() < end) {
      if (began == 0 && System.nanoTime() > warm) {
        began = System.nanoTime();
        before = done.get();
        end = began + seconds * 1_000_000_000L;
      }
      inFlight.acquire();
      Entry built = entry(journal, trail);
      var unused =
          journal
              .append(() -> new Proposal.Decision.Write(built))
              .whenComplete((committed, refused) -> {
                if (refused == null) {
                  done.incrementAndGet();
                }
                inFlight.release();
              });
    }
    double rate = (done.get() - before) / ((System.nanoTime() - began) / 1e9);
    inFlight.acquire(IN_FLIGHT);
    return rate;
  }

  /**
   * Times of proofs.
   *
   * @param p50Millis the median
   * @param p99Millis the 99th of 100
   */
  record Proofs(double p50Millis, double p99Millis) {}

  /** Proofs of random leaves, each read from tiles in the database, nothing kept between them. */
  Proofs proofs(long leaves) throws SQLException {
    TileEdge edge = build(leaves);
    StoredHashes stored = new Tiles(database);
    Random random = new Random(3);
    long[] nanos = new long[PROOFS];
    for (int i = -PROOFS / 4; i < PROOFS; i++) {
      long index = random.nextLong(leaves);
      long began = System.nanoTime();
      MerkleTree.inclusion(index, leaves, new TileReader(edge, stored));
      if (i >= 0) {
        nanos[i] = System.nanoTime() - began;
      }
    }
    Arrays.sort(nanos);
    return new Proofs(nanos[PROOFS / 2] / 1e6, nanos[PROOFS * 99 / 100] / 1e6);
  }

  /** The version of PostgreSQL. */
  String version() throws SQLException {
    try (Connection c = database.pool().getConnection()) {
      return c.getMetaData().getDatabaseProductVersion();
    }
  }

  @Override
  public void close() {
    server.close();
  }

  private static Entry entry(Journal journal, AuditTrail trail) {
    Entry.Builder entry = Entry.decidedAt(journal.stamp());
    trail.add(
        entry,
        trail.newKey(entry),
        trail
            .event(EventType.COLLECTION, "yjx.bench/Append", "accepted", java.time.Instant.now())
            .from("metropolitan-police")
            .purpose("PURPOSE_PREVENT_OFFENDING")
            .personal(PersonalMember.ACTOR_ID, "metropolitan-police/system/records")
            .personal(PersonalMember.REQUEST_ID, "bench-0000000001"));
    return entry.build();
  }

  private TileEdge build(long leaves) throws SQLException {
    TileEdge edge = TileEdge.empty();
    try (Connection c = database.pool().getConnection();
        PreparedStatement s = c.prepareStatement("INSERT INTO bench.tile VALUES (?, ?, ?)")) {
      c.setAutoCommit(false);
      while (edge.size() < leaves) {
        List<byte[]> hashes = new ArrayList<>(CHUNK);
        for (long i = edge.size(); i < Math.min(leaves, edge.size() + CHUNK); i++) {
          hashes.add(ByteBuffer.allocate(32).putLong(i * 0x9e3779b97f4a7c15L).putLong(i).array());
        }
        TileEdge.Growth growth = edge.append(hashes);
        edge = growth.edge();
        for (Tile tile : growth.completed()) {
          s.setInt(1, tile.level());
          s.setLong(2, tile.index());
          s.setBytes(3, tile.hashes());
          s.addBatch();
        }
        s.executeBatch();
        c.commit();
      }
    }
    return edge;
  }

  /** Complete tiles as the exchange reads them: one query each. */
  private record Tiles(Database database) implements StoredHashes {
    @Override
    public byte[] tile(int level, long index) {
      try (Connection c = database.pool().getConnection();
          PreparedStatement s =
              c.prepareStatement(
                  "SELECT hashes FROM bench.tile WHERE level = ? AND tile_index = ?")) {
        s.setInt(1, level);
        s.setLong(2, index);
        try (ResultSet r = s.executeQuery()) {
          r.next();
          return r.getBytes(1);
        }
      } catch (SQLException e) {
        throw new IllegalStateException(e);
      }
    }

    @Override
    public byte[] leafHashes(long from, long to) {
      throw new IllegalStateException("the edge holds the last leaves");
    }
  }
}
