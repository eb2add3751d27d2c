package uk.yjx.client.publish;

import com.google.protobuf.Message;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** One notice on its way, which is also the future its publisher waits on. */
final class InFlight extends CompletableFuture<Publication> {

  final Message request;
  private final String requestId;

  /** Place in the order of publishing; 0 until the notice is first taken for a frame. */
  long sequence;

  /** Whether it has been in a frame before. */
  boolean sent;

  /** How often the exchange refused it for the moment. */
  int refusals;

  /** A later notice with the same request id, which waits until this one is answered. */
  @Nullable InFlight twin;

  InFlight(String requestId, Message request) {
    this.requestId = requestId;
    this.request = request;
  }

  String requestId() {
    return requestId;
  }
}
