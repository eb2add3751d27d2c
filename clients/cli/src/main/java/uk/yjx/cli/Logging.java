package uk.yjx.cli;

import java.util.Map;

/** How much the program remarks about itself; set before the first remark. */
final class Logging {

  private static final String PROPERTY = "yjx.log.level";
  private static final String VARIABLE = "YJX_LOG_LEVEL";

  private Logging() {}

  /** Remarks of {@code level} and above, unless the environment asks for another. */
  static void atLeast(String level, Map<String, String> environment) {
    if (System.getProperty(PROPERTY) == null) {
      System.setProperty(PROPERTY, environment.getOrDefault(VARIABLE, level));
    }
  }
}
