package uk.yjx.client.verify;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Arrays;

/**
 * Writes a log as the static files of C2SP tlog-tiles, leaf by leaf, so that any web server can
 * serve it. Memory is one bundle and one tile a level. For one thread.
 */
public final class TileWriter {
  private final Path folder;
  private final TreeHash hasher = new TreeHash();
  private final GrowingTree tree = new GrowingTree();
  private final byte[][] open = new byte[TilePath.LEVELS][TilePath.WIDTH * TreeHash.BYTES];
  private final int[] used = new int[TilePath.LEVELS];
  private ByteArrayOutputStream bundle = new ByteArrayOutputStream();

  private TileWriter(Path folder) {
    this.folder = folder;
  }

  /** Begins in an empty or missing folder. */
  public static TileWriter begin(Path folder) throws IOException {
    Files.createDirectories(folder);
    return new TileWriter(folder);
  }

  /**
   * Goes on where an export of this size ended.
   *
   * @throws VerificationException if the files there are not of a log of this size
   */
  public static TileWriter resume(Path folder, long size)
      throws IOException, VerificationException {
    TileWriter writer = new TileWriter(folder);
    for (int level = 0; level < TilePath.LEVELS; level++) {
      long hashes = TilePath.hashesAt(size, level);
      writer.used[level] = (int) (hashes % TilePath.WIDTH);
      if (writer.used[level] > 0) {
        writer.readTile(level, hashes / TilePath.WIDTH);
      }
    }
    if (writer.used[0] > 0) {
      String name = TilePath.entries(size / TilePath.WIDTH, writer.used[0]);
      writer.bundle.writeBytes(Files.readAllBytes(folder.resolve(name)));
    }
    // From the largest subtree to the smallest, which is the order of their leaves.
    for (int level = TilePath.LEVELS - 1; level >= 0; level--) {
      for (int at = 0; at < writer.used[level]; at++) {
        writer.tree.addPerfect(
            level * TilePath.HEIGHT,
            Arrays.copyOfRange(writer.open[level], at * TreeHash.BYTES, (at + 1) * TreeHash.BYTES));
      }
    }
    return writer;
  }

  /** The number of leaves written. */
  public long size() {
    return tree.size();
  }

  /** The root over all leaves, 32 bytes. */
  public byte[] root() {
    return tree.root();
  }

  /** Adds the next leaf, of 1 to 65,535 bytes. */
  public void add(byte[] leaf) throws IOException {
    if (leaf.length == 0 || leaf.length > LeafDocument.MAX_BYTES) {
      throw new IllegalArgumentException("a leaf has " + leaf.length + " bytes");
    }
    bundle.write(leaf.length >>> 8);
    bundle.write(leaf.length);
    bundle.writeBytes(leaf);
    tree.add(leaf);
    byte[] hash = new byte[TreeHash.BYTES];
    hasher.leaf(leaf, 0, leaf.length, hash, 0);
    for (int level = 0; level < TilePath.LEVELS; level++) {
      System.arraycopy(hash, 0, open[level], used[level] * TreeHash.BYTES, TreeHash.BYTES);
      if (++used[level] < TilePath.WIDTH) {
        return;
      }
      long index = TilePath.hashesAt(tree.size(), level) / TilePath.WIDTH - 1;
      write(TilePath.tile(level, index, TilePath.WIDTH), open[level]);
      if (level == 0) {
        write(TilePath.entries(index, TilePath.WIDTH), bundle.toByteArray());
        bundle = new ByteArrayOutputStream();
      }
      hash = hasher.perfect(open[level], TilePath.WIDTH);
      used[level] = 0;
    }
  }

  /** Writes what is not full yet, then the checkpoint, which is complete only from then on. */
  public void finish(String checkpoint) throws IOException {
    for (int level = 0; level < TilePath.LEVELS; level++) {
      if (used[level] > 0) {
        long index = TilePath.hashesAt(tree.size(), level) / TilePath.WIDTH;
        write(
            TilePath.tile(level, index, used[level]),
            Arrays.copyOf(open[level], used[level] * TreeHash.BYTES));
      }
    }
    if (used[0] > 0) {
      write(TilePath.entries(tree.size() / TilePath.WIDTH, used[0]), bundle.toByteArray());
    }
    write(TilePath.CHECKPOINT, checkpoint.getBytes(StandardCharsets.UTF_8));
  }

  private void readTile(int level, long index) throws IOException, VerificationException {
    byte[] hashes = Files.readAllBytes(folder.resolve(TilePath.tile(level, index, used[level])));
    if (hashes.length != used[level] * TreeHash.BYTES) {
      throw new VerificationException(
          Defect.HASH_LENGTH, "a tile of level " + level + " has " + hashes.length + " bytes");
    }
    System.arraycopy(hashes, 0, open[level], 0, hashes.length);
  }

  private void write(String name, byte[] bytes) throws IOException {
    Path file = folder.resolve(name);
    Path parent = file.getParent();
    if (parent != null) {
      Files.createDirectories(parent);
    }
    Path next = file.resolveSibling(file.getFileName() + ".next");
    Files.write(next, bytes);
    Files.move(next, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
  }
}
