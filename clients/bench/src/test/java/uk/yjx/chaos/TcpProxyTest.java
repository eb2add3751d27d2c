package uk.yjx.chaos;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The network that can be bad, before an echo. */
class TcpProxyTest {
  private static final int ANSWER_MILLIS_MAX = 10_000;
  private static final int SILENCE_MILLIS = 100;

  private ServerSocket echo;
  private ServerSocket closed;
  private TcpProxy proxy;

  @BeforeEach
  void start() throws IOException {
    echo = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    closed = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    closed.close();
    Thread.ofVirtual().start(this::accept);
    proxy = TcpProxy.to(() -> List.of(closed.getLocalPort(), echo.getLocalPort()));
  }

  @AfterEach
  void stop() throws IOException {
    proxy.close();
    echo.close();
  }

  @Test
  void passesBytesOnToTheFirstTargetThatAnswers() throws IOException {
    try (Socket client = connect()) {
      assertEquals(7, echo(client, 7));
    }
  }

  @Test
  void keepsBytesBackWhileItIsStalledAndLosesNone() throws IOException {
    try (Socket client = connect()) {
      assertEquals(1, echo(client, 1));
      proxy.stall();
      client.getOutputStream().write(2);
      client.setSoTimeout(SILENCE_MILLIS);
      assertThrows(SocketTimeoutException.class, () -> client.getInputStream().read());
      client.setSoTimeout(ANSWER_MILLIS_MAX);
      proxy.heal();
      assertEquals(2, client.getInputStream().read());
    }
  }

  @Test
  void losesBytesWithoutAWordWhileSilentAndResetsTheConnectionThen() throws IOException {
    try (Socket client = connect()) {
      assertEquals(1, echo(client, 1));
      proxy.silence();
      client.getOutputStream().write(2);
      client.setSoTimeout(SILENCE_MILLIS);
      assertThrows(SocketTimeoutException.class, () -> client.getInputStream().read());
      client.setSoTimeout(ANSWER_MILLIS_MAX);
      proxy.heal();
      assertThrows(IOException.class, () -> require(client.getInputStream().read()));
    }
    try (Socket next = connect()) {
      assertEquals(3, echo(next, 3));
    }
  }

  @Test
  void cutsEveryConnection() throws IOException {
    try (Socket client = connect()) {
      assertEquals(1, echo(client, 1));
      proxy.cut();
      assertThrows(IOException.class, () -> require(client.getInputStream().read()));
    }
  }

  /** The end of a stream counts as a cut too. */
  private static void require(int read) throws IOException {
    if (read < 0) {
      throw new IOException("the connection has ended");
    }
  }

  private Socket connect() throws IOException {
    Socket client = new Socket(InetAddress.getLoopbackAddress(), proxy.port());
    client.setSoTimeout(ANSWER_MILLIS_MAX);
    return client;
  }

  private static int echo(Socket client, int one) throws IOException {
    client.getOutputStream().write(one);
    return client.getInputStream().read();
  }

  private void accept() {
    while (!echo.isClosed()) {
      try {
        Socket client = echo.accept();
        Thread.ofVirtual().start(() -> answer(client));
      } catch (IOException over) {
        return;
      }
    }
  }

  private static void answer(Socket client) {
    try (client) {
      for (int one = client.getInputStream().read();
          one >= 0;
          one = client.getInputStream().read()) {
        client.getOutputStream().write(one);
      }
    } catch (IOException gone) {
      // The proxy has ended it.
    }
  }
}
