package uk.yjx.server.intelligence;

import com.google.protobuf.MessageLite;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;
import jakarta.annotation.PreDestroy;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import uk.yjx.common.v1.Role;
import uk.yjx.server.identity.Caller;
import uk.yjx.server.identity.Sessions;
import uk.yjx.server.journal.DrainListener;
import uk.yjx.server.journal.Receipts;

/** Streams of notices that are open in this process, of whichever contract; ended with the role. */
@Singleton
public final class NoticeStreams implements DrainListener, AutoCloseable {
  private static final int WORKERS = Math.max(2, Runtime.getRuntime().availableProcessors());

  private final Receipts receipts;
  private final Sessions sessions;
  private final Set<NoticeStream<?, ?, ?>> open = ConcurrentHashMap.newKeySet();
  private final ExecutorService workers =
      Executors.newFixedThreadPool(
          WORKERS, Thread.ofPlatform().name("notices-", 0).daemon(true).factory());

  NoticeStreams(Receipts receipts, Sessions sessions) {
    this.receipts = receipts;
    this.sessions = sessions;
  }

  /** Opens a stream for a caller, forgotten when its call is over. */
  public <F extends MessageLite, Q, R> StreamObserver<F> open(
      Caller caller, StreamObserver<R> out, NoticeStream.Frames<F, Q, R> frames) {
    NoticeStream<F, Q, R> stream =
        new NoticeStream<>((ServerCallStreamObserver<R>) out, frames, receipts, workers);
    open.add(stream);
    Sessions.Session session =
        sessions.register(caller, again -> again.holds(Role.ROLE_NOTICE_SUBMITTER), stream::end);
    stream.whenOver(() -> {
      open.remove(stream);
      session.close();
    });
    return stream;
  }

  @Override
  public void drain(Duration retryAfter) {
    open.forEach(stream -> stream.drain(retryAfter));
  }

  @Override
  @PreDestroy
  public void close() {
    workers.shutdown();
  }
}
