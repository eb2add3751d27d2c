package uk.yjx.server.kernel;

import java.util.UUID;

/** Pseudonymous id of a child on the exchange. */
public record ChildId(UUID value) implements Comparable<ChildId> {

  @Override
  public int compareTo(ChildId other) {
    return value.compareTo(other.value);
  }

  @Override
  public String toString() {
    return value.toString();
  }
}
