package uk.yjx.server.audit;

/**
 * Where the events of one process come from.
 *
 * @param log the origin of the log, its epoch included, as in its checkpoints
 * @param node the name of this process
 * @param build the version of the program
 */
public record EventSource(String log, String node, String build) {
  /** Refuses names that are no codes. */
  public EventSource {
    Codes.require("log", log);
    Codes.require("node", node);
    Codes.require("build", build);
  }
}
