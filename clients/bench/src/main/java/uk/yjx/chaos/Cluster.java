package uk.yjx.chaos;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/** Several processes of the exchange on one PostgreSQL, behind one address. */
final class Cluster implements AutoCloseable {
  private final Deque<AutoCloseable> opened = new ArrayDeque<>();
  private final List<Node> nodes = new ArrayList<>();
  private final Set<Integer> away = ConcurrentHashMap.newKeySet();
  private final AtomicInteger turn = new AtomicInteger();
  private final Optional<Shim> shim;
  private final Optional<SmallDisk> disk;
  private final ClusterDatabase database;
  private final Shim.Control databaseControl;
  private final TcpProxy front;

  private Cluster(Path folder, ChaosPki pki, String administrator, int count)
      throws IOException, SQLException, InterruptedException {
    try {
      shim = Shim.compile(folder);
      disk = SmallDisk.mount(folder.resolve("database"));
      disk.ifPresent(opened::push);
      databaseControl = Shim.Control.in(folder.resolve("database.faults"));
      database =
          keep(
              ClusterDatabase.start(
                  folder.resolve("database"), folder, freePort(), environment(databaseControl)));
      front = keep(TcpProxy.to(this::inTurn));
      for (int i = 1; i <= count; i++) {
        Shim.Control control = Shim.Control.in(folder.resolve("node-" + i + ".faults"));
        nodes.add(
            keep(
                Node.start(
                    i,
                    freePort(),
                    folder,
                    TcpProxy.to(() -> List.of(database.port())),
                    settings(folder, pki, administrator),
                    control,
                    environment(control))));
        if (i == 1) {
          nodes.getFirst().process().awaitReady(); // it makes the log's keys and first entries
        }
      }
      for (Node node : nodes.subList(1, nodes.size())) {
        node.process().awaitReady();
      }
    } catch (IOException | SQLException | InterruptedException | RuntimeException e) {
      close();
      throw e;
    }
  }

  static Cluster start(Path folder, ChaosPki pki, String administrator, int count)
      throws IOException, SQLException, InterruptedException {
    return new Cluster(folder, pki, administrator, count);
  }

  List<Node> nodes() {
    return Collections.unmodifiableList(nodes);
  }

  ClusterDatabase database() {
    return database;
  }

  /** What PostgreSQL's shim is told. */
  Shim.Control databaseControl() {
    return databaseControl;
  }

  /** Where clients connect; leads to any node. */
  TcpProxy front() {
    return front;
  }

  /** The shim; empty where none can be made here. */
  Optional<Shim> shim() {
    return shim;
  }

  /** The disk under PostgreSQL; empty where none can be mounted here. */
  Optional<SmallDisk> disk() {
    return disk;
  }

  /** Sends no new connection to a node, as a balancer does whose check of it fails. */
  void takeOut(Node node) {
    away.add(node.port());
  }

  /** Sends connections to it again. */
  void putBack(Node node) {
    away.remove(node.port());
  }

  @Override
  public void close() {
    while (!opened.isEmpty()) {
      try {
        opened.pop().close();
      } catch (Exception e) {
        // What is left behind is in the run's own folder; the rest has to be closed too.
        System.getLogger("chaos").log(System.Logger.Level.DEBUG, "closing", e);
      }
    }
  }

  private Map<String, String> environment(Shim.Control control) {
    return shim.map(one -> one.environment(control)).orElse(Map.of());
  }

  private Map<String, String> settings(Path folder, ChaosPki pki, String administrator) {
    Map<String, String> settings = new HashMap<>();
    Path secrets = database.secrets();
    settings.put("yjx.storage.secrets-dir", secrets.toString());
    settings.put("yjx.storage.password-file", secrets.resolve("postgres-app.password").toString());
    settings.put("yjx.storage.blob-dir", folder.resolve("blobs").toString());
    settings.put("yjx.storage.blob-dir-shared", "true");
    settings.put("yjx.evidence.checkpoint-file", folder.resolve("checkpoint").toString());
    settings.put("yjx.transport.host", "127.0.0.1");
    settings.put("yjx.transport.certificate", pki.serverCertificate().toString());
    settings.put("yjx.transport.key", pki.serverKey().toString());
    settings.put("yjx.identity.trust-domain", ChaosPki.TRUST_DOMAIN);
    settings.put(
        "yjx.identity.operator-agency", administrator.substring(0, administrator.indexOf('/')));
    settings.put("yjx.identity.operator-anchor", pki.anchorFile().toString());
    settings.put("yjx.identity.administrator", administrator);
    return settings;
  }

  private List<Integer> inTurn() {
    List<Integer> ports = new ArrayList<>();
    int first = turn.getAndIncrement();
    for (int i = 0; i < nodes.size(); i++) {
      int port = nodes.get(Math.floorMod(first + i, nodes.size())).port();
      if (!away.contains(port)) {
        ports.add(port);
      }
    }
    return ports;
  }

  private <T extends AutoCloseable> T keep(T resource) {
    opened.push(resource);
    return resource;
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }
}
