package uk.yjx.bench;

import io.grpc.stub.StreamObserver;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import uk.yjx.bench.RigNotices.PlacedRow;
import uk.yjx.bench.RigNotices.RigRow;
import uk.yjx.intelligence.v1.StreamNoticesResponse;
import uk.yjx.server.journal.BulkInsert;
import uk.yjx.server.storage.Database;

/** The rig's one writing thread: what waits becomes one transaction, without lingering. */
final class RigWriter implements AutoCloseable {

  /** As many as the product takes into one transaction. */
  private static final int ROWS_MAX = 2_000;

  private static final BulkInsert<PlacedRow> ROWS =
      BulkInsert.into("rig.notice")
          .int8("position")
          .text("request_id")
          .bytea("request")
          .filledBy((placed, row) ->
              row.put(placed.position())
                  .put(placed.row().request().getRequestId())
                  .put(placed.row().bytes()));

  private final BlockingQueue<Object> waiting = new LinkedBlockingQueue<>();
  private final Connection connection;
  private final RigAlerts alerts;
  private final Thread thread;
  private long position;

  private RigWriter(Connection connection, RigAlerts alerts) {
    this.connection = connection;
    this.alerts = alerts;
    this.thread = Thread.ofPlatform().name("rig-writer").daemon().unstarted(this::run);
  }

  static RigWriter start(Database database, RigAlerts alerts) throws SQLException {
    Connection connection = database.dedicated();
    connection.setAutoCommit(false);
    RigWriter writer = new RigWriter(connection, alerts);
    writer.thread.start();
    return writer;
  }

  void add(RigRow row) {
    waiting.add(row);
  }

  /** Runs the action after everything added before it is written. */
  void whenIdle(Runnable action) {
    waiting.add(action);
  }

  private void run() {
    List<Object> taken = new ArrayList<>();
    try {
      while (true) {
        taken.add(waiting.take());
        waiting.drainTo(taken, ROWS_MAX - 1);
        write(taken.stream().filter(RigRow.class::isInstance).map(RigRow.class::cast).toList());
        taken.stream()
            .filter(Runnable.class::isInstance)
            .map(Runnable.class::cast)
            .forEach(Runnable::run);
        taken.clear();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void write(List<RigRow> rows) {
    if (rows.isEmpty()) {
      return;
    }
    List<PlacedRow> placed = new ArrayList<>(rows.size());
    Map<StreamObserver<StreamNoticesResponse>, List<PlacedRow>> byStream = new LinkedHashMap<>();
    for (RigRow row : rows) {
      PlacedRow next = new PlacedRow(++position, row);
      placed.add(next);
      byStream.computeIfAbsent(row.stream(), none -> new ArrayList<>()).add(next);
    }
    try {
      ROWS.execute(connection, placed);
      connection.commit();
      byStream.forEach(RigNotices::answer);
      alerts.committed(rows);
    } catch (SQLException e) {
      byStream.keySet().forEach(RigNotices::fail);
    }
  }

  @Override
  public void close() {
    thread.interrupt();
    try {
      thread.join();
      connection.close();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (SQLException e) {
      // The server that held the session is about to be stopped.
    }
  }
}
