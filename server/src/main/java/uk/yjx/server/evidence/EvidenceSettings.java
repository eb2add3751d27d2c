package uk.yjx.server.evidence;

import io.micronaut.context.annotation.ConfigurationProperties;
import io.micronaut.core.bind.annotation.Bindable;
import java.nio.file.Path;
import java.time.Duration;

/**
 * Settings of the evidence: {@code yjx.evidence.*}.
 *
 * @param checkpointFile file that remembers the last signed checkpoint outside the database; empty:
 *     {@code log/last-checkpoint} in the data folder. Every process of an exchange uses the same
 *     one, and it must not be part of a database backup.
 * @param witnessPolicy C2SP tlog-policy file that names the witnesses, where to reach them, and how
 *     many must cosign; empty: no witnesses
 * @param witnessInterval how often checkpoints are submitted to witnesses while there is news
 * @param witnessWarnAfter leaves that no quorum has seen for this long are warned about
 * @param witnessRefuseAfter after this long without a quorum nothing is written or disclosed
 */
@ConfigurationProperties("yjx.evidence")
record EvidenceSettings(
    @Bindable(defaultValue = "") String checkpointFile,
    @Bindable(defaultValue = "") String witnessPolicy,
    @Bindable(defaultValue = "10s") Duration witnessInterval,
    @Bindable(defaultValue = "15m") Duration witnessWarnAfter,
    @Bindable(defaultValue = "4h") Duration witnessRefuseAfter) {

  /** The file as set, or in its usual place below the data folder. */
  Path fileIn(Path dataDir) {
    return checkpointFile.isEmpty()
        ? dataDir.resolve("log").resolve("last-checkpoint")
        : Path.of(checkpointFile);
  }
}
