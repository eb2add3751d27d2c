package uk.yjx.server.storage;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Stands between an exchange and PostgreSQL and writes down every statement that is run (PostgreSQL
 * documentation, «Message Formats»): its text, never its values.
 */
public final class StatementTrace {
  private static final int SSL_REQUEST = 80_877_103;

  private final ServerSocket listening;
  private final int target;
  private final List<String> seen = new ArrayList<>();

  private StatementTrace(ServerSocket listening, int target) {
    this.listening = listening;
    this.target = target;
  }

  /** A trace of everything that goes to a port of this machine, for as long as the JVM lives. */
  public static StatementTrace to(int port) throws IOException {
    ServerSocket socket = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    StatementTrace trace = new StatementTrace(socket, port);
    Thread.ofVirtual().start(trace::accept);
    return trace;
  }

  /** Where it listens. */
  public int port() {
    return listening.getLocalPort();
  }

  /** What was run since the last time it was asked for, in order. */
  public List<String> taken() {
    synchronized (seen) {
      List<String> all = List.copyOf(seen);
      seen.clear();
      return all;
    }
  }

  private void accept() {
    try {
      while (true) {
        Socket client = listening.accept();
        Socket server = new Socket(InetAddress.getLoopbackAddress(), target);
        client.setTcpNoDelay(true);
        server.setTcpNoDelay(true);
        Thread.ofVirtual().start(() -> run(() -> answers(client, server)));
        Thread.ofVirtual().start(() -> run(() -> messages(client, server)));
      }
    } catch (IOException closed) {
      // The JVM ends.
    }
  }

  private interface Pump {
    void pump() throws IOException;
  }

  private static void run(Pump pump) {
    try {
      pump.pump();
    } catch (IOException gone) {
      // One side has gone; the other follows.
    }
  }

  private static void answers(Socket client, Socket server) throws IOException {
    try (InputStream in = server.getInputStream();
        client) {
      in.transferTo(client.getOutputStream());
    }
  }

  private void messages(Socket client, Socket server) throws IOException {
    Map<String, String> prepared = new HashMap<>();
    try (DataInputStream in = new DataInputStream(client.getInputStream());
        DataOutputStream out = new DataOutputStream(server.getOutputStream())) {
      int code = SSL_REQUEST;
      while (code == SSL_REQUEST) {
        byte[] opening = new byte[in.readInt() - Integer.BYTES];
        in.readFully(opening);
        code = ByteBuffer.wrap(opening).getInt();
        out.writeInt(opening.length + Integer.BYTES);
        out.write(opening);
      }
      for (int type = in.read(); type >= 0; type = in.read()) {
        byte[] body = new byte[in.readInt() - Integer.BYTES];
        in.readFully(body);
        note(prepared, type, body);
        out.write(type);
        out.writeInt(body.length + Integer.BYTES);
        out.write(body);
      }
    }
  }

  /** Parse names a statement, Bind runs it; Query is run as it stands. */
  private void note(Map<String, String> prepared, int type, byte[] body) {
    String[] texts = new String(body, StandardCharsets.UTF_8).split("\0", 3);
    if (type == 'P') {
      prepared.put(texts[0], texts[1]);
    } else if (type == 'B') {
      add(prepared.getOrDefault(texts[1], "unknown"));
    } else if (type == 'Q') {
      add(texts[0]);
    }
  }

  private void add(String statement) {
    synchronized (seen) {
      seen.add(statement.strip());
    }
  }
}
