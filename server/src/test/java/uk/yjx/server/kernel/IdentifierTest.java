package uk.yjx.server.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static uk.yjx.server.kernel.Identifier.Validity.INVALID;
import static uk.yjx.server.kernel.Identifier.Validity.PLACEHOLDER;
import static uk.yjx.server.kernel.Identifier.Validity.UNCHECKED;
import static uk.yjx.server.kernel.Identifier.Validity.VALID;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvFileSource;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import uk.yjx.server.kernel.Identifier.Validity;

class IdentifierTest {

  private static final int YEAR = 2026;
  private static final String LETTERS = "ABCDEFGHJKLMNPQRTUVWXYZ";

  @ParameterizedTest
  @CsvFileSource(resources = "/identifiers/vectors.csv", numLinesToSkip = 1)
  void judgesEveryPublishedAndInventedVector(
      IdentifierKind kind, String raw, String canonical, Validity validity, String defect) {
    Identifier identifier = Identifier.parse(kind, "", raw, YEAR);
    assertEquals(validity, identifier.validity(), defect);
    assertEquals(canonical, identifier.canonical(), defect);
    assertEquals(raw, identifier.raw(), "what was sent is kept");
  }

  @ParameterizedTest
  @CsvSource({
    "81/34U, 2026, 1981/0000034U",
    "09/456789W, 2026, 2009/0456789W",
    "26/34C, 2026, 2026/0000034C",
    "26/34C, 2025, 1926/0000034C",
    "00/223R, 2026, 2000/0000223R",
    "99/1A, 2100, 1999/0000001A",
    "00/223R, 2100, 2000/0000223R"
  })
  void placesTwoDigitYearsInTheCenturyThatTheCurrentYearAllows(
      String raw, int year, String canonical) {
    assertEquals(canonical, Identifier.parse(IdentifierKind.PNC_ID, "", raw, year).canonical());
  }

  @Test
  void acceptsExactlyOneCheckLetterForEachPncSerial() {
    assertEquals(1, validLetters("2009/0456789"));
    assertEquals(1, validLetters("2024/0099999"));
  }

  @Test
  void leavesTheCenturyOutOfThePncCheck() {
    assertEquals(VALID, pnc("2010/1234567X").validity());
    assertEquals(VALID, pnc("1910/1234567X").validity());
  }

  @Test
  void recognisesEveryMistypedDigitOfAnNhsNumber() {
    String good = "9434765919";
    for (int i = 0; i < good.length(); i++) {
      for (char c = '0'; c <= '9'; c++) {
        if (c != good.charAt(i)) {
          String bad = good.substring(0, i) + c + good.substring(i + 1);
          assertEquals(
              INVALID, Identifier.parse(IdentifierKind.NHS_NUMBER, "", bad, YEAR).validity(), bad);
        }
      }
    }
  }

  @Test
  void hasNoValidCheckDigitForAnNhsNumberWhoseRemainderIsTen() {
    for (int digit = 0; digit <= 9; digit++) {
      assertEquals(
          INVALID,
          Identifier.parse(IdentifierKind.NHS_NUMBER, "", "999123456" + digit, YEAR).validity());
    }
  }

  @Test
  void leavesTheUnitOutOfTheArrestNumbersCheck() {
    assertEquals(VALID, asn("2401ZD0100000012345N").validity());
    assertEquals(VALID, asn("2401AB0100000012345N").validity());
    assertEquals(INVALID, asn("2402ZD0100000012345N").validity());
  }

  @Test
  void comparesPeopleOnlyByUsableIdentifiersOfPeople() {
    assertTrue(pnc("2009/0456789W").identifiesPerson());
    assertTrue(Identifier.parse(IdentifierKind.LOCAL, "swindon", "C-12", YEAR).identifiesPerson());
    assertFalse(pnc("2003/0012345L").identifiesPerson(), "wrong check letter");
    assertFalse(pnc("UNKNOWN").identifiesPerson(), "placeholder");
    assertFalse(asn("2401ZD0100000012345N").identifiesPerson(), "one arrest, not one person");
    assertFalse(
        Identifier.parse(IdentifierKind.CASE_URN, "", "01ZD0012324", YEAR).identifiesPerson());
    assertFalse(
        Identifier.parse(IdentifierKind.COURT_CASE_REFERENCE, "", "26/2570/000042H", YEAR)
            .identifiesPerson());
  }

  @Test
  void keepsALocalKeyInTheNamespaceOfItsIssuer() {
    Identifier local = Identifier.parse(IdentifierKind.LOCAL, " swindon ", " c 12/a ", YEAR);
    assertEquals("swindon", local.issuer());
    assertEquals("C12/A", local.canonical());
    assertEquals(UNCHECKED, local.validity());
    assertEquals(INVALID, Identifier.parse(IdentifierKind.LOCAL, "", "C12", YEAR).validity());
    assertEquals(PLACEHOLDER, Identifier.parse(IdentifierKind.LOCAL, "x", "0000", YEAR).validity());
    assertEquals("", Identifier.parse(IdentifierKind.PNC_ID, "met", "81/34U", YEAR).issuer());
  }

  @Test
  void cannotBeBuiltUsableWithoutContentOrIssuer() {
    assertThrows(
        IllegalArgumentException.class,
        () -> new Identifier(IdentifierKind.LOCAL, "", "C1", "C1", UNCHECKED));
    assertThrows(
        IllegalArgumentException.class,
        () -> new Identifier(IdentifierKind.PNC_ID, "met", "1981/0000034U", "81/34U", VALID));
    assertThrows(
        IllegalArgumentException.class,
        () -> new Identifier(IdentifierKind.PNC_ID, "", "", "", VALID));
  }

  @Test
  void namesNoValueInItsText() {
    assertEquals("Identifier[PNC_ID VALID]", pnc("2009/0456789W").toString());
  }

  @ParameterizedTest
  @EnumSource(IdentifierKind.class)
  void neverThrowsWhateverIsSent(IdentifierKind kind) {
    long seed = 20261121L + kind.ordinal();
    Random random = new Random(seed);
    String alphabet = "0123456789/-SFABCZIO \u00e9\uFF11\u0660\uD83D\uDE00\u200B\n";
    for (int i = 0; i < 20_000; i++) {
      StringBuilder raw = new StringBuilder();
      int length = random.nextInt(80);
      for (int j = 0; j < length; j++) {
        raw.append(alphabet.charAt(random.nextInt(alphabet.length())));
      }
      String issuer = random.nextBoolean() ? "swindon" : "";
      Identifier parsed = Identifier.parse(kind, issuer, raw.toString(), YEAR);
      assertNotNull(parsed.canonical(), "seed " + seed);
      Identifier again = Identifier.parse(kind, issuer, parsed.canonical(), YEAR);
      if (parsed.identifiesPerson()) {
        assertEquals(parsed.canonical(), again.canonical(), "canonical is stable, seed " + seed);
        assertEquals(parsed.validity(), again.validity(), "seed " + seed);
      }
    }
  }

  private static int validLetters(String withoutLetter) {
    int valid = 0;
    for (char letter : LETTERS.toCharArray()) {
      if (pnc(withoutLetter + letter).validity() == VALID) {
        valid++;
      }
    }
    return valid;
  }

  private static Identifier pnc(String raw) {
    return Identifier.parse(IdentifierKind.PNC_ID, "", raw, YEAR);
  }

  private static Identifier asn(String raw) {
    return Identifier.parse(IdentifierKind.ARREST_SUMMONS_NUMBER, "", raw, YEAR);
  }
}
