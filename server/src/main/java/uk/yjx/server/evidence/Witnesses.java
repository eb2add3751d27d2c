package uk.yjx.server.evidence;

import jakarta.annotation.PreDestroy;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.net.http.HttpClient;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.LongFunction;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import uk.yjx.client.verify.TrustPolicy;
import uk.yjx.client.verify.VerifierKey;
import uk.yjx.server.audit.SigningKey;

/** All witnesses of the policy together; each is asked at the same time as the others. */
@Singleton
final class Witnesses implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Witnesses.class);

  private final WitnessPolicy policy;
  private final List<WitnessClient> clients = new ArrayList<>();
  private final HttpClient http =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .connectTimeout(WitnessClient.TIMEOUT)
          .build();
  private final ExecutorService calls = Executors.newVirtualThreadPerTaskExecutor();

  Witnesses(WitnessPolicy policy) {
    this.policy = policy;
    for (Map.Entry<String, TrustPolicy.Witness> one : policy.witnesses().entrySet()) {
      if (!one.getValue().url().isEmpty()) {
        clients.add(new WitnessClient(http, one.getKey(), one.getValue()));
      }
    }
  }

  /** Whether the policy asks for any. */
  boolean areAskedFor() {
    return policy.isSet();
  }

  /**
   * What came of asking.
   *
   * @param lines cosignature lines, all genuine
   * @param enough whether they meet the policy
   */
  record Cosigned(String lines, boolean enough) {}

  /**
   * Asks all witnesses to cosign a note.
   *
   * @throws BrokenLog if one has seen what this log does not extend
   */
  Cosigned cosign(String note, long size, LongFunction<List<byte[]>> proofs) {
    List<Future<String>> answers =
        clients.stream()
            .map(client -> calls.submit((Callable<String>) () -> client.cosign(note, size, proofs)))
            .toList();
    StringBuilder lines = new StringBuilder();
    List<VerifierKey> cosigners = new ArrayList<>();
    for (int i = 0; i < answers.size(); i++) {
      Optional<String> line = answerOf(answers.get(i), clients.get(i).key().name());
      if (line.isPresent()) {
        lines.append(line.get());
        cosigners.add(clients.get(i).key());
      }
    }
    return new Cosigned(lines.toString(), policy.metBy(cosigners));
  }

  /** The largest checkpoint of ours that a witness has; none when no witness answers. */
  Optional<Checkpoint> last(SigningKey key) {
    Checkpoint largest = null;
    for (WitnessClient client : clients) {
      Optional<Checkpoint> found = client.latest(key.name()).map(note -> read(note, key));
      if (found.isPresent() && (largest == null || found.get().size() > largest.size())) {
        largest = found.get();
      }
    }
    return Optional.ofNullable(largest);
  }

  @Override
  @PreDestroy
  public void close() {
    calls.shutdownNow();
    http.shutdownNow();
  }

  private static Checkpoint read(String note, SigningKey key) {
    return Checkpoint.read(note).requireSignedBy(key);
  }

  private static Optional<String> answerOf(Future<String> answer, String name) {
    try {
      return Optional.of(answer.get());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return Optional.empty();
    } catch (ExecutionException e) {
      return switch (e.getCause()) {
        case BrokenLog broken -> throw broken;
        case IOException unreached -> {
          LOG.warn("the witness {} did not cosign: {}", name, unreached.toString());
          yield Optional.empty();
        }
        case null, default -> throw new IllegalStateException(e);
      };
    }
  }
}
