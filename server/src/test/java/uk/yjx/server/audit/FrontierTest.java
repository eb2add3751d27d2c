package uk.yjx.server.audit;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import uk.yjx.client.verify.MerkleVerifier;

class FrontierTest {
  /** The reference tree of google/certificate-transparency (Apache-2.0): its leaves in hex. */
  private static final List<String> LEAVES =
      List.of(
          "",
          "00",
          "10",
          "2021",
          "3031",
          "40414243",
          "5051525354555657",
          "606162636465666768696a6b6c6d6e6f");

  /** The roots after each of these leaves. */
  private static final List<String> ROOTS =
      List.of(
          "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
          "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
          "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
          "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
          "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
          "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
          "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
          "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328");

  @Test
  void givesTheRootsOfTheReferenceTree() {
    Frontier frontier = Frontier.empty();
    assertArrayEquals(MerkleVerifier.emptyRoot(), frontier.root());
    for (int i = 0; i < LEAVES.size(); i++) {
      byte[] leaf = HexFormat.of().parseHex(LEAVES.get(i));
      frontier = frontier.append(MerkleVerifier.leafHash(leaf));
      assertEquals(i + 1, frontier.size());
      assertEquals(ROOTS.get(i), HexFormat.of().formatHex(frontier.root()));
    }
  }

  @Test
  void agreesWithTheDefinitionHoweverLeavesAreBatched() {
    long seed = 6962L;
    Random random = new Random(seed);
    ReferenceTree tree = ReferenceTree.random(random, 700);
    Frontier frontier = Frontier.empty();
    while (frontier.size() < 700) {
      int from = (int) frontier.size();
      int to = Math.min(700, from + random.nextInt(40));
      frontier = frontier.appendAll(tree.leafHashes().subList(from, to));
      assertArrayEquals(tree.root(to), frontier.root(), () -> "seed " + seed);
      assertEquals(frontier, Frontier.decode(frontier.encode()), () -> "seed " + seed);
    }
    assertArrayEquals(Frontier.empty().appendAll(tree.leafHashes()).encode(), frontier.encode());
  }

  @Test
  void refusesWhatIsNoFrontier() {
    byte[] good = Frontier.empty().append(new byte[32]).encode();
    assertThrows(IllegalArgumentException.class, () -> Frontier.decode(new byte[7]));
    assertThrows(IllegalArgumentException.class, () -> Frontier.decode(Arrays.copyOf(good, 41)));
    assertThrows(IllegalArgumentException.class, () -> Frontier.decode(Arrays.copyOf(good, 39)));
    byte[] negative = Arrays.copyOf(good, 8 + 2 * 32);
    negative[0] = (byte) 0x80;
    assertThrows(IllegalArgumentException.class, () -> Frontier.decode(negative));
    assertThrows(IllegalArgumentException.class, () -> Frontier.empty().append(new byte[31]));
  }
}
