package uk.yjx.server.alerts;

import com.google.protobuf.ByteString;
import uk.yjx.server.kernel.PrincipalId;

/** Makes what stands for a person towards one reader. */
@FunctionalInterface
interface Pseudonym {

  /** The same text for the same reader and person, and for no other pair. */
  String of(PrincipalId reader, ByteString identity);
}
