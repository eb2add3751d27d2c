package uk.yjx.server.journal;

import java.util.List;

/** Is told of commits, on the writer's thread: it must be quick and must not throw. */
public interface CommitListener {

  /**
   * This process committed a batch that follows directly on what the listener was told before.
   *
   * @param first position of the first entry
   * @param entries entries in order, without gaps
   */
  void committed(long first, List<Entry> entries);

  /** Everything up to this position is committed; what lies before must be read from tables. */
  void advanced(long upTo);
}
