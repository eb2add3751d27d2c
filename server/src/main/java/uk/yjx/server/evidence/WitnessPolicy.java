package uk.yjx.server.evidence;

import jakarta.inject.Singleton;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import uk.yjx.client.verify.TrustPolicy;
import uk.yjx.client.verify.VerificationException;
import uk.yjx.client.verify.VerifierKey;

/** The policy that says who witnesses this log, where it is set. */
@Singleton
final class WitnessPolicy {
  private final Optional<TrustPolicy> policy;

  WitnessPolicy(EvidenceSettings settings) {
    this.policy =
        settings.witnessPolicy().isEmpty()
            ? Optional.empty()
            : Optional.of(read(Path.of(settings.witnessPolicy())));
  }

  /** Whether anybody witnesses this log. */
  boolean isSet() {
    return policy.isPresent();
  }

  /** Whether these lines of cosignatures are enough. */
  boolean metBy(List<VerifierKey> cosigners) {
    return policy.isPresent() && policy.get().rule().metBy(cosigners);
  }

  /** The witnesses that can be reached, by name. */
  Map<String, TrustPolicy.Witness> witnesses() {
    return policy.map(TrustPolicy::witnesses).orElse(Map.of());
  }

  private static TrustPolicy read(Path file) {
    try {
      return TrustPolicy.parse(Files.readString(file));
    } catch (IOException | VerificationException e) {
      // Going on without witnesses where some were asked for would be the wrong kind of quiet.
      throw new IllegalStateException(
          "the witness policy " + file + " cannot be used: " + e.getMessage(), e);
    }
  }
}
