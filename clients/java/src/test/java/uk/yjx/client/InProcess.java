package uk.yjx.client;

import com.google.protobuf.Any;
import com.google.protobuf.Message;
import com.google.rpc.ErrorInfo;
import io.grpc.BindableService;
import io.grpc.Metadata;
import io.grpc.Server;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.inprocess.InProcessChannelBuilder;
import io.grpc.inprocess.InProcessServerBuilder;
import io.grpc.protobuf.StatusProto;
import java.io.IOException;
import java.util.UUID;

/** A scripted exchange in the same thread: what a test does to it is done when the call returns. */
public final class InProcess implements AutoCloseable {

  private final Server server;
  private final ManualTimer timer = new ManualTimer();
  private final ExchangeConnection connection;

  public InProcess(BindableService... services) throws IOException {
    String name = UUID.randomUUID().toString();
    InProcessServerBuilder builder = InProcessServerBuilder.forName(name).directExecutor();
    for (BindableService service : services) {
      builder.addService(service);
    }
    server = builder.build().start();
    connection =
        ExchangeConnection.over(
            InProcessChannelBuilder.forName(name).directExecutor().build(), timer);
  }

  public ExchangeConnection connection() {
    return connection;
  }

  public ManualTimer timer() {
    return timer;
  }

  /** A status as the exchange sends it. */
  public static StatusRuntimeException error(Status.Code code, String reason, Message... more) {
    com.google.rpc.Status.Builder status =
        com.google.rpc.Status.newBuilder()
            .setCode(code.value())
            .setMessage("scripted")
            .addDetails(
                Any.pack(ErrorInfo.newBuilder().setDomain("yjx").setReason(reason).build()));
    for (Message detail : more) {
      status.addDetails(Any.pack(detail));
    }
    return StatusProto.toStatusRuntimeException(status.build(), new Metadata());
  }

  @Override
  public void close() {
    server.shutdownNow();
    connection.close();
  }
}
