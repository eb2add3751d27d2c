package uk.yjx.server.journal;

import io.micronaut.context.annotation.ConfigurationProperties;

/** Settings of the journal and its log. */
@ConfigurationProperties("yjx.journal")
public final class JournalSettings {
  private String logName = "yjx.example/log";

  /** Name of the log without its epoch, a schema-less URL. Default «yjx.example/log». */
  public String logName() {
    return logName;
  }

  /** Sets the name of the log. */
  public void setLogName(String logName) {
    this.logName = logName;
  }

  /** The name of the log, for the configuration. */
  public String getLogName() {
    return logName;
  }
}
