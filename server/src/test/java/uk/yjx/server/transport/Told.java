package uk.yjx.server.transport;

import com.google.protobuf.InvalidProtocolBufferException;
import com.google.rpc.ErrorInfo;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.protobuf.StatusProto;

/** What a client was told when its call was refused. */
public final class Told {
  private Told() {}

  /** The reason of an answer that was refused, «CODE REASON». */
  public static String reason(Runnable call) {
    try {
      call.run();
    } catch (StatusRuntimeException e) {
      return reason(e);
    }
    throw new AssertionError("the call was answered");
  }

  /** The same of an error. */
  public static String reason(Throwable e) {
    Status status = Status.fromThrowable(e);
    return status.getCode() + " " + errorInfo(e);
  }

  private static String errorInfo(Throwable e) {
    com.google.rpc.Status details = StatusProto.fromThrowable(e);
    if (details == null) {
      return "-";
    }
    return details.getDetailsList().stream()
        .filter(any -> any.is(ErrorInfo.class))
        .map(any -> {
          try {
            ErrorInfo info = any.unpack(ErrorInfo.class);
            return info.getReason();
          } catch (InvalidProtocolBufferException malformed) {
            throw new AssertionError(malformed);
          }
        })
        .findFirst()
        .orElse("-");
  }
}
