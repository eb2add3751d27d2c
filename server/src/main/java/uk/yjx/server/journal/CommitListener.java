package uk.yjx.server.journal;

import java.util.List;

/**
 * Is told of every position once and in order, after its commit and after facts in memory have
 * followed it; one call at a time, on a thread of the journal: it must be quick and must not throw.
 */
public interface CommitListener {

  /**
   * This process committed a batch that follows directly on what the listener was told before.
   *
   * @param first position of the first entry
   * @param entries entries in order, without gaps
   */
  void committed(long first, List<Entry> entries);

  /**
   * Everything up to this position is committed; what lies between it and what the listener took
   * before must be read from tables. Also told after a {@link #committed} that threw.
   */
  void advanced(long upTo);
}
