package uk.yjx.client.publish;

import com.google.protobuf.Message;
import io.grpc.Status;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.IntConsumer;
import org.jspecify.annotations.Nullable;
import uk.yjx.client.Errors;
import uk.yjx.client.ExchangeException;
import uk.yjx.client.Timer;
import uk.yjx.intelligence.v1.NoticeAnswers;
import uk.yjx.intelligence.v1.Window;

/**
 * Sends what the outbox holds and keeps a call open for it. Everything happens in turns on one
 * thread; other threads only ask for a turn. While a turn runs, what is published meanwhile gathers
 * and goes out in one frame: that is the whole coalescing.
 */
final class Sender implements NoticeStream.Listener {

  private final NoticeContract<?, ?, ?> contract;
  private final PublisherSettings settings;
  private final Surroundings surroundings;
  private final IntConsumer onSettled;
  private final Outbox outbox;
  private final AtomicInteger wakes = new AtomicInteger();
  private final LongAdder accepted = new LongAdder();
  private final LongAdder refused = new LongAdder();
  private final CompletableFuture<Void> finished = new CompletableFuture<>();
  private volatile boolean closing;
  private volatile boolean abandoned;
  private volatile boolean due = true;
  private volatile long holdUntil;

  // Touched in turns only.
  private @Nullable NoticeStream stream;
  private @Nullable Window announced;
  private int failures;

  Sender(
      NoticeContract<?, ?, ?> contract,
      PublisherSettings settings,
      Surroundings surroundings,
      IntConsumer onSettled) {
    this.contract = contract;
    this.settings = settings;
    this.surroundings = surroundings;
    this.onSettled = onSettled;
    this.outbox = new Outbox(settings.refusalRetriesMax(), contract::frameBytes);
    this.holdUntil = timer().nanoTime();
  }

  void add(InFlight item) {
    outbox.add(item);
    wake();
  }

  /** Asks for a turn; any thread. */
  @Override
  public void wake() {
    if (wakes.getAndIncrement() == 0) {
      surroundings.thread().execute(this::turns);
    }
  }

  void close() {
    closing = true;
    wake();
  }

  void abandon() {
    abandoned = true;
    wake();
  }

  CompletableFuture<Void> finished() {
    return finished;
  }

  long accepted() {
    return accepted.sum();
  }

  long refused() {
    return refused.sum();
  }

  long resent() {
    return outbox.resent();
  }

  /** On the event loop: completes what is answered, then asks for a turn if one can do anything. */
  @Override
  public void answered(NoticeAnswers frame) {
    Outbox.Settled settled = outbox.settle(frame.getAnswersList());
    if (!settled.hold().isZero()) {
      hold(settled.hold());
    }
    Answers answers = new Answers(frame);
    for (int i = 0; i < settled.items().size(); i++) {
      complete(settled.items().get(i), answers.publication(settled.answers().get(i)));
    }
    onSettled.accept(settled.items().size());
    if (closing || outbox.hasWaiting()) {
      wake();
    }
  }

  private void turns() {
    int asked = wakes.get();
    do {
      try {
        turn();
      } catch (RuntimeException e) {
        // Only a listener that throws comes here; without an end the notices would wait for ever.
        finish(
            Optional.of(
                Errors.local(Status.Code.INTERNAL, "SENDER_FAILED", "the publisher failed", e)));
      }
      asked = wakes.addAndGet(-asked);
    } while (asked != 0);
  }

  private void turn() {
    NoticeStream open = stream;
    if (finished.isDone()) {
      fail(closedBeforeAnswer());
    } else if (abandoned) {
      finish(Optional.empty());
    } else if (open == null) {
      openIfDue();
    } else if (open.ended() != null) {
      ended(open, open.ended().cause());
    } else if (open.window() != null) {
      send(open, open.window());
    } else if (open.isOverdue()) {
      open.cancel("the exchange did not answer in time");
    }
  }

  private void openIfDue() {
    if (closing && outbox.isEmpty()) {
      finish(Optional.empty());
    } else if (due) {
      due = false;
      report(new PublisherState.Connecting());
      NoticeStream opened = new NoticeStream(contract, surroundings.connection(), this);
      stream = opened;
      opened.start(surroundings.connection());
      timer().after(settings.openWait(), opened::checkAnswered);
    }
  }

  private void send(NoticeStream open, Window window) {
    if (announced != window) {
      announced = window;
      report(new PublisherState.Open(window));
    }
    List<InFlight> oversized = new ArrayList<>();
    while (open.isWritable() && !onHold()) {
      List<Message> frame = outbox.nextFrame(window, oversized);
      if (frame.isEmpty()) {
        break;
      }
      open.send(frame);
    }
    for (InFlight item : oversized) {
      complete(item, Answers.tooLarge(item, window.getFrameBytes()));
    }
    onSettled.accept(oversized.size());
    if (closing && outbox.isEmpty()) {
      open.halfClose();
    }
  }

  private void ended(NoticeStream old, Optional<ExchangeException> cause) {
    stream = null;
    outbox.callLost();
    if (closing && outbox.isEmpty()) {
      finish(Optional.empty());
    } else if (cause.isPresent() && !old.mayReopen(cause.get(), surroundings.connection())) {
      finish(cause);
    } else {
      long now = timer().nanoTime();
      failures = old.worked(now, settings.backoff().cap()) ? 0 : failures;
      Optional<Duration> asked = old.retryAfter();
      if (asked.isEmpty()) {
        asked = cause.flatMap(ExchangeException::retryAfter);
      }
      Duration delay = settings.backoff().delay(failures++, asked, surroundings.random());
      report(new PublisherState.BackingOff(delay, cause));
      timer().after(delay, this::becomeDue);
    }
  }

  private void becomeDue() {
    due = true;
    wake();
  }

  private void finish(Optional<ExchangeException> cause) {
    if (stream != null && stream.ended() == null) {
      stream.cancel("the publisher is closed");
    }
    if (finished.complete(null)) {
      fail(cause.orElseGet(Sender::closedBeforeAnswer));
      report(new PublisherState.Closed(cause));
    }
  }

  private void fail(ExchangeException cause) {
    List<InFlight> items = outbox.clear();
    items.forEach(item -> item.completeExceptionally(cause));
    onSettled.accept(items.size());
  }

  private void complete(InFlight item, Publication publication) {
    switch (publication) {
      case Publication.Accepted a -> accepted.increment();
      case Publication.Refused r -> refused.increment();
    }
    item.complete(publication);
  }

  /** Sends nothing for a while: at least as long as asked, up to half as long again. */
  private void hold(Duration asked) {
    Duration wait = asked.plusNanos(surroundings.random().nextLong(asked.toNanos() / 2 + 1));
    long until = timer().nanoTime() + wait.toNanos();
    holdUntil = until - holdUntil > 0 ? until : holdUntil;
    timer().after(wait, this::wake);
  }

  private boolean onHold() {
    return timer().nanoTime() - holdUntil < 0;
  }

  private void report(PublisherState state) {
    surroundings.listener().accept(state);
  }

  private Timer timer() {
    return surroundings.connection().timer();
  }

  private static ExchangeException closedBeforeAnswer() {
    return Errors.local(Status.Code.CANCELLED, "CLOSED_BEFORE_ANSWER", "the publisher is closed");
  }
}
