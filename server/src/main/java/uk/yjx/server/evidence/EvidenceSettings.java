package uk.yjx.server.evidence;

import io.micronaut.context.annotation.ConfigurationProperties;
import io.micronaut.core.bind.annotation.Bindable;
import java.nio.file.Path;

/**
 * Settings of the evidence: {@code yjx.evidence.*}.
 *
 * @param checkpointFile file that remembers the last signed checkpoint outside the database; empty:
 *     {@code log/last-checkpoint} in the data folder. It must not be part of a database backup.
 */
@ConfigurationProperties("yjx.evidence")
record EvidenceSettings(@Bindable(defaultValue = "") String checkpointFile) {

  /** The file as set, or in its usual place below the data folder. */
  Path fileIn(Path dataDir) {
    return checkpointFile.isEmpty()
        ? dataDir.resolve("log").resolve("last-checkpoint")
        : Path.of(checkpointFile);
  }
}
