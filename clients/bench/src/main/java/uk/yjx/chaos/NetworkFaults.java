package uk.yjx.chaos;

import java.time.Duration;
import java.util.List;

/** Connections that end, wait, or lose everything without a word. */
final class NetworkFaults {
  private static final Duration LASTS = Duration.ofSeconds(3);

  private NetworkFaults() {}

  /** Every client's connection is closed at once. */
  record Cut() implements Fault {
    @Override
    public String name() {
      return "cut-clients";
    }

    @Override
    public List<String> inject(Stage stage) {
      stage.cluster().front().cut();
      return List.of();
    }
  }

  /** Bytes between clients and nodes wait, and come later. */
  record Stall() implements Fault {
    @Override
    public String name() {
      return "stall-clients";
    }

    @Override
    public List<String> inject(Stage stage) {
      stage.cluster().front().stall();
      stage.last(LASTS);
      stage.cluster().front().heal();
      return List.of();
    }
  }

  /** Bytes between clients and nodes vanish, and the connections turn out to be dead. */
  record HalfOpen() implements Fault {
    @Override
    public String name() {
      return "half-open-clients";
    }

    @Override
    public List<String> inject(Stage stage) {
      stage.cluster().front().silence();
      stage.last(LASTS);
      stage.cluster().front().heal();
      return List.of();
    }
  }

  /** A node's connections to PostgreSQL are closed at once. */
  record CutDatabase() implements Fault {
    @Override
    public String name() {
      return "cut-database";
    }

    @Override
    public List<String> inject(Stage stage) {
      stage.anyNode().toDatabase().cut();
      return List.of();
    }
  }

  /** Bytes between a node and PostgreSQL wait, and come later. */
  record StallDatabase() implements Fault {
    @Override
    public String name() {
      return "stall-database";
    }

    @Override
    public List<String> inject(Stage stage) {
      TcpProxy way = stage.anyNode().toDatabase();
      way.stall();
      stage.last(LASTS);
      way.heal();
      return List.of();
    }
  }

  /** Bytes between a node and PostgreSQL vanish, and the connections turn out to be dead. */
  record HalfOpenDatabase() implements Fault {
    @Override
    public String name() {
      return "half-open-database";
    }

    @Override
    public List<String> inject(Stage stage) {
      TcpProxy way = stage.anyNode().toDatabase();
      way.silence();
      stage.last(LASTS);
      way.heal();
      return List.of();
    }
  }
}
