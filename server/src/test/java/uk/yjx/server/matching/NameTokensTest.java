package uk.yjx.server.matching;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NameTokensTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      quoteCharacter = '"',
      value = {
        "Łukasz; lukasz",
        "Lukasz; lukasz",
        "Nguyễn; nguyen",
        "Ŵyn; wyn",
        "Ŷ; y",
        "Søren; soren",
        "STRAẞE; strasse",
        "Strauß; strauss",
        "Æthel; aethel",
        "Đorđe; dorde",
        "O'Neill; oneill",
        "O’Neill; oneill",
        "O´Neill; oneill",
        "O`Neill; oneill",
        "Ó Néill; o neill",
        "Anna-Maria; anna maria",
        "Anna\u2011Maria; anna maria",
        "ap Rhys; ap rhys",
        "J.P.; j p",
        "\uFF21da; ada",
        "e\u0301va; eva",
        "İbrahim; ibrahim",
        "Ирина; irina",
        "' '; ''",
        "Baby; ''",
        "Baby Girl; ''",
        "Girl; girl",
        "UNKNOWN; ''"
      })
  void foldsANameToItsComparisonForm(String name, String words) {
    String expected = words.equals("''") ? "" : words;
    assertEquals(expected, String.join(" ", NameTokens.of(name)));
  }
}
