package uk.yjx.client.verify;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static uk.yjx.client.verify.Refusals.assertRefused;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An export is what was written, and nothing of it can be changed unseen (promise 3). */
class TiledLogTest {
  private static final String ORIGIN = Evidence.ORIGIN;
  private static final int SIZE = 1_000;

  @TempDir Path folder;
  private final Evidence log = new Evidence();

  @Test
  void growingTreesHaveTheRootsOfTheReferenceTree() {
    Vectors vectors = Vectors.read("rfc6962_reference_tree.json");
    GrowingTree tree = new GrowingTree();
    assertArrayEquals(vectors.at("empty_root").hex(), tree.root());
    for (Vectors leaf : vectors.at("leaves_hex").each()) {
      tree.add(leaf.hex());
      int size = (int) tree.size();
      assertArrayEquals(vectors.at("roots_by_size_1_to_8").each().get(size - 1).hex(), tree.root());
    }
  }

  @Test
  void growingTreesTakePerfectSubtreesForTheirLeaves() {
    Random random = new Random(7);
    for (int round = 0; round < 50; round++) {
      GrowingTree byLeaf = new GrowingTree();
      GrowingTree bySubtree = new GrowingTree();
      while (byLeaf.size() < 300) {
        int level = random.nextInt(1 + Math.min(6, Long.numberOfTrailingZeros(byLeaf.size())));
        GrowingTree subtree = new GrowingTree();
        for (int i = 0; i < 1 << level; i++) {
          byte[] leaf = {(byte) byLeaf.size()};
          byLeaf.add(leaf);
          subtree.add(leaf);
        }
        bySubtree.addPerfect(level, subtree.root());
        assertArrayEquals(byLeaf.root(), bySubtree.root());
      }
    }
  }

  @Test
  void namesTilesAsTheSpecificationDoes() {
    assertEquals("tile/0/x001/x234/067", TilePath.tile(0, 1_234_067, 256));
    assertEquals("tile/3/000.p/17", TilePath.tile(3, 0, 17));
    assertEquals("tile/entries/x001/000.p/1", TilePath.entries(1_000, 1));
  }

  @Test
  void whatWasExportedVerifiesAtEverySize() throws Exception {
    for (int size : new int[] {0, 1, 2, 255, 256, 257, 511, 512, 700}) {
      Path dir = folder.resolve("of-" + size);
      Checkpoint checkpoint = export(dir, leaves(size));
      TiledLog.Checked checked = check(dir, checkpoint, Map.of());
      assertEquals(size, checked.leaves());
    }
  }

  @Test
  void aLargeExportHasFullTilesOfTwoLevels() throws Exception {
    Checkpoint checkpoint = export(folder, leaves(65_536 + 300));
    assertEquals(65_836, check(folder, checkpoint, Map.of()).leaves());
    assertTrue(Files.exists(folder.resolve("tile/1/000")));
    assertTrue(Files.exists(folder.resolve("tile/1/001.p/1")));
    assertTrue(Files.exists(folder.resolve("tile/2/000.p/1")));
    assertEquals(8_192, Files.size(folder.resolve("tile/0/255")));
    change(folder.resolve("tile/1/000"), 5);
    assertRefused(Defect.ROOT_MISMATCH, () -> check(folder, checkpoint, Map.of()));
  }

  @Test
  void anExportGoesOnWhereItEnded() throws Exception {
    List<byte[]> leaves = leaves(SIZE);
    long had = 0;
    for (int size : new int[] {1, 100, 256, 600, 601, SIZE}) {
      TileWriter writer = had == 0 ? TileWriter.begin(folder) : TileWriter.resume(folder, had);
      for (byte[] leaf : leaves.subList((int) had, size)) {
        writer.add(leaf);
      }
      Checkpoint checkpoint = checkpoint(writer.size(), writer.root());
      assertArrayEquals(Evidence.root(leaves.subList(0, size)), writer.root());
      writer.finish(checkpoint.text());
      check(folder, checkpoint, Map.of());
      had = size;
    }
  }

  @Test
  void namesAChangedLeaf() throws Exception {
    List<byte[]> leaves = leaves(SIZE);
    Checkpoint checkpoint = export(folder, leaves);
    leaves.set(300, log.leaf(7_777, "2026-11-21T10:00:00.000000Z", ORIGIN));
    rewriteEntries(leaves);
    assertTrue(refused(checkpoint).contains("leaf 300 is not what its tile says"));
  }

