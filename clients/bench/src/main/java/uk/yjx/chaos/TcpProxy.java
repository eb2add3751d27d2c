package uk.yjx.chaos;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;

/** Passes TCP connections on to one of several ports, and can be a bad network. */
final class TcpProxy implements AutoCloseable {
  private static final int BUFFER_BYTES = 32 * 1024;
  private static final int BACKLOG = 500;
  private static final int CONNECT_MILLIS_MAX = 1_000;

  private enum Mode {
    FLOWING,
    /** Bytes wait and come later. */
    STALLED,
    /** Bytes vanish, and neither side is told. */
    SILENT
  }

  private final ServerSocket listening;
  private final Supplier<List<Integer>> targets;
  private final Set<Line> lines = ConcurrentHashMap.newKeySet();
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private volatile Mode mode = Mode.FLOWING;

  private TcpProxy(ServerSocket listening, Supplier<List<Integer>> targets) {
    this.listening = listening;
    this.targets = targets;
  }

  /** A proxy on a free port that tries the targets in the order in which they are supplied. */
  static TcpProxy to(Supplier<List<Integer>> targets) throws IOException {
    TcpProxy proxy =
        new TcpProxy(new ServerSocket(0, BACKLOG, InetAddress.getLoopbackAddress()), targets);
    Thread.ofVirtual().name("proxy-accept").start(proxy::accept);
    return proxy;
  }

  int port() {
    return listening.getLocalPort();
  }

  /** Closes every connection. */
  void cut() {
    lines.forEach(Line::close);
  }

  /** Lets no byte through until {@link #heal}; nothing is lost. */
  void stall() {
    become(Mode.STALLED);
  }

  /** Loses every byte until {@link #heal}, which resets the connections that lost some. */
  void silence() {
    become(Mode.SILENT);
  }

  /** Is a good network again. */
  void heal() {
    become(Mode.FLOWING);
    lines.stream().filter(line -> line.lossy).forEach(Line::reset);
  }

  @Override
  public void close() throws IOException {
    listening.close();
    heal();
    cut();
  }

  private void become(Mode next) {
    lock.lock();
    try {
      mode = next;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  private void awaitFlow() throws InterruptedException {
    lock.lock();
    try {
      while (mode == Mode.STALLED) {
        changed.await();
      }
    } finally {
      lock.unlock();
    }
  }

  private void accept() {
    while (!listening.isClosed()) {
      try {
        Socket client = listening.accept();
        Thread.ofVirtual().name("proxy-connect").start(() -> connect(client));
      } catch (IOException closed) {
        return;
      }
    }
  }

  private void connect(Socket client) {
    for (int port : targets.get()) {
      try {
        Socket server = new Socket();
        server.connect(
            new InetSocketAddress(InetAddress.getLoopbackAddress(), port), CONNECT_MILLIS_MAX);
        client.setTcpNoDelay(true);
        server.setTcpNoDelay(true);
        new Line(client, server).start();
        return;
      } catch (IOException notThere) {
        // The next one may be.
      }
    }
    new Line(client, client).reset();
  }

  /** One connection through the proxy. */
  private final class Line {
    private final Socket client;
    private final Socket server;
    private volatile boolean lossy;

    Line(Socket client, Socket server) {
      this.client = client;
      this.server = server;
    }

    void start() {
      lines.add(this);
      Thread.ofVirtual().name("proxy-up").start(() -> pump(client, server));
      Thread.ofVirtual().name("proxy-down").start(() -> pump(server, client));
    }

    private void pump(Socket from, Socket to) {
      byte[] buffer = new byte[BUFFER_BYTES];
      try {
        InputStream in = from.getInputStream();
        OutputStream out = to.getOutputStream();
        for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
          awaitFlow();
          if (mode == Mode.SILENT) {
            lossy = true;
          }
          if (!lossy) {
            out.write(buffer, 0, n);
          }
        }
        awaitFlow();
      } catch (IOException gone) {
        // One side has gone; the other follows.
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
      close();
    }

    /** Closes so that the other side is told at once, without what was under way. */
    void reset() {
      try {
        client.setSoLinger(true, 0);
        server.setSoLinger(true, 0);
      } catch (IOException gone) {
        // It is closed already.
      }
      close();
    }

    void close() {
      lines.remove(this);
      try (client;
          server) {
        lossy = true;
      } catch (IOException gone) {
        // It is closed already.
      }
    }
  }
}
