package uk.yjx.server.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import uk.yjx.server.kernel.PersonName.Use;

class PersonDescriptionTest {

  @Test
  void keepsNamesAsTheyWereSent() {
    PersonName name = PersonName.legal(" Ŵyn  Nguyễn ", "ap O’Leary-Łuk");
    assertEquals(List.of("Ŵyn", "Nguyễn"), name.forenames());
    assertEquals("ap O’Leary-Łuk", name.surname());
  }

  @Test
  void acceptsAPersonKnownByOneName() {
    assertEquals(List.of(), PersonName.legal("", "Suleiman").forenames());
    assertEquals("", PersonName.legal("Suleiman", "").surname());
  }

  @Test
  void refusesANameWithoutAnyPart() {
    assertThrows(IllegalArgumentException.class, () -> new PersonName(List.of(), "  ", Use.LEGAL));
    assertThrows(
        IllegalArgumentException.class, () -> new PersonName(List.of(" "), "Ada", Use.LEGAL));
  }

  @Test
  void refusesMoreEntriesThanTheLimit() {
    List<String> atLimit = Collections.nCopies(PersonDescription.ENTRIES_MAX, "ZZ99 3VZ");
    List<String> above = Collections.nCopies(PersonDescription.ENTRIES_MAX + 1, "ZZ99 3VZ");
    assertEquals(PersonDescription.ENTRIES_MAX, with(atLimit).postcodes().size());
    assertThrows(IllegalArgumentException.class, () -> with(above));
  }

  @Test
  void namesNobodyInItsText() {
    PersonDescription person =
        new PersonDescription(
            List.of(PersonName.legal("Canary", "Nightjar")),
            List.of(PartialDate.parse("2010-03-04")),
            List.of(Identifier.parse(IdentifierKind.PNC_ID, "", "81/34U", 2026)),
            PersonDescription.Sex.UNKNOWN,
            List.of("ZZ99 3VZ"));
    String text = person + "" + person.names() + person.identifiers() + person.datesOfBirth();
    for (String secret : List.of("Canary", "Nightjar", "2010", "34U", "ZZ99")) {
      assertFalse(text.contains(secret), secret);
    }
  }

  private static PersonDescription with(List<String> postcodes) {
    return new PersonDescription(
        List.of(), List.of(), List.of(), PersonDescription.Sex.UNKNOWN, postcodes);
  }
}
