package uk.yjx.server.agreements;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import uk.yjx.agreements.v1.DataCategory;
import uk.yjx.common.v1.LegalGateway;
import uk.yjx.common.v1.Purpose;
import uk.yjx.server.agreements.Decision.Permit;
import uk.yjx.server.agreements.Decision.Reason;
import uk.yjx.server.agreements.Decision.Withhold;
import uk.yjx.server.kernel.AgencyId;
import uk.yjx.server.kernel.PrincipalId;

class AgreementBookTest {
  private static final Instant NOW = Instant.parse("2026-03-06T20:00:00Z");
  private static final PrincipalId SOMEBODY = PrincipalId.parse("operator/user/somebody");
  private static final AgencyId POLICE = new AgencyId("met-police");
  private static final AgencyId SERVICE = new AgencyId("southwark-yjs");
  private static final AgencyId OTHER = new AgencyId("swindon-yjs");
  private static final DataCategory EVENT = DataCategory.DATA_CATEGORY_POLICE_EVENT;
  private static final LegalGateway S115 = LegalGateway.LEGAL_GATEWAY_CDA98_S115;
  private static final Purpose PREVENT = Purpose.PURPOSE_PREVENT_OFFENDING;

  @Test
  void withholdsWithoutAnyAgreement() {
    assertEquals(new Withhold(Reason.NO_AGREEMENT), decide(AgreementBook.EMPTY, NOW));
  }

  @Test
  void permitsUnderAnAgreementInForceAndNamesItsVersion() {
    AgreementBook book = book(agreement("met-southwark", 3));
    assertEquals(new Permit("met-southwark", 3, S115), decide(book, NOW));
  }

  @Test
  void namesTheLowestIdWhereSeveralPermit() {
    AgreementBook book = book(agreement("zone", 1), agreement("area", 2), agreement("borough", 1));
    assertEquals(new Permit("area", 2, S115), decide(book, NOW));
  }

  @Test
  void doesNotPermitTheOtherDirection() {
    AgreementBook book = book(agreement("met-southwark", 1));
    assertEquals(
        new Withhold(Reason.NO_AGREEMENT),
        book.decide(SERVICE, POLICE, EVENT, S115, Optional.of(PREVENT), NOW));
  }

  @Test
  void isInForceFromItsFirstInstantAndNoLongerAtItsLast() {
    AgreementBook book = book(agreement("met-southwark", 1));
    Instant from = NOW.minus(Duration.ofDays(1));
    Instant to = NOW.plus(Duration.ofDays(1));
    assertEquals(new Withhold(Reason.NOT_IN_FORCE), decide(book, from.minusNanos(1000)));
    assertEquals(new Permit("met-southwark", 1, S115), decide(book, from));
    assertEquals(new Permit("met-southwark", 1, S115), decide(book, to.minusNanos(1000)));
    assertEquals(new Withhold(Reason.NOT_IN_FORCE), decide(book, to));
  }

  @Test
  void withholdsOnceEndedAndKeepsTheNewestVersionOnly() {
    Agreement first = agreement("met-southwark", 1);
    AgreementBook book =
        book(first)
            .with(
                List.of(),
                List.of(
                    new AgreementBook.StateChange(
                        "met-southwark", 1, Agreement.State.ENDED, SOMEBODY)));
    assertEquals(new Withhold(Reason.NOT_IN_FORCE), decide(book, NOW));
    assertEquals(
        new Withhold(Reason.NOT_IN_FORCE),
        decide(with(book, first), NOW),
        "an older version read later changes nothing");
  }

