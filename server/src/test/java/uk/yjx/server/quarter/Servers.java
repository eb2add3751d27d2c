package uk.yjx.server.quarter;

import io.grpc.Channel;
import io.grpc.StatusRuntimeException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.ClosedChannelException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Function;
import uk.yjx.server.ExchangeUnderTest;
import uk.yjx.server.identity.Pem;
import uk.yjx.server.identity.PkiFolder;
import uk.yjx.server.storage.TestDatabase;

/** Three processes of one exchange on one PostgreSQL, each of which may be killed at any moment. */
final class Servers implements ExchangeUnderTest, AutoCloseable {
  static final int COUNT = 3;

  private static final Duration PAUSE = Duration.ofMillis(15);

  /** A process is up again long before a caller has tried so often. */
  private static final int ATTEMPTS_MAX = 4_000;

  final TestDatabase database = TestDatabase.fresh();
  final ServedTime time;
  private final Connection watching;
  private final PkiFolder pki;
  private final List<ServerNode> nodes = new ArrayList<>();
  private final AtomicInteger numbers = new AtomicInteger();
  private final AtomicInteger turns = new AtomicInteger();
  private final AtomicInteger repeated = new AtomicInteger();

  Servers(Path folder, Instant start) throws IOException, SQLException {
    watching = database.superuser();
    Path timeFile = folder.resolve("time");
    time = ServedTime.serve(timeFile, start);
    pki =
        PkiFolder.init(
            folder.resolve("pki"),
            "Tests",
            List.of("localhost"),
            InstantSource.system(),
            new SecureRandom());
    for (int i = 0; i < COUNT; i++) {
      ServerNode node = new ServerNode(folder, "node-" + i, timeFile, pki, database);
      nodes.add(node);
      node.start();
      if (i == 0) {
        node.awaitUp(); // the first writes the administrator, once
      }
    }
    nodes.forEach(ServerNode::awaitUp);
  }

  /** Kills a process with signal 9 and starts it again, without waiting for it. */
  void kill(int node) throws IOException, InterruptedException {
    nodes.get(node).kill();
    nodes.get(node).start();
  }

  /** Waits until all processes take calls. */
  void awaitAll() {
    nodes.forEach(ServerNode::awaitUp);
  }

  /** Calls that were repeated because a process had gone. */
  int repeated() {
    return repeated.get();
  }

  /** Calls as somebody, at whichever process; again, as it is, when that process has gone. */
  <T> T call(String principal, Function<Channel, T> call) {
    int turn = turns.getAndIncrement();
    for (int attempt = 0; ; attempt++) {
      ServerNode node = nodes.get(Math.floorMod(turn + attempt, COUNT));
      if (node.isUp()) {
        try {
          return call.apply(node.as(principal));
        } catch (StatusRuntimeException e) {
          if (!isTransient(e) || attempt >= ATTEMPTS_MAX) {
            throw e;
          }
          repeated.incrementAndGet();
        }
      } else if (attempt >= ATTEMPTS_MAX) {
        throw new AssertionError("no process is up: " + nodes.get(0).log());
      }
      LockSupport.parkNanos(PAUSE.toNanos());
    }
  }

  /** Clocks that are due now and have not acted. */
  long due() throws SQLException {
    try (PreparedStatement due =
        watching.prepareStatement(
            "SELECT count(*) FROM clocks.clock WHERE state = 1 AND due_at <= ?")) {
      due.setObject(1, time.instant().atOffset(ZoneOffset.UTC));
      return one(due);
    }
  }

  /** The one number that a query gives. */
  long count(String sql) throws SQLException {
    try (PreparedStatement query = watching.prepareStatement(sql)) {
      return one(query);
    }
  }

  private static long one(PreparedStatement query) throws SQLException {
    try (ResultSet row = query.executeQuery()) {
      row.next();
      return row.getLong(1);
    }
  }

  private static boolean isTransient(StatusRuntimeException e) {
    return switch (e.getStatus().getCode()) {
      case UNAVAILABLE, CANCELLED, DEADLINE_EXCEEDED, RESOURCE_EXHAUSTED -> true;
      // The transport's word for a process that went while the call was being written.
      case UNKNOWN -> e.getCause() instanceof ClosedChannelException;
      default -> false;
    };
  }

  @Override
  public Channel as(String principal) {
    return nodes.getFirst().as(principal);
  }

  @Override
  public int number() {
    return numbers.incrementAndGet();
  }

  @Override
  public String anchorPem() {
    return Pem.certificate(pki.authority().certificate());
  }

  @Override
  public InstantSource clock() {
    return time;
  }

  @Override
  public void close() {
    for (ServerNode node : nodes) {
      try {
        node.kill();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
    database.close();
  }
}
