package uk.yjx.cli;

import java.util.Map;
import java.util.logging.Level;
import java.util.logging.Logger;

/** How much the program remarks about itself; set before the first remark. */
final class Logging {

  private static final String PROPERTY = "yjx.log.level";
  private static final String VARIABLE = "YJX_LOG_LEVEL";

  // Held here, or its level would be forgotten with it.
  private static final Logger GRPC = Logger.getLogger("io.grpc");

  private Logging() {}

  /** grpc reports every broken connection with a stack trace; commands say it in one line. */
  static void quietLibraries() {
    GRPC.setLevel(Level.SEVERE);
  }

  /** Remarks of {@code level} and above, unless the environment asks for another. */
  static void atLeast(String level, Map<String, String> environment) {
    if (System.getProperty(PROPERTY) == null) {
      System.setProperty(PROPERTY, environment.getOrDefault(VARIABLE, level));
    }
  }
}
