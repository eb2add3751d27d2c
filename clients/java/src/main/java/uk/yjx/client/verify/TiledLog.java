package uk.yjx.client.verify;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.LongConsumer;

/**
 * Checks an exported log against its checkpoint: every entry against its tile, every tile against
 * the tiles above, the whole against the signed root, and against the roots of older checkpoints on
 * the way. A few bundles are in memory at a time, however long the log.
 */
public final class TiledLog {
  /** Bundles in work for each thread. */
  private static final int AHEAD = 4;

  private final TileSource source;
  private final Checkpoint checkpoint;
  private final int threads;

  /**
   * A log to check.
   *
   * @param checkpoint verified before
   * @param threads how many hash at a time, from 1
   */
  public TiledLog(TileSource source, Checkpoint checkpoint, int threads) {
    this.source = source;
    this.checkpoint = checkpoint;
    this.threads = threads;
  }

  /**
   * What was checked.
   *
   * @param leaves how many
   * @param bytes how many bytes of them
   */
  public record Checked(long leaves, long bytes) {}

  /**
   * Checks hashes and tree.
   *
   * @param strictly whether each leaf must also be canonical and of this log
   * @param older roots of this log by size, from verified checkpoints; none beyond this one
   * @param progress told the number of leaves so far
   */
  public Checked check(boolean strictly, Map<Long, byte[]> older, LongConsumer progress)
      throws IOException, VerificationException {
    NavigableMap<Long, byte[]> due = new TreeMap<>(older);
    due.put(checkpoint.size(), checkpoint.root());
    Bundle.EntryCheck entries =
        strictly ? new LeafForm(checkpoint.origin())::require : Bundle.EntryCheck.NONE;
    long bundles = (checkpoint.size() + TilePath.WIDTH - 1) / TilePath.WIDTH;
    Tower tower = new Tower(source, checkpoint.size(), due);
    long bytes = 0;
    ExecutorService workers =
        Executors.newFixedThreadPool(threads, Thread.ofPlatform().daemon().factory());
    try {
      Deque<Future<Bundle>> inWork = new ArrayDeque<>();
      long next = 0;
      while (next < bundles || !inWork.isEmpty()) {
        while (next < bundles && inWork.size() < threads * AHEAD) {
          long index = next++;
          inWork.add(workers.submit(() -> bundle(index, entries)));
        }
        Bundle bundle = result(inWork.remove());
        tower.add(bundle);
        bytes += bundle.bytes();
        progress.accept(tower.size());
      }
    } finally {
      workers.shutdownNow();
    }
    tower.finish();
    return new Checked(tower.size(), bytes);
  }

  private Bundle bundle(long index, Bundle.EntryCheck entries)
      throws IOException, VerificationException {
    int width = (int) Math.min(TilePath.WIDTH, checkpoint.size() - index * TilePath.WIDTH);
    byte[] file = source.read(TilePath.entries(index, width));
    byte[] tile = source.read(TilePath.tile(0, index, width));
    return Bundle.read(index, width, file, tile, new TreeHash(), entries);
  }

  private static Bundle result(Future<Bundle> work) throws IOException, VerificationException {
    try {
      return work.get();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    } catch (ExecutionException e) {
      switch (e.getCause()) {
        case VerificationException refused -> throw refused;
        case IOException unread -> throw unread;
        case null, default -> throw new IllegalStateException(e);
      }
    }
  }

  /** What grows from the bundles in order: the root, and the tiles above level 0. */
  private static final class Tower {
    private final TileSource source;
    private final long end;
    private final NavigableMap<Long, byte[]> due;
    private final GrowingTree tree = new GrowingTree();
    private final TreeHash hasher = new TreeHash();
    private final byte[][] open = new byte[TilePath.LEVELS][TilePath.WIDTH * TreeHash.BYTES];

    Tower(TileSource source, long end, NavigableMap<Long, byte[]> due)
        throws VerificationException {
      this.source = source;
      this.end = end;
      this.due = due;
      requireDue();
    }

    long size() {
      return tree.size();
    }

    void add(Bundle bundle) throws IOException, VerificationException {
      long until = tree.size() + bundle.width();
      Long first = due.ceilingKey(tree.size() + 1);
      if (bundle.width() == TilePath.WIDTH && (first == null || first >= until)) {
        byte[] root = hasher.perfect(bundle.hashes(), TilePath.WIDTH);
        tree.addPerfect(TilePath.HEIGHT, root);
        grow(1, root);
        requireDue();
        return;
      }
      for (int at = 0; at < bundle.hashes().length; at += TreeHash.BYTES) {
        tree.addPerfect(0, Arrays.copyOfRange(bundle.hashes(), at, at + TreeHash.BYTES));
        requireDue();
      }
      if (bundle.width() == TilePath.WIDTH) {
        grow(1, hasher.perfect(bundle.hashes(), TilePath.WIDTH));
      }
    }

    void finish() throws IOException, VerificationException {
      for (int level = 1; level < TilePath.LEVELS; level++) {
        long hashes = TilePath.hashesAt(end, level);
        int width = (int) (hashes % TilePath.WIDTH);
        if (width > 0) {
          requireTile(level, hashes / TilePath.WIDTH, width);
        }
      }
    }

    private void grow(int from, byte[] root) throws IOException, VerificationException {
      byte[] hash = root;
      for (int level = from; level < TilePath.LEVELS; level++) {
        long count = TilePath.hashesAt(tree.size(), level);
        int at = (int) ((count - 1) % TilePath.WIDTH);
        System.arraycopy(hash, 0, open[level], at * TreeHash.BYTES, TreeHash.BYTES);
        if (at + 1 < TilePath.WIDTH) {
          return;
        }
        requireTile(level, (count - 1) / TilePath.WIDTH, TilePath.WIDTH);
        hash = hasher.perfect(open[level], TilePath.WIDTH);
      }
    }

    private void requireTile(int level, long index, int width)
        throws IOException, VerificationException {
      byte[] tile = source.read(TilePath.tile(level, index, width));
      if (!Arrays.equals(tile, 0, tile.length, open[level], 0, width * TreeHash.BYTES)) {
        throw new VerificationException(
            Defect.ROOT_MISMATCH,
            "tile " + index + " of level " + level + " is not made of the tiles below it");
      }
    }

    private void requireDue() throws VerificationException {
      byte[] root = due.get(tree.size());
      if (root != null && !Arrays.equals(root, tree.root())) {
        throw new VerificationException(
            Defect.ROOT_MISMATCH,
            "the root over " + tree.size() + " leaves is not that of the checkpoint of this size");
      }
    }
  }
}
