package uk.yjx.server.casepapers;

import java.util.HashMap;
import java.util.Map;
import uk.yjx.server.ExchangeServer;

/**
 * A whole server in a process of its own, to be killed: says when it is up, ends with its input.
 */
final class PapersServer {
  static final String READY = "READY";

  private PapersServer() {}

  /** Arguments: settings as name=value. */
  public static void main(String[] arguments) throws Exception {
    Map<String, Object> settings = new HashMap<>();
    for (String argument : arguments) {
      int at = argument.indexOf('=');
      settings.put(argument.substring(0, at), argument.substring(at + 1));
    }
    try (ExchangeServer server = ExchangeServer.start(settings)) {
      System.out.println(READY + server.port());
      var unused = System.in.readAllBytes();
    }
    System.exit(0);
  }
}
