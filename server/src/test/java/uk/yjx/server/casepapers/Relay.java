package uk.yjx.server.casepapers;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/** Stands between client and server, counts what the client sends, and drops connections. */
final class Relay implements AutoCloseable {
  private final ServerSocket listening = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
  private final Set<Socket> open = ConcurrentHashMap.newKeySet();
  private final AtomicLong sent = new AtomicLong();
  private final int target;

  Relay(int target) throws IOException {
    this.target = target;
    Thread.ofVirtual().start(this::accept);
  }

  int port() {
    return listening.getLocalPort();
  }

  /** Bytes that came from clients, TLS and all. */
  long sent() {
    return sent.get();
  }

  /** Drops every connection there is. */
  void drop() {
    open.forEach(Relay::quietly);
  }

  @Override
  public void close() throws IOException {
    listening.close();
    drop();
  }

  private void accept() {
    while (!listening.isClosed()) {
      try {
        Socket client = listening.accept();
        try {
          Socket server = new Socket(InetAddress.getLoopbackAddress(), target);
          open.add(client);
          open.add(server);
          Thread.ofVirtual().start(() -> pass(client, server, true));
          Thread.ofVirtual().start(() -> pass(server, client, false));
        } catch (IOException notThere) {
          quietly(client);
        }
      } catch (IOException closed) {
        return;
      }
    }
  }

  private void pass(Socket from, Socket to, boolean counted) {
    byte[] buffer = new byte[64 * 1024];
    try {
      InputStream in = from.getInputStream();
      OutputStream out = to.getOutputStream();
      for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
        if (counted) {
          sent.addAndGet(read);
        }
        out.write(buffer, 0, read);
      }
    } catch (IOException dropped) {
      // One side went; the other follows.
    }
    quietly(from);
    quietly(to);
    open.remove(from);
    open.remove(to);
  }

  private static void quietly(Socket socket) {
    try {
      socket.close();
    } catch (IOException e) {
      // It is closed whatever it says.
    }
  }
}
