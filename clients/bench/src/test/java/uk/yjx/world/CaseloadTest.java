package uk.yjx.world;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.math.BigInteger;
import java.time.Instant;
import java.time.LocalDate;
import java.time.Period;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import uk.yjx.common.v1.IdentifierKind;
import uk.yjx.common.v1.PersonIdentifier;
import uk.yjx.common.v1.Role;

class CaseloadTest {

  private static final int MANY = 30_000;

  private final Caseload demo = Caseload.demo();

  @Test
  void sameSeedGivesTheSameBytesAndAnotherSeedOthers() {
    List<byte[]> one = bytes(Caseload.of(7, 500));
    List<byte[]> two = bytes(Caseload.of(7, 500));
    List<byte[]> other = bytes(Caseload.of(8, 500));

    for (int i = 0; i < one.size(); i++) {
      assertEquals(new BigInteger(one.get(i)), new BigInteger(two.get(i)));
    }
    assertNotEquals(new BigInteger(one.getFirst()), new BigInteger(other.getFirst()));
  }

  @Test
  void hasSixHundredChildrenFortyCaseManagersAndTheirOfficers() {
    assertEquals(600, demo.children().size());
    assertEquals(40, demo.staff(Role.ROLE_CASE_MANAGER).size());
    for (YouthJusticeService service : YouthJusticeService.values()) {
      for (Role role :
          List.of(
              Role.ROLE_SERVICE_MANAGER,
              Role.ROLE_DUTY_OFFICER,
              Role.ROLE_MATCHING_OFFICER,
              Role.ROLE_CASELOAD_EDITOR)) {
        assertEquals(1, demo.staff(service.id(), role).size(), service + " " + role);
      }
      assertTrue(demo.requests(service).size() >= 60, service.id());
    }
    assertEquals(2, demo.staff(Role.ROLE_FRONT_DOOR).size());
    assertEquals(4, demo.staff(Role.ROLE_NOTICE_SUBMITTER).size());
    assertEquals(15, demo.agencies().size());
    assertEquals(6, demo.agreements(Instant.EPOCH, Instant.MAX.minusSeconds(1)).size());
    assertEquals(demo.staff().size(), demo.staff().stream().map(Staff::id).distinct().count());
    for (Staff one : demo.staff()) {
      assertTrue(
          one.id().matches("^[a-z0-9][a-z0-9-]{1,39}/(system|user)/[a-z0-9][a-z0-9._-]{0,79}$"),
          one.id());
    }
  }

  @Test
  void everyChildHasOneLeadOfItsServiceAndANumberOfItsOwn() {
    Set<String> leads =
        demo.staff(Role.ROLE_CASE_MANAGER).stream().map(Staff::id).collect(Collectors.toSet());
    Map<String, Integer> perLead = new HashMap<>();
    Set<CaseloadChild.Key> keys = new HashSet<>();
    for (CaseloadChild child : demo.children()) {
      assertEquals(1, child.request().getCase().getAllocationsCount());
      assertTrue(leads.contains(child.lead()), child.lead());
      assertTrue(keys.add(child.key()));
      perLead.merge(child.lead(), 1, Integer::sum);
    }
    assertEquals(40, perLead.size());
    assertTrue(perLead.values().stream().allMatch(count -> count <= 30), perLead.toString());
  }

  @Test
  void everyChildIsTenToSeventeenThroughoutTheMonth() {
    for (CaseloadChild child : Caseload.of(3, MANY).children()) {
      LocalDate born = child.person().born();
      assertTrue(Period.between(born, Caseload.AS_OF).getYears() >= 10, born.toString());
      assertTrue(Period.between(born, LocalDate.of(2019, 2, 28)).getYears() <= 17, born.toString());
    }
  }

