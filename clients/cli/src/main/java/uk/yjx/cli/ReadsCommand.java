package uk.yjx.cli;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import uk.yjx.audit.v1.RecordRead;
import uk.yjx.client.ExchangeConnection;
import uk.yjx.client.ExchangeException;
import uk.yjx.client.alerts.CursorStore;
import uk.yjx.client.reads.ReadSubscription;

/** Who reads what the caller's agency sent. */
@Command(
    name = "reads",
    description = {
      "Show, live, who reads what your agency sent: role and agency, never the person. Only where",
      "an agreement lets its senders learn of reads (SENDER_KNOWLEDGE_READS), and nothing about",
      "protected children; silent otherwise. Begins with the first read that may be told."
    })
final class ReadsCommand implements Callable<Integer> {
  private final Yjx yjx;
  private final CompletableFuture<Optional<ExchangeException>> enough = new CompletableFuture<>();
  private long shown;

  @Mixin ConnectionOptions connection = new ConnectionOptions();

  @Option(names = "--cursor", description = "File that remembers what was shown.")
  @Nullable Path cursor;

  @Option(
      names = "--count",
      defaultValue = "0",
      description = "End after so many reads; 0, the default, never ends.")
  long count;

  ReadsCommand(Yjx yjx) {
    this.yjx = yjx;
  }

  @Override
  public Integer call() throws InterruptedException {
    CursorStore cursors = cursor == null ? CursorStore.inMemory() : CursorStore.inFile(cursor);
    try (ExchangeConnection open = connection.open(yjx.surroundings().environment());
        ReadSubscription subscription = ReadSubscription.open(open, cursors, this::show)) {
      Object end = CompletableFuture.anyOf(enough, subscription.closed()).get();
      if (end instanceof Optional<?> cause
          && cause.isPresent()
          && cause.get() instanceof ExchangeException why) {
        throw why;
      }
      return ExitCode.OK;
    } catch (ExecutionException e) {
      throw new IllegalStateException("a subscription never ends with a failure", e);
    }
  }

  private void show(List<RecordRead> reads) {
    for (RecordRead read : reads) {
      shown++;
      if (yjx.screen().json()) {
        yjx.screen().json(read);
      } else {
        yjx.screen()
            .say(
                String.format(
                    "%-17s  %-24s  %-20s  %s",
                    Times.text(read.getReadAt()),
                    read.getReaderAgency(),
                    ContractWords.of(read.getReaderRole()),
                    read.getRequestId()));
      }
    }
    if (count > 0 && shown >= count) {
      enough.complete(Optional.empty());
    }
  }
}
