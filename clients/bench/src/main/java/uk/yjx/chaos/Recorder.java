package uk.yjx.chaos;

import com.google.protobuf.ByteString;
import io.grpc.CallOptions;
import io.grpc.Channel;
import io.grpc.ClientCall;
import io.grpc.ClientInterceptor;
import io.grpc.ForwardingClientCall;
import io.grpc.ForwardingClientCallListener;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.Status;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import uk.yjx.alerts.v1.AcknowledgeResult;
import uk.yjx.alerts.v1.AcknowledgeStatus;
import uk.yjx.alerts.v1.AlertEvents;
import uk.yjx.alerts.v1.ReceiveRequest;
import uk.yjx.alerts.v1.ReceiveResponse;
import uk.yjx.common.v1.Receipt;
import uk.yjx.common.v1.Refusal;
import uk.yjx.history.History;
import uk.yjx.history.Observation;
import uk.yjx.history.RequestKey;
import uk.yjx.intelligence.v1.NoticeAnswer;
import uk.yjx.intelligence.v1.StreamNoticesRequest;
import uk.yjx.intelligence.v1.StreamNoticesResponse;
import uk.yjx.intelligence.v1.SubmitNoticeRequest;

/**
 * Records every call and frame of all clients as they pass, below the SDK: what the SDK makes of
 * them is as much under test as the server.
 */
final class Recorder {
  private final InstantSource clock;
  private final List<Observation> observations = new ArrayList<>();
  private final Set<RequestKey> sent = new HashSet<>();
  private final AtomicInteger calls = new AtomicInteger();
  private final Map<String, Integer> ends = new ConcurrentHashMap<>();
  private final Map<String, Set<Integer>> open = new ConcurrentHashMap<>();

  Recorder(InstantSource clock) {
    this.clock = clock;
  }

  /** What was recorded so far. */
  synchronized History history() {
    return new History(observations);
  }

  /** Notices that left so far. */
  synchronized int sent() {
    return sent.size();
  }

  /** How many streams and other calls ended with each status. */
  Map<String, Integer> ends() {
    return Map.copyOf(ends);
  }

  /** Whether the streams that a reader had open at a moment have ended. */
  boolean haveEnded(String reader, Set<Integer> streams) {
    Set<Integer> now = open.getOrDefault(reader, Set.of());
    return streams.stream().noneMatch(now::contains);
  }

  /** The streams a reader has open. */
  Set<Integer> open(String reader) {
    return Set.copyOf(open.getOrDefault(reader, Set.of()));
  }

  /** Records what a principal's connection does. */
  ClientInterceptor of(String principal) {
    return new ClientInterceptor() {
      @Override
      public <Q, A> ClientCall<Q, A> interceptCall(
          MethodDescriptor<Q, A> method, CallOptions options, Channel next) {
        return new Recording<>(next.newCall(method, options), principal, calls.incrementAndGet());
      }
    };
  }

  private final class Recording<Q, A>
      extends ForwardingClientCall.SimpleForwardingClientCall<Q, A> {
    private final String principal;
    private final int number;

    Recording(ClientCall<Q, A> call, String principal, int number) {
      super(call);
      this.principal = principal;
      this.number = number;
    }

    @Override
    public void start(Listener<A> listener, Metadata headers) {
      super.start(
          new ForwardingClientCallListener.SimpleForwardingClientCallListener<A>(listener) {
            @Override
            public void onMessage(A message) {
              received(message);
              super.onMessage(message);
            }

            @Override
            public void onClose(Status status, Metadata trailers) {
              ends.merge(status.getCode().name(), 1, Integer::sum);
              open.computeIfPresent(
                  principal,
                  (id, streams) -> {
                    streams.remove(number);
                    return streams;
                  });
              super.onClose(status, trailers);
            }
          },
          headers);
    }

    @Override
    public void sendMessage(Q message) {
      if (message instanceof ReceiveRequest request && request.hasOpen()) {
        open.computeIfAbsent(principal, p -> ConcurrentHashMap.newKeySet()).add(number);
        add(
            new Observation.Opened(
                principal, number, hex(request.getOpen().getResumeCursor()), clock.instant()));
      } else if (message instanceof StreamNoticesRequest request) {
        request.getNoticesList().forEach(this::sends);
      }
      super.sendMessage(message);
    }

    private void sends(SubmitNoticeRequest notice) {
      synchronized (Recorder.this) {
        RequestKey key = key(notice.getRequestId());
        if (sent.add(key)) {
          observations.add(new Observation.Sent(key, clock.instant()));
        }
      }
    }

    private void received(A message) {
      if (message instanceof ReceiveResponse frame) {
        switch (frame.getFrameCase()) {
          case EVENTS -> told(frame.getEvents());
          case PROGRESS ->
              add(
                  new Observation.Moved(
                      principal, number, hex(frame.getProgress().getCursor()), clock.instant()));
          case ACKNOWLEDGED -> frame.getAcknowledged().getResultsList().forEach(this::confirmed);
          case OPENED, DRAIN, FRAME_NOT_SET -> {}
        }
      } else if (message instanceof StreamNoticesResponse frame && frame.hasAnswers()) {
        frame.getAnswers().getAnswersList().forEach(this::answered);
      }
    }

    private void told(AlertEvents events) {
      add(
          new Observation.Told(
              principal,
              number,
              events.getEventsList().stream()
                  .map(event ->
                      new Observation.Sight(event.getAlert().getAlertId(), event.getCause().name()))
                  .toList(),
              hex(events.getCursorAfter()),
              clock.instant()));
    }

    private void confirmed(AcknowledgeResult result) {
      if (result.getStatus() == AcknowledgeStatus.ACKNOWLEDGE_STATUS_APPLIED
          || result.getStatus() == AcknowledgeStatus.ACKNOWLEDGE_STATUS_ALREADY) {
        add(new Observation.Confirmed(principal, result.getAlertId(), clock.instant()));
      }
    }

    private void answered(NoticeAnswer answer) {
      RequestKey key = key(answer.getRequestId());
      switch (answer.getResultCase()) {
        case ACCEPTED -> {
          Receipt receipt = answer.getAccepted();
          add(
              new Observation.Accepted(
                  key,
                  receipt.getPosition(),
                  receipt.getLeafIndex(),
                  hex(receipt.getLeafHash()),
                  clock.instant()));
        }
        case REFUSED -> {
          Refusal refusal = answer.getRefused();
          if (!refusal.hasRetryAfter()) {
            add(new Observation.Refused(key, refusal.getReason(), clock.instant()));
          }
        }
        case RESULT_NOT_SET -> {}
      }
    }

    private RequestKey key(String requestId) {
      return new RequestKey(principal.substring(0, principal.indexOf('/')), requestId);
    }
  }

  private synchronized void add(Observation observation) {
    observations.add(observation);
  }

  private static String hex(ByteString bytes) {
    return HexFormat.of().formatHex(bytes.toByteArray());
  }
}
