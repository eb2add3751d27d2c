package uk.yjx.server.clocks;

import java.util.List;
import uk.yjx.clocks.v1.Post;

/**
 * One step of a ladder.
 *
 * @param time when it is reached
 * @param posts who is told, at least one
 */
public record Rung(RungTime time, List<Post> posts) {

  /** Rejects a rung that tells nobody. */
  public Rung {
    posts = List.copyOf(posts);
    if (posts.isEmpty()) {
      throw new IllegalArgumentException("a rung tells somebody");
    }
  }
}
