package uk.yjx.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.nio.file.Path;
import java.util.Random;
import org.junit.jupiter.api.Test;
import uk.yjx.server.audit.LeafSealer;

class AuditOptionsTest {

  @Test
  void measuresTenMillionLeavesAndThreeTurnsUnlessToldOtherwise() {
    AuditOptions options = AuditOptions.parse(new String[] {"audit"});

    assertEquals(10_000_000, options.proofLeaves());
    assertEquals(3, options.turns());
    assertEquals(45, options.warmup());
  }

  @Test
  void readsEveryOption() {
    String[] line =
        ("audit --proof-leaves 7 --export-leaves 8 --seconds 9 --warmup 0 --turns 5"
                + " --children 2000 --work-dir here --json")
            .split(" ");

    assertEquals(
        new AuditOptions(7, 8, 9, 0, 5, 2_000, true, Path.of("here")), AuditOptions.parse(line));
  }

  @Test
  void saysWhatIsWrongWithACommandLine() {
    for (String wrong :
        new String[] {
          "audit --turns",
          "audit --turns 0",
          "audit --turns many",
          "audit --seconds 0",
          "audit --children 7",
          "audit --export-leaves -1",
          "audit --speed 9"
        }) {
      assertThrows(
          IllegalArgumentException.class, () -> AuditOptions.parse(wrong.split(" ")), wrong);
    }
  }

  @Test
  void checksLeavesThatOpenWhole() {
    long seed = 20_261_121;
    OpenedLeaves leaves = OpenedLeaves.of(new LeafSealer(new Random(seed)));
    for (int i = 0; i < 100; i++) {
      leaves.checkNext();
    }
  }
}
