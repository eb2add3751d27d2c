package uk.yjx.chaos;

import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Processes that die or stand still. */
final class ProcessFaults {
  private static final Duration PAUSE = Duration.ofSeconds(4);

  private ProcessFaults() {}

  /** A node dies without warning and is started again. */
  record KillNode() implements Fault {
    @Override
    public String name() {
      return "kill-node";
    }

    @Override
    public List<String> inject(Stage stage) throws Exception {
      Node node = stage.anyNode();
      stage.cluster().takeOut(node);
      node.process().kill();
      node.process().restart();
      node.process().awaitReady();
      stage.cluster().putBack(node);
      return List.of();
    }
  }

  /** PostgreSQL dies without warning and is started again. */
  record KillPostgres() implements Fault {
    @Override
    public String name() {
      return "kill-postgres";
    }

    @Override
    public List<String> inject(Stage stage) throws Exception {
      stage.cluster().database().kill();
      stage.cluster().database().awaitReturn();
      return List.of();
    }
  }

  /** A node stands still for a while, whatever it holds, and goes on as if nothing had been. */
  record StopNode() implements Fault {
    @Override
    public String name() {
      return "stop-node";
    }

    @Override
    public List<String> inject(Stage stage) throws Exception {
      Node node = stage.anyNode();
      stage.cluster().takeOut(node);
      node.process().pause();
      try {
        stage.last(PAUSE);
      } finally {
        node.process().goOn();
        stage.cluster().putBack(node);
      }
      return List.of();
    }
  }

  /**
   * The node that holds the row which orders all commits stands still: the others must go on within
   * three seconds. All nodes are made to wait for the row, and one is stopped while it waits: its
   * session takes the row in its turn and keeps it.
   */
  record StopHolder() implements Fault {
    private static final Duration OTHERS_MAX = Duration.ofSeconds(3);
    private static final Duration WAITING_MAX = Duration.ofSeconds(4);
    private static final Duration TURN_MAX = Duration.ofSeconds(2);

    private static final String LOCK = "SELECT position FROM journal.head FOR UPDATE";

    private static final String WAITING =
        """
        SELECT count(*)
        FROM pg_stat_activity
        WHERE application_name = 'yjx dedicated' AND wait_event_type = 'Lock'
        """;

    /** A writer in the middle of its transaction that has not moved for a while. */
    private static final String STANDS_STILL =
        """
        SELECT count(*)
        FROM pg_stat_activity
        WHERE application_name = 'yjx dedicated'
          AND (state = 'idle in transaction' OR wait_event = 'ClientRead' AND state = 'active')
          AND state_change < clock_timestamp() - interval '100 ms'
        """;

    private static final String HEAD = "SELECT position FROM journal.head";

    @Override
    public String name() {
      return "stop-head-holder";
    }

    @Override
    public List<String> inject(Stage stage) throws Exception {
      Node node = stage.anyNode();
      try (Connection lock = stage.cluster().database().connect();
          Statement statement = lock.createStatement()) {
        lock.setAutoCommit(false);
        statement.execute(LOCK);
        String all = Integer.toString(stage.cluster().nodes().size());
        if (!stage.await(WAITING_MAX, () -> ask(stage, WAITING).equals(all))) {
          return List.of("not every node waited for the head row");
        }
        stage.cluster().takeOut(node);
        node.process().pause();
        lock.rollback();
      }
      try {
        return held(stage);
      } finally {
        node.process().goOn();
        stage.cluster().putBack(node);
      }
    }

    private static List<String> held(Stage stage) {
      if (!stage.await(TURN_MAX, () -> !ask(stage, STANDS_STILL).equals("0"))) {
        return List.of("the node that stands still did not get the head row");
      }
      String before = ask(stage, HEAD);
      boolean went = stage.await(OTHERS_MAX, () -> !ask(stage, HEAD).equals(before));
      return went
          ? List.of()
          : List.of("the others did not go on within " + OTHERS_MAX.toSeconds() + " s");
    }

    private static String ask(Stage stage, String question) {
      try {
        return stage.cluster().database().ask(question);
      } catch (SQLException | IOException e) {
        throw new IllegalStateException(e);
      }
    }
  }

  /** Every node in turn is stopped in good order and started again, as for a new version. */
  record RollingRestart() implements Fault {
    @Override
    public String name() {
      return "rolling-restart";
    }

    @Override
    public List<String> inject(Stage stage) throws Exception {
      List<String> problems = new ArrayList<>();
      Map<String, Integer> before = stage.recorder().ends();
      for (Node node : stage.cluster().nodes()) {
        stage.cluster().takeOut(node);
        node.process().stop();
        node.process().restart();
        node.process().awaitReady();
        stage.cluster().putBack(node);
      }
      Map<String, Integer> after = stage.recorder().ends();
      after.forEach((status, count) -> {
        int grown = count - before.getOrDefault(status, 0);
        if (!status.equals("OK") && grown > 0) {
          problems.add(grown + " calls ended with " + status + " instead of a drain");
        }
      });
      return problems;
    }
  }
}