  @Test
  void everyIdentifierPassesItsCheckAndBelongsToOneChild() {
    Set<String> seen = new HashSet<>();
    int without = 0;
    for (CaseloadChild child : Caseload.of(3, MANY).children()) {
      without += child.person().identifiers().isEmpty() ? 1 : 0;
      for (PersonIdentifier identifier : child.person().identifiers()) {
        assertTrue(IndependentChecks.valid(identifier), identifier.getValue());
        assertTrue(seen.add(identifier.getKind() + identifier.getValue()), "shared number");
      }
    }
    assertTrue(without > MANY / 50 && without < MANY / 10, "without identifier: " + without);
  }

  @Test
  void numbersOfStrangersAreValidAndNobodyElses() {
    NumberSeries on = NumberSeries.onCaseload(11);
    NumberSeries off = NumberSeries.offCaseload(11);
    Set<String> seen = new HashSet<>();
    for (int i = 0; i < MANY; i++) {
      assertTrue(seen.add(on.pnc(i).getValue()) && seen.add(off.pnc(i).getValue()));
      assertTrue(seen.add(on.cro(i).getValue()) && seen.add(off.cro(i).getValue()));
      on.nhs(i).ifPresent(number -> assertTrue(seen.add(number.getValue())));
      off.nhs(i).ifPresent(number -> assertTrue(seen.add(number.getValue())));
      assertTrue(IndependentChecks.valid(off.pnc(i)) && IndependentChecks.valid(off.cro(i)));
    }
  }

  @Test
  void namesAreOfManyKinds() {
    List<InventedPerson> people = demo.children().stream().map(CaseloadChild::person).toList();

    assertTrue(people.stream().anyMatch(person -> person.name().getForenamesCount() == 0));
    assertTrue(people.stream().anyMatch(person -> person.name().getSurname().contains("-")));
    assertTrue(people.stream().anyMatch(person -> person.names().size() > 1));
    assertTrue(
        people.stream().anyMatch(person -> !person.name().getSurname().matches("\\p{ASCII}*")));
    assertTrue(people.stream().anyMatch(person -> person.address().getProtected()));
    assertTrue(
        people.stream().allMatch(person -> person.address().getPostcode().startsWith("ZZ99 3")));
    Map<String, List<InventedPerson>> byName =
        people.stream()
            .collect(Collectors.groupingBy(one -> InventedNames.foldedWhole(one.name())));
    assertTrue(
        byName.values().stream()
            .anyMatch(same -> same.stream().map(InventedPerson::born).distinct().count() > 1),
        "same-name strangers");
    assertEquals(
        demo.children().size() / Caseload.DOUBLE_EVERY,
        byName.values().stream()
            .mapToLong(
                same -> same.size() - same.stream().map(InventedPerson::born).distinct().count())
            .sum(),
        "same name and date of birth");
    Map<String, List<InventedPerson>> households =
        people.stream().collect(Collectors.groupingBy(one -> one.address().toString()));
    assertTrue(
        households.values().stream()
            .anyMatch(home ->
                home.size() > 1
                    && home.get(0).born().equals(home.get(1).born())
                    && home.get(0).name().getSurname().equals(home.get(1).name().getSurname())),
        "twins");
  }

  @Test
  void saysNothingOfPeopleInItsText() {
    assertFalse(
        demo.children()
            .getFirst()
            .toString()
            .contains(demo.children().getFirst().person().name().getSurname()));
    assertTrue(
        demo.children().stream()
            .flatMap(child -> child.person().identifiers().stream())
            .map(PersonIdentifier::getKind)
            .collect(Collectors.toSet())
            .containsAll(
                Set.of(
                    IdentifierKind.IDENTIFIER_KIND_PNC_ID,
                    IdentifierKind.IDENTIFIER_KIND_NHS_NUMBER,
                    IdentifierKind.IDENTIFIER_KIND_CRO_NUMBER,
                    IdentifierKind.IDENTIFIER_KIND_UNIQUE_PUPIL_NUMBER,
                    IdentifierKind.IDENTIFIER_KIND_LOCAL)));
  }

  private static List<byte[]> bytes(Caseload caseload) {
    return caseload.children().stream().map(child -> child.request().toByteArray()).toList();
  }
}
