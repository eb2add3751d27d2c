package uk.yjx.server.journal;

import io.micronaut.context.annotation.ConfigurationProperties;

/** Settings of the journal and its log. */
@ConfigurationProperties("yjx.journal")
public final class JournalSettings {
  private String logName = "yjx.example/log";
  private String newEpochReason = "";
  private String newEpochCheckpoint = "";

  /** Name of the log without its epoch, a schema-less URL. Default «yjx.example/log». */
  public String logName() {
    return logName;
  }

  /** Sets the name of the log. */
  public void setLogName(String logName) {
    this.logName = logName;
  }

  /** Why a new epoch of the log is to begin at this start; empty: none is. */
  public String newEpochReason() {
    return newEpochReason;
  }

  /** The last checkpoint known of the old epoch, a signed note; empty where none is. */
  public String newEpochCheckpoint() {
    return newEpochCheckpoint;
  }

  /** Asks for a new epoch. */
  public void setNewEpochReason(String newEpochReason) {
    this.newEpochReason = newEpochReason;
  }

  /** Hands over the last checkpoint of the old epoch. */
  public void setNewEpochCheckpoint(String newEpochCheckpoint) {
    this.newEpochCheckpoint = newEpochCheckpoint;
  }

  /** The reason, for the configuration. */
  public String getNewEpochReason() {
    return newEpochReason;
  }

  /** The checkpoint, for the configuration. */
  public String getNewEpochCheckpoint() {
    return newEpochCheckpoint;
  }

  /** The name of the log, for the configuration. */
  public String getLogName() {
    return logName;
  }
}
