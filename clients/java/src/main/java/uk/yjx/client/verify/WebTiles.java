package uk.yjx.client.verify;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;

/** The files of a log on a web server. */
public final class WebTiles implements TileSource {

  /** As many read at a time hide what the way to the server takes. */
  public static final int THREADS = 8;

  private static final Duration TIMEOUT = Duration.ofSeconds(30);
  private static final int OK = 200;

  private final String prefix;
  private final HttpClient client =
      HttpClient.newBuilder()
          .connectTimeout(TIMEOUT)
          .followRedirects(HttpClient.Redirect.NORMAL)
          .build();

  /** The log below a prefix of http or https. */
  public WebTiles(String prefix) {
    this.prefix = prefix.endsWith("/") ? prefix : prefix + "/";
  }

  @Override
  public byte[] read(String name) throws IOException {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(prefix + name)).timeout(TIMEOUT).GET().build();
    try {
      HttpResponse<InputStream> answer =
          client.send(request, HttpResponse.BodyHandlers.ofInputStream());
      try (InputStream body = answer.body()) {
        if (answer.statusCode() != OK) {
          throw new IOException(prefix + name + " answers " + answer.statusCode());
        }
        byte[] bytes = body.readNBytes(FILE_BYTES_MAX + 1);
        if (bytes.length > FILE_BYTES_MAX) {
          throw new IOException(prefix + name + " is longer than any file of a log");
        }
        return bytes;
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    }
  }
}
