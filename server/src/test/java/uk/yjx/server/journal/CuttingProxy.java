package uk.yjx.server.journal;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;

/**
 * Stands between the journal and PostgreSQL, reads the messages of the client as it passes them on
 * (PostgreSQL documentation, «Message Formats»), and cuts a connection at its COMMIT.
 */
final class CuttingProxy implements AutoCloseable {
  /** When a connection is cut. */
  enum Cut {
    NEVER,
    /** The server never sees the COMMIT. */
    BEFORE_COMMIT,
    /** The server commits; its answer does not arrive. */
    AFTER_COMMIT
  }

  private static final int SSL_REQUEST = 80_877_103;

  private final ServerSocket listening;
  private final int target;
  private final AtomicReference<Cut> next = new AtomicReference<>(Cut.NEVER);

  private CuttingProxy(ServerSocket listening, int target) {
    this.listening = listening;
    this.target = target;
  }

  static CuttingProxy to(int port) throws IOException {
    ServerSocket socket = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    CuttingProxy proxy = new CuttingProxy(socket, port);
    Thread.ofVirtual().start(proxy::accept);
    return proxy;
  }

  int port() {
    return listening.getLocalPort();
  }

  /** Cuts the next COMMIT that comes by. */
  void cut(Cut when) {
    next.set(when);
  }

  /** Whether the cut that was asked for has happened. */
  boolean hasCut() {
    return next.get() == Cut.NEVER;
  }

  @Override
  public void close() throws IOException {
    listening.close();
  }

  private void accept() {
    try {
      while (!listening.isClosed()) {
        Socket client = listening.accept();
        Socket server = new Socket(InetAddress.getLoopbackAddress(), target);
        client.setTcpNoDelay(true);
        server.setTcpNoDelay(true);
        new Line(client, server).start();
      }
    } catch (IOException closed) {
      // The test is over.
    }
  }

  private final class Line {
    private final Socket client;
    private final Socket server;
    private final Set<String> commits = new HashSet<>();
    private volatile boolean swallowing;

    Line(Socket client, Socket server) {
      this.client = client;
      this.server = server;
    }

    void start() {
      Thread.ofVirtual().start(() -> run(this::answers));
      Thread.ofVirtual().start(() -> run(this::messages));
    }

    private interface Pump {
      void pump() throws IOException;
    }

    private void run(Pump pump) {
      try {
        pump.pump();
      } catch (IOException gone) {
        // One side has gone; the other follows.
      }
      end();
    }

    private void end() {
      try (client;
          server) {
        swallowing = true;
      } catch (IOException gone) {
        // It was closed.
      }
    }

    private void answers() throws IOException {
      InputStream in = server.getInputStream();
      OutputStream out = client.getOutputStream();
      byte[] buffer = new byte[64 * 1024];
      for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
        if (swallowing) {
          return;
        }
        out.write(buffer, 0, n);
      }
    }

    private void messages() throws IOException {
      DataInputStream in = new DataInputStream(client.getInputStream());
      DataOutputStream out = new DataOutputStream(server.getOutputStream());
      int code = SSL_REQUEST;
      while (code == SSL_REQUEST) {
        byte[] opening = new byte[in.readInt() - Integer.BYTES];
        in.readFully(opening);
        code = ByteBuffer.wrap(opening).getInt();
        out.writeInt(opening.length + Integer.BYTES);
        out.write(opening);
      }
      while (true) {
        int type = in.read();
        if (type < 0) {
          return;
        }
        byte[] body = new byte[in.readInt() - Integer.BYTES];
        in.readFully(body);
        if (isCommit(type, body)) {
          switch (next.getAndSet(Cut.NEVER)) {
            case NEVER -> {}
            case AFTER_COMMIT -> swallowing = true;
            case BEFORE_COMMIT -> {
              return;
            }
          }
        }
        out.write(type);
        out.writeInt(body.length + Integer.BYTES);
        out.write(body);
      }
    }

    /** Parse names a statement; Bind runs it. */
    private boolean isCommit(int type, byte[] body) {
      String[] texts = new String(body, StandardCharsets.ISO_8859_1).split("\0", 3);
      if (type == 'P' && texts[1].strip().equals("COMMIT")) {
        commits.add(texts[0]);
      } else if (type == 'P') {
        commits.remove(texts[0]);
      }
      return type == 'B' && commits.contains(texts[1]);
    }
  }
}
