package uk.yjx.server.quarter;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import uk.yjx.server.ExchangeServer;

/** A whole server in a process of its own, whose time is served by the test; made to be killed. */
final class TimedServer {
  static final String READY = "READY";

  private TimedServer() {}

  /** Arguments: the file of the time, then settings as name=value. */
  public static void main(String[] arguments) throws Exception {
    Map<String, Object> settings = new HashMap<>();
    for (int i = 1; i < arguments.length; i++) {
      int at = arguments[i].indexOf('=');
      settings.put(arguments[i].substring(0, at), arguments[i].substring(at + 1));
    }
    ServedTime time = ServedTime.follow(Path.of(arguments[0]));
    var unusedServer = ExchangeServer.start(settings, time);
    System.out.println(READY);
    var unused = System.in.readAllBytes();
    Runtime.getRuntime().halt(0);
  }
}
