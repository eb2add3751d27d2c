package uk.yjx.client.alerts;

import io.grpc.Status;
import java.util.Collection;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import uk.yjx.alerts.v1.AcknowledgeResult;
import uk.yjx.client.Errors;
import uk.yjx.client.ExchangeConnection;
import uk.yjx.client.alerts.Acknowledgements.Claim;

/**
 * Receives alerts over one durable stream: it reconnects and resumes by itself, gives credit back
 * only for what the handler has dealt with, and says acknowledgements again until they are
 * answered. It ends by itself only when another subscription with the same instance id took over,
 * or when the exchange says that this caller may not receive.
 */
public final class AlertSubscription implements AutoCloseable {

  /** Ids without an answer, at most. */
  private static final int UNANSWERED_IDS_MAX = 100_000;

  /** Characters of a UUID. */
  private static final int UUID_LENGTH = 36;

  private final Receiver receiver;
  private final SubscriptionSettings settings;

  AlertSubscription(
      SubscriptionSettings settings,
      Surroundings surroundings,
      CursorStore cursors,
      AlertHandler handler,
      Consumer<SubscriptionState> listener) {
    this.settings = settings;
    this.receiver = new Receiver(settings, surroundings, cursors, handler, listener);
  }

  /** Opens a subscription that tells nobody about its state. */
  public static AlertSubscription open(
      ExchangeConnection connection,
      SubscriptionSettings settings,
      CursorStore cursors,
      AlertHandler handler) {
    return open(connection, settings, cursors, handler, state -> {});
  }

  /**
   * Opens a subscription and starts connecting.
   *
   * @param cursors where the cursor is kept; read once, here
   * @param handler called on one thread of its own
   * @param listener told of every change of state, in order; must be quick
   */
  public static AlertSubscription open(
      ExchangeConnection connection,
      SubscriptionSettings settings,
      CursorStore cursors,
      AlertHandler handler,
      Consumer<SubscriptionState> listener) {
    AlertSubscription subscription =
        new AlertSubscription(settings, Surroundings.real(connection), cursors, handler, listener);
    subscription.start();
    return subscription;
  }

  void start() {
    receiver.start();
  }

  /**
   * Acknowledges alerts: the reader takes them over. Complete when every id has its durable result,
   * in the order of the answers; completed on the event loop, so what hangs on it must be quick.
   * Fails only when the subscription ends first, or with RESOURCE_EXHAUSTED (TOO_MANY_UNANSWERED)
   * beyond 100,000 ids without an answer.
   *
   * @param alertIds UUIDs; repeated ones count once
   */
  public CompletableFuture<List<AcknowledgeResult>> acknowledge(Collection<String> alertIds) {
    return say(alertIds, Acknowledgements::acknowledge);
  }

  /** Marks alerts as read: shown to the person. Otherwise as {@link #acknowledge}. */
  public CompletableFuture<List<AcknowledgeResult>> read(Collection<String> alertIds) {
    return say(alertIds, Acknowledgements::read);
  }

  /** What the subscription is doing now. */
  public SubscriptionState state() {
    return receiver.state();
  }

  /** Complete when the subscription is over, with the reason; never fails. */
  public CompletableFuture<SubscriptionState.Closed> closed() {
    return receiver.closed().copy();
  }

  /**
   * Ends the subscription: no handler starts any more, acknowledgements are awaited as long as the
   * settings say. A handler that runs goes on to its end, and its cursor is stored. The handler may
   * call this; the listener and what hangs on a future may not, since they run on the thread that
   * would bring the answers.
   */
  @Override
  public void close() {
    receiver.close();
    try {
      receiver.closed().get(settings.closeWait().toNanos(), TimeUnit.NANOSECONDS);
    } catch (TimeoutException e) {
      receiver.abandon();
    } catch (ExecutionException e) {
      throw new IllegalStateException("a subscription never ends with a failure", e);
    } catch (InterruptedException e) {
      receiver.abandon();
      Thread.currentThread().interrupt();
    }
  }

  private CompletableFuture<List<AcknowledgeResult>> say(
      Collection<String> alertIds, BiConsumer<Acknowledgements, Claim> statement) {
    List<String> ids = alertIds.stream().distinct().toList();
    ids.forEach(AlertSubscription::checkId);
    Claim claim = new Claim(ids);
    if (ids.isEmpty()) {
      claim.future.complete(List.of());
    } else {
      receiver.say(unanswered -> {
        if (unanswered.size() + ids.size() > UNANSWERED_IDS_MAX) {
          claim.future.completeExceptionally(
              Errors.local(
                  Status.Code.RESOURCE_EXHAUSTED,
                  "TOO_MANY_UNANSWERED",
                  "too many ids wait for an answer"));
        } else {
          statement.accept(unanswered, claim);
        }
      });
    }
    return claim.future;
  }

  /** One malformed id would end the whole stream, so it is refused here. */
  private static void checkId(String id) {
    if (id.length() != UUID_LENGTH) {
      throw new IllegalArgumentException("an alert id is a UUID");
    }
    var unused = UUID.fromString(id);
  }
}
