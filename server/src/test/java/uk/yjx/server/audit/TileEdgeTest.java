package uk.yjx.server.audit;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import uk.yjx.client.verify.MerkleVerifier;

class TileEdgeTest {
  /** Beyond 256 squared, so that a tile of the second level becomes complete. */
  private static final int SIZE = 66_000;

  private static final long SEED = 256L;
  private static final Random RANDOM = new Random(SEED);
  private static final ReferenceTree TREE = ReferenceTree.random(RANDOM, SIZE);
  private static final Map<String, Tile> STORED = new HashMap<>();
  private static TileEdge edge = TileEdge.empty();

  @BeforeAll
  static void appendInRandomBatches() {
    while (edge.size() < SIZE) {
      int from = (int) edge.size();
      int to = Math.min(SIZE, from + 1 + RANDOM.nextInt(900));
      TileEdge.Growth growth = edge.append(TREE.leafHashes().subList(from, to));
      for (Tile tile : growth.completed()) {
        Tile before = STORED.put(tile.level() + "/" + tile.index(), tile);
        assertEquals(null, before, () -> "tile completed twice, seed " + SEED);
      }
      edge = growth.edge();
    }
  }

  @Test
  void completesEveryTileOnceAndAsDefined() {
    assertEquals(SIZE / 256 + SIZE / 65_536, STORED.size());
    for (long index : new long[] {0, 1, 255, 256}) {
      assertArrayEquals(TREE.tile(0, index), stored(0, index));
    }
    assertArrayEquals(TREE.tile(1, 0), stored(1, 0));
  }

  @Test
  void isTheSameWhenReadBackFromCompleteTiles() {
    TileEdge restored = TileEdge.restore(SIZE, store());
    List<byte[]> more = ReferenceTree.random(RANDOM, 300).leafHashes();
    assertEquals(SIZE, restored.size());
    for (int level = 0; level < Tile.LEVELS; level++) {
      assertArrayEquals(edge.openHashes(level), restored.openHashes(level));
    }
    Tile first = restored.append(more).completed().getFirst();
    assertEquals(SIZE / 256, first.index());
    assertArrayEquals(edge.append(more).completed().getFirst().hashes(), first.hashes());
  }

  @Test
  void servesProofsForEverySizeUpToTheEdge() throws Exception {
    for (int round = 0; round < 40; round++) {
      TileReader reader = new TileReader(edge, store());
      int size = round == 0 ? SIZE : 2 + RANDOM.nextInt(SIZE - 2);
      int index = RANDOM.nextInt(size);
      byte[] root = TREE.root(size);
      assertArrayEquals(root, MerkleTree.root(size, reader), () -> "seed " + SEED);
      MerkleVerifier.verifyInclusion(
          index,
          size,
          TREE.leafHashes().get(index),
          MerkleTree.inclusion(index, size, reader),
          root);
      int older = 1 + RANDOM.nextInt(size - 1);
      MerkleVerifier.verifyConsistency(
          older, size, TREE.root(older), root, MerkleTree.consistency(older, size, reader));
    }
  }

  @Test
  void refusesNodesBeyondTheEdge() {
    TileReader reader = new TileReader(edge, store());
    assertThrows(IllegalArgumentException.class, () -> reader.hash(0, SIZE));
    assertThrows(IllegalArgumentException.class, () -> reader.hash(0, SIZE + 256));
    assertThrows(IllegalArgumentException.class, () -> reader.hash(8, SIZE / 256));
    assertThrows(IllegalArgumentException.class, () -> reader.hash(17, 0));
  }

  @Test
  void refusesTilesThatAreNotFull() {
    assertThrows(IllegalArgumentException.class, () -> new Tile(0, 0, new byte[8_191]));
    assertThrows(IllegalArgumentException.class, () -> new Tile(8, 0, new byte[8_192]));
    assertThrows(IllegalArgumentException.class, () -> new Tile(0, -1, new byte[8_192]));
  }

  private static byte[] stored(int level, long index) {
    Tile tile = STORED.get(level + "/" + index);
    return tile == null ? new byte[0] : tile.hashes();
  }

  private static StoredHashes store() {
    return new StoredHashes() {
      @Override
      public byte[] tile(int level, long index) {
        return stored(level, index);
      }

      @Override
      public byte[] leafHashes(long from, long to) {
        return TREE.leafHashes(from, to);
      }
    };
  }
}
