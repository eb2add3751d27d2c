package uk.yjx.server.audit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class AuditEventTest {

  @Test
  void sortsCategoriesAndDropsRepeats() {
    assertEquals(List.of("identity", "offence"), Events.disclosure().build().categories());
  }

  @Test
  void needsRecipientPurposeSourceAndBasisForADisclosure() {
    refused(Events.disclosure().to(null));
    refused(Events.disclosure().basis(null));
    refused(Events.disclosure().purpose(null));
    refused(Events.disclosure().from(null));
  }

  @Test
  void needsSourceAndPurposeForEveryActTheLawNames() {
    for (EventType type : EventType.values()) {
      if (type.isProcessing()) {
        refused(Events.of(type));
      } else {
        assertEquals(type, Events.of(type).build().type());
      }
    }
  }

  @Test
  void namesTheIntentInAFinalEventAndInNoOther() {
    assertEquals(EventPhase.FINAL, Events.disclosure().ends(Events.INTENT).build().phase());
    refused(Events.disclosure().ends(Events.INTENT).intent());
    refused(Events.disclosure().ends(UUID.fromString("00000000-0000-4000-8000-000000000000")));
  }

  @Test
  void keepsFreeTextOutOfThePlainMembers() {
    for (String text : List.of("has a space", "", "Zo\u00eb", "quote\"", "x".repeat(201), "a\nb")) {
      refused(Events.disclosure().policy(text));
      assertThrows(IllegalArgumentException.class, () -> new EventSource("log", text, "b"));
      assertThrows(IllegalArgumentException.class, () -> SharingBasis.gateway(text));
    }
  }

  @Test
  void refusesNumbersTimesAndListsOutOfRange() {
    refused(Events.disclosure().count(-1));
    refused(Events.disclosure().count(1L << 53));
    List<String> many = IntStream.range(0, 65).mapToObj(i -> "c" + i).toList();
    refused(Events.disclosure().data("s", many, 1));
    for (String time : List.of("1969-12-31T23:59:59Z", "+10000-01-01T00:00:00Z")) {
      assertThrows(
          IllegalArgumentException.class,
          () ->
              AuditEvent.of(
                      Events.SOURCE, Events.ID, Instant.parse(time), EventType.AUTH, "op", "ok")
                  .build());
    }
    assertThrows(IllegalArgumentException.class, () -> new SharingBasis("g", "isa", 0));
    assertThrows(IllegalArgumentException.class, () -> new SharingBasis("g", null, 1));
  }

  @Test
  void refusesPersonalValuesThatAreEmptyIllFormedTooLongOrRepeated() {
    for (List<String> texts :
        List.of(
            List.<String>of(),
            List.of(""),
            List.of("a", "b"),
            List.of("\ud800"),
            List.of("\udc00x"),
            List.of("x".repeat(65_537)))) {
      assertThrows(
          IllegalArgumentException.class,
          () -> new PersonalValue(PersonalMember.ACTOR_NAME, texts));
    }
    refused(
        Events.disclosure()
            .personal(PersonalMember.ACTOR_ID, "a")
            .personal(PersonalMember.ACTOR_ID, "b"));
  }

  @Test
  void keepsPersonalValuesOutOfItsText() {
    AuditEvent event =
        Events.disclosure().personal(PersonalMember.ACTOR_NAME, "Quillon Canary").build();
    assertFalse(event.toString().contains("Quillon"));
  }

  private static void refused(AuditEventBuilder builder) {
    assertThrows(IllegalArgumentException.class, builder::build);
  }
}
