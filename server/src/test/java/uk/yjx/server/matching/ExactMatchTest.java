package uk.yjx.server.matching;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static uk.yjx.server.matching.People.child;
import static uk.yjx.server.matching.People.person;

import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import uk.yjx.server.kernel.IdentifierKind;
import uk.yjx.server.kernel.PartialDate;
import uk.yjx.server.kernel.PersonDescription;
import uk.yjx.server.kernel.PersonName;
import uk.yjx.server.kernel.PersonName.Use;

class ExactMatchTest {

  private static final String PNC = "PNC_ID:2009/0456789W";
  private static final String OTHER_PNC = "PNC_ID:2010/1234567X";
  private static final String NHS = "NHS_NUMBER:9990000018";

  private final PersonDescription ada = person("Ada Jane", "Reed", "2010-03-04", PNC);

  @Test
  void linksByIdentifierBirthDateAndForename() {
    assertEquals(
        linked(Rule.IDENTIFIER_BIRTH_DATE_AND_FORENAME, IdentifierKind.PNC_ID),
        matchOne(ada, person("ADA", "Smith", "2010-03-04", "PNC_ID:09/456789W")));
  }

  @Test
  void linksWhenOneSideHasNoBirthDate() {
    Match expected = linked(Rule.IDENTIFIER_AND_FORENAME, IdentifierKind.PNC_ID);
    assertEquals(expected, matchOne(ada, person("Jane", "Reed", "", PNC)));
    assertEquals(expected, matchOne(person("Ada", "Reed", "", PNC), ada));
    assertEquals(expected, matchOne(ada, person("Ada", "Reed", "1900-01-01", PNC)));
    assertEquals(expected, matchOne(ada, person("Ada", "Reed", "2010-03", PNC)));
  }

  @Test
  void acceptsAnyOfTheBirthDatesOnRecord() {
    PersonDescription twoDates =
        new PersonDescription(
            ada.names(),
            List.of(PartialDate.parse("2009-01-01"), PartialDate.parse("2010-03-04")),
            ada.identifiers(),
            ada.sex(),
            List.of());
    assertEquals(
        linked(Rule.IDENTIFIER_BIRTH_DATE_AND_FORENAME, IdentifierKind.PNC_ID),
        matchOne(twoDates, ada));
  }

  @ParameterizedTest
  @CsvSource({
    "Ada, Reed, 2010-04-03, PNC_ID:2009/0456789W, IDENTIFIER_BUT_BIRTH_DATE_DIFFERS",
    "Ada, Reed, 2011, PNC_ID:2009/0456789W, IDENTIFIER_BUT_BIRTH_DATE_DIFFERS",
    "Bo, Reed, 2010-03-04, PNC_ID:2009/0456789W, IDENTIFIER_BUT_FORENAME_DIFFERS",
    "Reed, Ada, 2010-03-04, PNC_ID:2009/0456789W, IDENTIFIER_BUT_FORENAME_DIFFERS",
    "Baby, Reed, 2010-03-04, PNC_ID:2009/0456789W, IDENTIFIER_BUT_FORENAME_DIFFERS",
    "Ada Jane, Reed, 2010-03-04, PNC_ID:2010/1234567X, NAME_AND_BIRTH_DATE",
    "Ada Jane, Reed, 2010-03-04, PNC_ID:2003/0012345L, NAME_AND_BIRTH_DATE",
    "Ada Jane, Reed, 2010-03-04, CASE_URN:01ZD0012324, NAME_AND_BIRTH_DATE",
    "ÁDA-jane, reed, 2010-03-04, LOCAL@salford:C1, NAME_AND_BIRTH_DATE"
  })
  void sendsToReview(String forenames, String surname, String born, String identifier, Rule why) {
    assertEquals(
        new Match.Review(List.of(child(1)), why),
        matchOne(ada, person(forenames, surname, born, identifier)));
  }

  @ParameterizedTest
  @CsvSource({
    "Ada, Reed, 2010-03-04, PNC_ID:2010/1234567X",
    "Ada Jane, Reed, 2010-03, PNC_ID:2003/0012345L",
    "Ada Jane, Reed, 2010-04-03, CASE_URN:01ZD0012324",
    "Ada Jane, Read, 2010-03-04, PNC_ID:unknown",
    "Jane Ada, Reed, 2010-03-04, PNC_ID:unknown"
  })
  void findsNobody(String forenames, String surname, String born, String identifier) {
    assertEquals(new Match.None(), matchOne(ada, person(forenames, surname, born, identifier)));
  }

  @Test
  void vetoesALinkWhenAnotherIdentifierContradicts() {
    assertEquals(
        new Match.Review(List.of(child(1)), Rule.IDENTIFIERS_CONFLICT),
        matchOne(
            person("Ada", "Reed", "2010-03-04", PNC, NHS),
            person("Ada", "Reed", "2010-03-04", OTHER_PNC, NHS)));
  }

  @Test
  void doesNotTakeASecondRecordedNumberOfOneSchemeForAConflict() {
    assertInstanceOf(
        Match.Linked.class,
        matchOne(person("Ada", "Reed", "2010-03-04", PNC, OTHER_PNC, NHS), ada));
  }

