package uk.yjx.server.identity;

import java.util.List;
import java.util.Map;

/** Directories for tests of other rooms. */
public final class Directories {
  private Directories() {}

  /** A directory of these, as of position 1. */
  public static Directory of(List<Agency> agencies, List<Principal> principals) {
    return Directory.EMPTY.after(
        new Directory.Changes(agencies, Map.of(), principals, List.of(), List.of()), 1);
  }
}
