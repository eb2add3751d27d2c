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
import uk.yjx.casepapers.v1.PapersWanted;
import uk.yjx.casepapers.v1.RequestEvent;
import uk.yjx.client.ExchangeConnection;
import uk.yjx.client.ExchangeException;
import uk.yjx.client.alerts.CursorStore;
import uk.yjx.client.papers.RequestSubscription;

/** Papers that are waited for, as they are asked for. */
@Command(
    name = "watch",
    description = {
      "As a sender: follow which papers are waited for and which are asked for by name. Begins"
          + " with",
      "everything that is open; reconnects by itself."
    })
final class PapersWatchCommand implements Callable<Integer> {
  private final Yjx yjx;
  private final CompletableFuture<Optional<ExchangeException>> enough = new CompletableFuture<>();
  private long shown;

  @Mixin private ConnectionOptions connection = new ConnectionOptions();

  @Option(names = "--cursor", description = "File that remembers what was shown.")
  private @Nullable Path cursor;

  @Option(
      names = "--count",
      defaultValue = "0",
      description = "End after so many requests; 0, the default, never ends.")
  private long count;

  PapersWatchCommand(Yjx yjx) {
    this.yjx = yjx;
  }

  @Override
  public Integer call() throws InterruptedException {
    CursorStore cursors = cursor == null ? CursorStore.inMemory() : CursorStore.inFile(cursor);
    try (ExchangeConnection open = connection.open(yjx.surroundings().environment());
        RequestSubscription subscription = RequestSubscription.open(open, cursors, this::show)) {
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

  private void show(List<RequestEvent> events) {
    for (RequestEvent event : events) {
      shown++;
      if (yjx.screen().json()) {
        yjx.screen().json(event);
      } else {
        PapersWanted wanted = event.getWanted();
        yjx.screen()
            .say(
                String.format(
                    "%-9s  %s %s  due %s  %s  %s",
                    ContractWords.of(event.getCause()),
                    wanted.getUrn(),
                    wanted.getDefendant(),
                    Times.text(wanted.getDueAt()),
                    String.join(
                        ", ", wanted.getMissingList().stream().map(PapersText::words).toList()),
                    wanted.getExpectedId()));
      }
    }
    if (count > 0 && shown >= count) {
      enough.complete(Optional.empty());
    }
  }
}
