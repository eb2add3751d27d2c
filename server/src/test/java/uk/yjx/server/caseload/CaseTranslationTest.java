package uk.yjx.server.caseload;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static uk.yjx.server.caseload.Cases.NOW;
import static uk.yjx.server.caseload.Cases.SOUTHWARK;
import static uk.yjx.server.caseload.Cases.in;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import uk.yjx.caseload.v1.Allocation;
import uk.yjx.caseload.v1.AllocationRole;
import uk.yjx.caseload.v1.Case;
import uk.yjx.caseload.v1.Order;
import uk.yjx.caseload.v1.OrderKind;
import uk.yjx.common.v1.IdentifierKind;
import uk.yjx.common.v1.PartialDate;
import uk.yjx.common.v1.PersonDescriptor;
import uk.yjx.common.v1.PersonIdentifier;
import uk.yjx.common.v1.PersonName;
import uk.yjx.server.journal.Receipts;
import uk.yjx.server.kernel.Failure;
import uk.yjx.server.kernel.Identifier;
import uk.yjx.server.kernel.PersonDescription;

class CaseTranslationTest {

  @Test
  void readsAPersonAndFlagsABadIdentifierWithoutRefusingIt() {
    Case sent =
        valid()
            .setPerson(
                PersonDescriptor.newBuilder()
                    .addNames(name("Jo", "Winter"))
                    .addDatesOfBirth(date(2010, 2, 0))
                    .addIdentifiers(identifier(IdentifierKind.IDENTIFIER_KIND_LOCAL, "77"))
                    .addIdentifiers(identifier(IdentifierKind.IDENTIFIER_KIND_NHS_NUMBER, "1")))
            .build();
    PersonDescription person = CaseTranslation.read(sent, NOW).person();
    assertEquals("Winter", person.names().getFirst().surname());
    assertEquals("2010-02", person.datesOfBirth().getFirst().text());
    assertEquals(SOUTHWARK.value(), person.identifiers().getFirst().issuer());
    assertEquals(Identifier.Validity.INVALID, person.identifiers().get(1).validity());
  }

  @Test
  void reportsEverythingThatIsWrongAtOnceWithTheFieldsPath() {
    Case sent =
        valid()
            .setServiceChildId(" ")
            .setPerson(
                PersonDescriptor.newBuilder()
                    .addNames(name(" ", "\t"))
                    .addDatesOfBirth(date(2010, 2, 30))
                    .addDatesOfBirth(date(2031, 1, 1)))
            .addOrders(
                Order.newBuilder()
                    .setKind(OrderKind.ORDER_KIND_REFERRAL_ORDER)
                    .setEffectiveFrom(date(2026, 3, 1))
                    .setEndsOn(date(2026, 2, 1)))
            .addAllocations(
                lead("southwark-yjs/user/a.mensah")
                    .setFrom(Receipts.timestamp(in(2)))
                    .setTo(Receipts.timestamp(in(2))))
            .addAllocations(lead("nobody"))
            .addAllocations(
                Allocation.newBuilder().setRole(AllocationRole.ALLOCATION_ROLE_PRACTICE_GROUP))
            .build();
    Failure failure = refusal(sent);
    assertEquals("VALIDATION_FAILED", failure.reason());
    assertEquals(
        List.of(
            "case.service_child_id VALIDATION_FAILED",
            "case.person.names[0].surname VALIDATION_FAILED",
            "case.person.names[0].forenames[0] VALIDATION_FAILED",
            "case.person.dates_of_birth[0] IMPOSSIBLE_DATE",
            "case.person.dates_of_birth[1] IMPOSSIBLE_DATE",
            "case.orders[0].ends_on DATES_REVERSED",
            "case.allocations[0].to DATES_REVERSED",
            "case.allocations[1].principal_id VALIDATION_FAILED",
            "case.allocations[2] VALIDATION_FAILED"),
        failure.violations().stream().map(v -> v.field() + " " + v.rule()).toList());
  }

  @Test
  void givesTheOnlyReasonThereIsItsOwnName() {
    Case impossible =
        valid()
            .setPerson(
                PersonDescriptor.newBuilder()
                    .addNames(name("Jo", "Winter"))
                    .addDatesOfBirth(date(2011, 2, 29)))
            .build();
    assertEquals("IMPOSSIBLE_DATE", refusal(impossible).reason());
    Case reversed =
        valid()
            .addAllocations(
                lead("southwark-yjs/user/a.mensah")
                    .setFrom(Receipts.timestamp(in(2)))
                    .setTo(Receipts.timestamp(in(1))))
            .build();
    assertEquals("DATES_REVERSED", refusal(reversed).reason());
  }

  @Test
  void neverRepeatsWhatWasSent() {
    Case sent =
        valid()
            .setPerson(PersonDescriptor.newBuilder().addNames(name("Canary\u0007name", "Winter")))
            .build();
    Failure failure = refusal(sent);
    Stream.concat(
            Stream.of(failure.message()),
            failure.violations().stream().flatMap(v -> Stream.of(v.field(), v.description())))
        .forEach(text -> assertEquals(-1, text.indexOf("Canary")));
  }

  @Test
  void takesAnAllocationWithoutBeginningAsFromNow() {
    Case sent = valid().addAllocations(lead("southwark-yjs/user/a.mensah")).build();
    assertEquals(NOW, CaseTranslation.read(sent, NOW).allocations().getFirst().from());
  }

  @Test
  void needsANameAlthoughAnIdentifierWouldDescribeAPerson() {
    Case sent =
        valid()
            .setPerson(
                PersonDescriptor.newBuilder()
                    .addIdentifiers(identifier(IdentifierKind.IDENTIFIER_KIND_LOCAL, "77")))
            .build();
    assertEquals("case.person.names", refusal(sent).violations().getFirst().field());
  }

  private static Failure refusal(Case sent) {
    return assertThrows(Failure.Refused.class, () -> CaseTranslation.read(sent, NOW)).failure();
  }

  private static Case.Builder valid() {
    return Case.newBuilder()
        .setService(SOUTHWARK.value())
        .setServiceChildId("SW-1")
        .setPerson(PersonDescriptor.newBuilder().addNames(name("Jo", "Winter")));
  }

  private static PersonName.Builder name(String forename, String surname) {
    return PersonName.newBuilder().addForenames(forename).setSurname(surname);
  }

  private static PartialDate.Builder date(int year, int month, int day) {
    return PartialDate.newBuilder().setYear(year).setMonth(month).setDay(day);
  }

  private static PersonIdentifier.Builder identifier(IdentifierKind kind, String value) {
    return PersonIdentifier.newBuilder().setKind(kind).setValue(value);
  }

  private static Allocation.Builder lead(String principal) {
    return Allocation.newBuilder()
        .setPrincipalId(principal)
        .setRole(AllocationRole.ALLOCATION_ROLE_LEAD);
  }
}
