package uk.yjx.client.witness;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import uk.yjx.client.verify.WitnessRequest;

/** Serves a witness over HTTP; whoever wants TLS puts a proxy before it. */
public final class WitnessServer implements AutoCloseable {
  private static final int BACKLOG = 64;
  private static final int THREADS = 8;
  private static final String TEXT = "text/plain; charset=utf-8";

  private final HttpServer server;
  private final ExecutorService workers = Executors.newFixedThreadPool(THREADS);

  private WitnessServer(Witness witness, InetSocketAddress address) throws IOException {
    server = HttpServer.create(address, BACKLOG);
    server.setExecutor(workers);
    server.createContext("/", call -> answer(witness, call));
    server.start();
  }

  /** Begins to serve; port 0 takes a free one. */
  public static WitnessServer start(Witness witness, InetSocketAddress address) throws IOException {
    return new WitnessServer(witness, address);
  }

  /** Where it listens. */
  public InetSocketAddress address() {
    return server.getAddress();
  }

  @Override
  public void close() {
    server.stop(0);
    workers.shutdownNow();
  }

  private static void answer(Witness witness, HttpExchange call) throws IOException {
    try (call) {
      String path = call.getRequestURI().getPath();
      Witness.Answer answer;
      if (call.getRequestMethod().equals("POST") && path.equals("/add-checkpoint")) {
        byte[] body = call.getRequestBody().readNBytes(WitnessRequest.MAX_BYTES + 1);
        answer = witness.addCheckpoint(body);
      } else if (call.getRequestMethod().equals("GET") && path.endsWith("/checkpoint")) {
        String origin = path.substring(1, Math.max(1, path.length() - "/checkpoint".length()));
        answer =
            witness
                .latest(origin)
                .map(note -> new Witness.Answer(200, TEXT, note))
                .orElse(new Witness.Answer(404, TEXT, "nothing was witnessed under this name\n"));
      } else {
        answer = new Witness.Answer(404, TEXT, "there is only add-checkpoint and checkpoint\n");
      }
      byte[] bytes = answer.body().getBytes(StandardCharsets.UTF_8);
      call.getResponseHeaders().set("Content-Type", answer.type());
      call.sendResponseHeaders(answer.status(), bytes.length);
      call.getResponseBody().write(bytes);
    }
  }
}
