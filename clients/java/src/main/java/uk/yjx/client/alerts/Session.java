package uk.yjx.client.alerts;

import com.google.protobuf.ByteString;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import uk.yjx.alerts.v1.AlertEvents;
import uk.yjx.alerts.v1.Opened;
import uk.yjx.alerts.v1.Progress;
import uk.yjx.alerts.v1.ReceiveRequest;
import uk.yjx.alerts.v1.ReceiveResponse;
import uk.yjx.client.Errors;

/** What one call of Receive has said so far, and what to do about each of its frames. */
final class Session {

  /** Heartbeats in a row that say NO_CREDIT with nothing held before credit is given anew. */
  private static final int STARVED_BEATS_MAX = 2;

  final ReceiveCall call;
  private final SubscriptionSettings settings;
  private final Books books;
  private final Consumer<SubscriptionState> report;
  private SubscriptionState state = new SubscriptionState.CatchingUp();
  private Optional<Duration> retryAfter = Optional.empty();
  private ByteString head = ByteString.EMPTY;
  private boolean opened;
  private boolean worked;
  private int starvedBeats;

  Session(
      ReceiveCall call,
      SubscriptionSettings settings,
      Books books,
      Consumer<SubscriptionState> report) {
    this.call = call;
    this.settings = settings;
    this.books = books;
    this.report = report;
  }

  /** Says where to resume and gives the first credit. */
  void open() {
    call.send(Frames.open(settings, books.deliveries().newest(), books.credit().opening()));
    books.silence().watch(settings.openWait());
  }

  boolean isOpened() {
    return opened;
  }

  /** Whether the call did any work, so that the back-off starts from the beginning. */
  boolean worked() {
    return worked;
  }

  /** What the exchange asked to wait before the next call. */
  Optional<Duration> retryAfter() {
    return retryAfter;
  }

  /** What the stream is doing, as the exchange told. */
  SubscriptionState state() {
    return state;
  }

  void act(ReceiveResponse frame) {
    books.silence().heard();
    switch (frame.getFrameCase()) {
      case OPENED -> opened(frame.getOpened());
      case EVENTS -> events(frame.getEvents());
      case PROGRESS -> progress(frame.getProgress());
      case ACKNOWLEDGED ->
          books.acknowledgements().answered(frame.getAcknowledged().getResultsList());
      case DRAIN -> retryAfter = Optional.of(Errors.duration(frame.getDrain().getRetryAfter()));
      case FRAME_NOT_SET -> {
        // A frame of a later version: it asks nothing of this one.
      }
    }
  }

  /** Sends the statements that wait, as far as the call takes them. */
  void say() {
    while (opened && call.isReady()) {
      ReceiveRequest frame = books.acknowledgements().nextFrame();
      if (frame == null) {
        return;
      }
      call.send(frame);
    }
  }

  /** Gives credit back if enough is owed. */
  void grant() {
    books.credit().due().ifPresent(grant -> call.send(Frames.grant(grant)));
  }

  private void opened(Opened frame) {
    opened = true;
    head = frame.getHeadCursor();
    Duration beat = Errors.duration(frame.getHeartbeatInterval());
    // Two and a half intervals, as the contract says.
    Duration silence = beat.isZero() ? settings.openWait() : beat.multipliedBy(5).dividedBy(2);
    books.silence().watch(silence);
    report.accept(state);
    books.acknowledgements().restart();
    say();
    // The answer tells at once whether anything lies behind.
    call.send(Frames.ping());
  }

  private void events(AlertEvents frame) {
    worked = true;
    starvedBeats = 0;
    Delivery delivery = Delivery.of(frame.getEventsList(), frame.getCursorAfter());
    books.credit().received(delivery);
    books.deliveries().add(delivery);
    if (frame.getCursorAfter().equals(head)) {
      state = new SubscriptionState.Live();
      report.accept(state);
    }
  }

  private void progress(Progress frame) {
    worked = true;
    ByteString cursor = frame.getCursor();
    if (!cursor.isEmpty() && !cursor.equals(books.deliveries().newest())) {
      books.deliveries().add(new Delivery(List.of(), cursor, 0));
    }
    state = Frames.state(frame).orElse(state);
    report.accept(state);
    boolean starved = frame.getBlockedReason().equals(Frames.NO_CREDIT) && books.credit().isIdle();
    starvedBeats = starved ? starvedBeats + 1 : 0;
    if (starvedBeats == STARVED_BEATS_MAX) {
      // The two sides counted differently; nothing is on its way, so counting can begin anew.
      starvedBeats = 0;
      call.send(Frames.grant(books.credit().opening()));
    }
  }

  /** What outlives a call. */
  record Books(
      Deliveries deliveries, Acknowledgements acknowledgements, Credit credit, Silence silence) {}
}