  @Test
  void neverTakesPlaceholdersForEvidence() {
    PersonDescription baby = person("Baby Boy", "Reed", "2010-03-04");
    assertEquals(new Match.None(), matchOne(baby, baby));
    PersonDescription unknown = person("Ada", "Unknown", "2010-03-04");
    assertEquals(new Match.None(), matchOne(unknown, unknown));
    PersonDescription noDate = person("Ada", "Reed", "1900-01-01");
    assertEquals(new Match.None(), matchOne(noDate, noDate));
    PersonDescription dummy = person("Ada", "Reed", "", "NHS_NUMBER:1111111111");
    assertEquals(new Match.None(), matchOne(dummy, dummy));
  }

  @Test
  void comparesLocalKeysOnlyWithinOneAgency() {
    PersonDescription swindon = person("Ada", "Reed", "2010-03-05", "LOCAL@swindon:C1");
    PersonDescription salford = person("Ada", "Read", "2010-03-05", "LOCAL@salford:C1");
    assertEquals(new Match.None(), matchOne(swindon, salford));
    assertEquals(
        linked(Rule.IDENTIFIER_BIRTH_DATE_AND_FORENAME, IdentifierKind.LOCAL),
        matchOne(swindon, swindon));
  }

  @Test
  void tellsTwinsApartByForename() {
    PersonDescription alex = person("Alex", "Reed", "2010-03-04", PNC);
    PersonDescription alexi = person("Alexi", "Reed", "2010-03-04", OTHER_PNC);
    MatchIndex twins =
        MatchIndex.empty()
            .with(
                List.of(new Candidate(child(1), alex), new Candidate(child(2), alexi)), List.of());
    assertEquals(
        new Match.Linked(
            child(2), Rule.IDENTIFIER_BIRTH_DATE_AND_FORENAME, Set.of(IdentifierKind.PNC_ID)),
        twins.match(alexi));
    assertEquals(
        new Match.None(), twins.match(person("Sam", "Reed", "2010-03-04")), "a third sibling");
    assertEquals(
        new Match.Review(List.of(child(1)), Rule.IDENTIFIER_BUT_FORENAME_DIFFERS),
        twins.match(person("Alexi", "Read", "2010-03-04", PNC)),
        "a twin who gave the other's number");
  }

  @Test
  void sendsIdentifiersOfTwoChildrenToReview() {
    MatchIndex index =
        MatchIndex.empty()
            .with(
                List.of(
                    new Candidate(child(1), ada),
                    new Candidate(child(2), person("Bo", "Reed", "2012-01-02", NHS))),
                List.of());
    assertEquals(
        new Match.Review(List.of(child(1), child(2)), Rule.SEVERAL_CHILDREN),
        index.match(person("Ada", "Reed", "2010-03-04", PNC, NHS)));
  }

  @Test
  void linksPastANamesakeWithoutIdentifier() {
    MatchIndex index =
        MatchIndex.empty()
            .with(
                List.of(
                    new Candidate(child(1), ada),
                    new Candidate(child(2), person("Ada Jane", "Reed", "2010-03-04"))),
                List.of());
    assertEquals(
        linked(Rule.IDENTIFIER_BIRTH_DATE_AND_FORENAME, IdentifierKind.PNC_ID), index.match(ada));
  }

  @Test
  void namesNoMoreCandidatesThanTheLimit() {
    List<Candidate> namesakes =
        java.util.stream.IntStream.rangeClosed(1, Match.Review.CANDIDATES_MAX + 1)
            .mapToObj(i -> new Candidate(child(i), person("Ada", "Reed", "2010-01-01")))
            .toList();
    Match match =
        MatchIndex.empty().with(namesakes, List.of()).match(person("Ada", "Reed", "2010-01-01"));
    assertEquals(
        Match.Review.CANDIDATES_MAX,
        assertInstanceOf(Match.Review.class, match).candidates().size());
  }

  @Test
  void findsAPersonUnderAnAliasAndUnderASingleName() {
    PersonDescription known =
        new PersonDescription(
            List.of(
                PersonName.legal("Ada", "Reed"),
                new PersonName(List.of("Ida"), "Stone", Use.ALIAS),
                PersonName.legal("", "Suleiman")),
            List.of(PartialDate.parse("2010-03-04")),
            List.of(),
            PersonDescription.Sex.UNKNOWN,
            List.of());
    Match review = new Match.Review(List.of(child(1)), Rule.NAME_AND_BIRTH_DATE);
    assertEquals(review, matchOne(known, person("Ida", "Stone", "2010-03-04")));
    assertEquals(review, matchOne(known, person("Suleiman", "", "2010-03-04")));
    assertEquals(new Match.None(), matchOne(known, person("Ada", "Stone", "2010-03-04")));
  }

  private static Match.Linked linked(Rule rule, IdentifierKind kind) {
    return new Match.Linked(child(1), rule, Set.of(kind));
  }

  private static Match matchOne(PersonDescription known, PersonDescription person) {
    return ExactMatchIndex.EMPTY
        .with(List.of(new Candidate(child(1), known)), List.of())
        .match(Evidence.of(person));
  }
}