  @Test
  void saysWhatIsMissingInTheOrderItIsAsked() {
    AgreementBook book = book(agreement("met-southwark", 1));
    assertEquals(
        new Withhold(Reason.CATEGORY_NOT_COVERED),
        book.decide(
            POLICE,
            SERVICE,
            DataCategory.DATA_CATEGORY_GRADED_INTELLIGENCE,
            S115,
            Optional.of(PREVENT),
            NOW));
    assertEquals(
        new Withhold(Reason.GATEWAY_NOT_COVERED),
        book.decide(
            POLICE,
            SERVICE,
            EVENT,
            LegalGateway.LEGAL_GATEWAY_VITAL_INTERESTS,
            Optional.of(PREVENT),
            NOW));
    assertEquals(
        new Withhold(Reason.PURPOSE_NOT_COVERED),
        book.decide(POLICE, SERVICE, EVENT, S115, Optional.of(Purpose.PURPOSE_OPERATION), NOW));
    assertEquals(
        new Permit("met-southwark", 1, S115),
        book.decide(POLICE, SERVICE, EVENT, S115, Optional.empty(), NOW));
  }

  @Test
  void permitsOnlyWhatSomeAgreementInForceCoversEntirely() {
    long seed = System.nanoTime();
    RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(seed);
    List<AgencyId> agencies = List.of(POLICE, SERVICE, OTHER);
    for (int round = 0; round < 2_000; round++) {
      AgreementBook book = AgreementBook.EMPTY;
      for (int i = 0; i < random.nextInt(4); i++) {
        book = with(book, random(random, "agreement-" + random.nextInt(3), i + 1));
      }
      AgencyId from = agencies.get(random.nextInt(3));
      AgencyId to = agencies.get(random.nextInt(3));
      DataCategory category = DataCategory.forNumber(1 + random.nextInt(3));
      LegalGateway gateway = LegalGateway.forNumber(1 + random.nextInt(3));
      Optional<Purpose> purpose = Optional.of(Purpose.forNumber(1 + random.nextInt(3)));
      Optional<Agreement> expected =
          book.after("").stream()
              .map(AgreementBook.Slot::approved)
              .flatMap(Stream::ofNullable)
              .filter(a -> a.inForce(NOW) && a.from().contains(from) && a.to().contains(to))
              .filter(a -> a.categories().contains(category) && a.gateways().contains(gateway))
              .filter(a -> a.purposes().containsAll(purpose.stream().toList()))
              .findFirst();
      Decision decision = book.decide(from, to, category, gateway, purpose, NOW);
      switch (decision) {
        case Permit permit ->
            assertEquals(
                expected.map(a -> a.id() + a.version()),
                Optional.of(permit.agreementId() + permit.version()),
                "seed " + seed);
        case Withhold withheld -> assertEquals(Optional.empty(), expected, "seed " + seed);
      }
    }
  }

  private static Decision decide(AgreementBook book, Instant at) {
    return book.decide(POLICE, SERVICE, EVENT, S115, Optional.of(PREVENT), at);
  }

  private static AgreementBook book(Agreement... agreements) {
    return with(AgreementBook.EMPTY, agreements);
  }

  private static AgreementBook with(AgreementBook book, Agreement... agreements) {
    return book.with(
        Stream.of(agreements).map(it -> new AgreementBook.Proposed(it, null)).toList(), List.of());
  }

  private static Agreement agreement(String id, int version) {
    return new Agreement(
        id,
        version,
        "Police events for youth justice",
        Set.of(POLICE),
        Set.of(SERVICE),
        Set.of(EVENT),
        Set.of(S115),
        Set.of(PREVENT),
        NOW.minus(Duration.ofDays(1)),
        NOW.plus(Duration.ofDays(1)),
        Agreement.State.IN_FORCE,
        Terms.PLAIN);
  }

  private static Agreement random(RandomGenerator random, String id, int version) {
    Instant from = NOW.plus(Duration.ofHours(random.nextInt(5) - 3));
    return new Agreement(
        id,
        version,
        "An agreement",
        Set.of(random.nextBoolean() ? POLICE : OTHER),
        Set.of(random.nextBoolean() ? SERVICE : OTHER),
        Set.of(DataCategory.forNumber(1 + random.nextInt(3))),
        Set.of(LegalGateway.forNumber(1 + random.nextInt(3))),
        Set.of(Purpose.forNumber(1 + random.nextInt(3))),
        from,
        from.plus(Duration.ofHours(1 + random.nextInt(5))),
        random.nextInt(4) == 0 ? Agreement.State.SUSPENDED : Agreement.State.IN_FORCE,
        Terms.PLAIN);
  }
}