  @Test
  void namesAChangedLeafWhoseTileWasChangedToo() throws Exception {
    List<byte[]> leaves = leaves(SIZE);
    Checkpoint checkpoint = export(folder, leaves);
    leaves.set(300, log.leaf(7_777, "2026-11-21T10:00:00.000000Z", ORIGIN));
    export(folder, leaves);
    assertTrue(refused(checkpoint).contains("root over 1000 leaves"));
  }

  @Test
  void namesARemovedLeaf() throws Exception {
    List<byte[]> leaves = leaves(SIZE);
    Checkpoint checkpoint = export(folder, leaves);
    leaves.remove(10);
    rewriteEntries(leaves);
    assertTrue(refused(checkpoint).contains("leaf 10 is not what its tile says"));
  }

  @Test
  void namesTheFirstOfASwappedPair() throws Exception {
    List<byte[]> leaves = leaves(SIZE);
    Checkpoint checkpoint = export(folder, leaves);
    byte[] one = leaves.get(20);
    leaves.set(20, leaves.get(21));
    leaves.set(21, one);
    rewriteEntries(leaves);
    assertTrue(refused(checkpoint).contains("leaf 20 is not what its tile says"));
  }

  @Test
  void namesWhatATruncatedLogLacks() throws Exception {
    Checkpoint checkpoint = export(folder, leaves(SIZE));
    Path last = folder.resolve(TilePath.entries(3, 232));
    byte[] bytes = Files.readAllBytes(last);
    Files.write(last, java.util.Arrays.copyOf(bytes, bytes.length - 1));
    assertTrue(refused(checkpoint).contains("leaf 999 is missing from bundle 3"));
    Files.delete(last);
    assertThrows(IOException.class, () -> check(folder, checkpoint, Map.of()));
  }

  @Test
  void namesAForkThatWasSignedAgain() throws Exception {
    List<byte[]> leaves = leaves(SIZE);
    byte[] seen = Evidence.root(leaves.subList(0, 500));
    leaves.set(300, log.leaf(7_777, "2026-11-21T10:00:00.000000Z", ORIGIN));
    Checkpoint resigned = export(folder, leaves);
    check(folder, resigned, Map.of());
    VerificationException e =
        assertThrows(
            VerificationException.class, () -> check(folder, resigned, Map.of(500L, seen)));
    assertTrue(String.valueOf(e.getMessage()).contains("root over 500 leaves"));
  }

  @Test
  void refusesLeavesThatAreNotCanonicalOnlyWhenItIsStrict() throws Exception {
    List<byte[]> leaves = leaves(300);
    leaves.set(290, "{ }".getBytes(StandardCharsets.UTF_8));
    Checkpoint checkpoint = export(folder, leaves);
    new TiledLog(TileSource.folder(folder), checkpoint, 2).check(false, Map.of(), n -> {});
    assertRefused(Defect.JSON_NOT_CANONICAL, () -> check(folder, checkpoint, Map.of()));
  }

  private String refused(Checkpoint checkpoint) {
    return String.valueOf(
        assertThrows(VerificationException.class, () -> check(folder, checkpoint, new HashMap<>()))
            .getMessage());
  }

  private static TiledLog.Checked check(Path dir, Checkpoint checkpoint, Map<Long, byte[]> older)
      throws Exception {
    return new TiledLog(TileSource.folder(dir), checkpoint, 2).check(true, older, n -> {});
  }

  private List<byte[]> leaves(int count) {
    List<byte[]> leaves = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      leaves.add(log.leaf(i, "2026-11-21T10:00:00.000000Z", ORIGIN));
    }
    return leaves;
  }

  private static Checkpoint export(Path dir, List<byte[]> leaves) throws Exception {
    TileWriter writer = TileWriter.begin(dir);
    for (byte[] leaf : leaves) {
      writer.add(leaf);
    }
    Checkpoint checkpoint = checkpoint(writer.size(), writer.root());
    writer.finish(checkpoint.text());
    return checkpoint;
  }

  /** Writes the bundles of entries anew and leaves the tiles of hashes as they are. */
  private void rewriteEntries(List<byte[]> leaves) throws Exception {
    Path other = folder.resolve("other");
    export(other, leaves);
    for (int i = 0; i < 3; i++) {
      Files.move(
          other.resolve(TilePath.entries(i, 256)),
          folder.resolve(TilePath.entries(i, 256)),
          java.nio.file.StandardCopyOption.REPLACE_EXISTING);
    }
  }

  private static Checkpoint checkpoint(long size, byte[] root) throws VerificationException {
    return Checkpoint.parse(Evidence.text(ORIGIN, size, root));
  }

  private static void change(Path file, int at) throws IOException {
    byte[] bytes = Files.readAllBytes(file);
    bytes[at] ^= 1;
    Files.write(file, bytes);
  }
}
