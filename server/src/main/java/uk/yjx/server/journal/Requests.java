package uk.yjx.server.journal;

import com.google.protobuf.CodedOutputStream;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Message;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.io.UncheckedIOException;
import uk.yjx.server.kernel.AgencyId;
import uk.yjx.server.storage.MacKey;
import uk.yjx.server.storage.Vault;

/**
 * Names requests: the digest is an HMAC over the deterministic re-encoding of the parsed request
 * without its id, so that two encodings of the same content are the same request.
 */
@Singleton
public final class Requests {
  private static final String ID_FIELD = "request_id";

  private final MacKey mac;

  Requests(Vault vault) {
    this.mac = vault.macKey("request-digest");
  }

  /** The key of a request whose message has a `request_id` field. */
  public RequestKey key(AgencyId agency, String requestId, Message request) {
    FieldDescriptor id = request.getDescriptorForType().findFieldByName(ID_FIELD);
    Message content = id == null ? request : request.toBuilder().clearField(id).build();
    return new RequestKey(agency, requestId, mac.mac(deterministic(content)));
  }

  private static byte[] deterministic(Message message) {
    byte[] bytes = new byte[message.getSerializedSize()];
    CodedOutputStream out = CodedOutputStream.newInstance(bytes);
    out.useDeterministicSerialization();
    try {
      message.writeTo(out);
    } catch (IOException e) {
      throw new UncheckedIOException(e); // an array of the right size does not fail
    }
    return bytes;
  }
}
