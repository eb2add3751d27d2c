package uk.yjx.server.journal;

import java.util.Arrays;
import uk.yjx.server.kernel.AgencyId;

/**
 * Names one request of one agency. The digest is a keyed hash over the canonical re-encoding of the
 * parsed request without its id, so that the same id with other content is noticed.
 */
public record RequestKey(AgencyId agency, String requestId, byte[] digest) {

  /** Whether both name the same request, whatever its content. */
  public boolean sameRequest(RequestKey other) {
    return requestId.equals(other.requestId) && agency.equals(other.agency);
  }

  /** Whether the content is the same too. */
  public boolean sameContent(byte[] otherDigest) {
    return Arrays.equals(digest, otherDigest);
  }

  @Override
  public boolean equals(Object o) {
    return o instanceof RequestKey other && sameRequest(other) && sameContent(other.digest);
  }

  @Override
  public int hashCode() {
    return requestId.hashCode() * 31 + agency.hashCode();
  }

  @Override
  public String toString() {
    return agency + "/" + requestId;
  }
}
