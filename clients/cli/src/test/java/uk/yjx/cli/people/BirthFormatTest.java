package uk.yjx.cli.people;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;

class BirthFormatTest {

  @Test
  void readsDatesWithAndWithoutSeparators() {
    assertEquals(2011_03_09, new BirthFormat("yyyyMMdd", 2026).parse("20110309"));
    assertEquals(2011_03_09, new BirthFormat("yyyy-MM-dd", 2026).parse("2011-03-09"));
    assertEquals(2011_03_09, new BirthFormat("d/M/yyyy", 2026).parse("9/3/2011"));
    assertEquals(2011_03_09, new BirthFormat("dd/MM/yy", 2026).parse("09/03/11"));
    assertEquals(1998_03_09, new BirthFormat("dd/MM/yy", 2026).parse("09/03/98"));
  }

  @Test
  void keepsWhatIsKnownAndWhatIsWrong() {
    assertEquals(2011_00_00, new BirthFormat("yyyy-MM-dd", 2026).parse("2011"));
    assertEquals(2011_03_00, new BirthFormat("yyyy-MM-dd", 2026).parse("2011-03"));
    assertEquals(2011_13_09, new BirthFormat("yyyyMMdd", 2026).parse("20111309"));
    assertEquals(0, new BirthFormat("yyyyMMdd", 2026).parse("unknown"));
    assertEquals(0, new BirthFormat("yyyyMMdd", 2026).parse(""));
  }

  @Test
  void refusesAFormatThatIsNoneOfADate() {
    assertThrows(IllegalArgumentException.class, () -> new BirthFormat("HH:mm", 2026));
    assertThrows(IllegalArgumentException.class, () -> new BirthFormat("", 2026));
  }
}
