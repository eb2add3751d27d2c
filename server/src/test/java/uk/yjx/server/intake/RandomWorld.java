package uk.yjx.server.intake;

import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.random.RandomGenerator;
import uk.yjx.agreements.v1.DataCategory;
import uk.yjx.caseload.v1.SeparationReason;
import uk.yjx.common.v1.LegalGateway;
import uk.yjx.common.v1.Role;
import uk.yjx.identity.v1.AgencyKind;
import uk.yjx.server.agreements.Agreed;
import uk.yjx.server.caseload.Allocation;
import uk.yjx.server.caseload.CaseBooks;
import uk.yjx.server.caseload.ChildCase;
import uk.yjx.server.caseload.RelationshipBook;
import uk.yjx.server.caseload.Separation;
import uk.yjx.server.clocks.DueTimes;
import uk.yjx.server.clocks.Timescales;
import uk.yjx.server.clocks.WorkingDays;
import uk.yjx.server.identity.Agency;
import uk.yjx.server.identity.Directories;
import uk.yjx.server.identity.Grant;
import uk.yjx.server.identity.Principal;
import uk.yjx.server.kernel.AgencyId;
import uk.yjx.server.kernel.ChildId;
import uk.yjx.server.kernel.IdentifierKind;
import uk.yjx.server.kernel.Ids;
import uk.yjx.server.kernel.PersonDescription;
import uk.yjx.server.kernel.PersonName;
import uk.yjx.server.kernel.PrincipalId;
import uk.yjx.server.matching.Match;
import uk.yjx.server.matching.Rule;

/** A small random world of agencies, agreements, cases and people, and a submission into it. */
final class RandomWorld {
  static final Instant NOW = Instant.parse("2026-03-06T20:00:00Z");
  static final String AREA = "E09000028";
  static final AgencyId POLICE = new AgencyId("police");
  private static final AgencyId CARE = new AgencyId("care");
  private static final List<AgencyId> SERVICES =
      List.of(new AgencyId("north-yjs"), new AgencyId("south-yjs"));
  static final List<DataCategory> CATEGORIES =
      List.of(
          DataCategory.DATA_CATEGORY_POLICE_EVENT, DataCategory.DATA_CATEGORY_SAFEGUARDING_EVENT);
  static final List<LegalGateway> GATEWAYS =
      List.of(LegalGateway.LEGAL_GATEWAY_CDA98_S115, LegalGateway.LEGAL_GATEWAY_CA04_S11);
  private static final int CHILDREN = 6;
  private static final DueTimes DUE = new DueTimes(Timescales.DEFAULT, new WorkingDays());

  final RandomGenerator random;
  final Snapshot facts;
  final Submission submission;

  RandomWorld(RandomGenerator random) {
    this.random = random;
    List<ChildCase> cases = new ArrayList<>();
    for (int i = 0; i < CHILDREN; i++) {
      cases.add(child(i));
    }
    this.facts =
        new Snapshot(
            7,
            Directories.of(agencies(), principals()),
            Agreed.book(terms()),
            CaseBooks.of(cases, separations(cases)),
            RelationshipBook.EMPTY,
            evidence -> match(evidence.description()),
            DUE);
    this.submission = new RandomSubmission(this);
  }

  /** The same facts, in which nobody is known. */
  Snapshot withNobodyKnown() {
    return new Snapshot(
        facts.stamp(),
        facts.directory(),
        facts.agreements(),
        facts.cases(),
        facts.related(),
        person -> new Match.None(),
        facts.due());
  }

  /** Fresh ids, the same for the same seed. */
  static Ids ids(long seed) {
    return new Ids(InstantSource.fixed(NOW), new java.util.SplittableRandom(seed));
  }

  <T> T any(List<T> of) {
    return of.get(random.nextInt(of.size()));
  }

  private static PrincipalId worker(AgencyId agency, int number) {
    return new PrincipalId(agency, PrincipalId.Kind.USER, "worker-" + number);
  }

  private static ChildId childId(int number) {
    return new ChildId(new UUID(7, number));
  }

  private ChildCase child(int number) {
    AgencyId service = any(SERVICES);
    List<Allocation> allocations = new ArrayList<>();
    Instant from = NOW.minusSeconds(60);
    if (random.nextBoolean()) {
      allocations.add(
          new Allocation(worker(service, random.nextInt(3)), "", Allocation.Role.LEAD, from, null));
    }
    if (random.nextInt(4) == 0) {
      allocations.add(new Allocation(null, "Group", Allocation.Role.PRACTICE_GROUP, from, null));
    }
    return new ChildCase(
        childId(number), service, "N" + number, person(number), allocations, false, 1, NOW);
  }

  private List<Separation> separations(List<ChildCase> cases) {
    List<Separation> all = new ArrayList<>();
    for (ChildCase child : cases) {
      while (random.nextInt(3) == 0) {
        PrincipalId worker = worker(child.service(), random.nextInt(3));
        all.add(
            new Separation(
                new UUID(9, all.size()),
                child.service(),
                worker,
                child.id(),
                SeparationReason.SEPARATION_REASON_RELATED_TO_CHILD,
                random.nextBoolean(),
                NOW.plusSeconds(random.nextInt(3) - 2),
                random.nextInt(4) == 0 ? NOW.plusSeconds(random.nextInt(3) + 1) : null,
                worker,
                NOW.minusSeconds(9),
                random.nextInt(4) == 0 ? NOW.plusSeconds(random.nextInt(3) - 1) : null));
      }
    }
    return all;
  }

  static PersonDescription person(int number) {
    return new PersonDescription(
        List.of(PersonName.legal("Invented", "Child" + number)),
        List.of(),
        List.of(),
        PersonDescription.Sex.UNKNOWN,
        List.of());
  }

  private static List<Agency> agencies() {
    List<Agency> all = new ArrayList<>();
    all.add(new Agency(POLICE, AgencyKind.AGENCY_KIND_POLICE, "P", List.of(), List.of()));
    all.add(
        new Agency(
            CARE, AgencyKind.AGENCY_KIND_CHILDRENS_SOCIAL_CARE, "C", List.of(AREA), List.of()));
    for (AgencyId service : SERVICES) {
      all.add(
          new Agency(
              service,
              AgencyKind.AGENCY_KIND_YOUTH_JUSTICE_SERVICE,
              "S",
              List.of(AREA),
              List.of()));
    }
    return all;
  }

  private List<Principal> principals() {
    List<Principal> all = new ArrayList<>();
    for (AgencyId service : SERVICES) {
      for (int i = 0; i < 3; i++) {
        Set<Grant> grants =
            random.nextInt(3) == 0
                ? Set.of()
                : Set.of(
                    new Grant(
                        any(
                            List.of(
                                Role.ROLE_CASE_MANAGER,
                                Role.ROLE_SERVICE_MANAGER,
                                Role.ROLE_DUTY_OFFICER)),
                        service));
        all.add(new Principal(worker(service, i), "W", random.nextInt(5) == 0, grants));
      }
    }
    if (random.nextBoolean()) {
      all.add(
          new Principal(
              worker(CARE, 0), "F", false, Set.of(new Grant(Role.ROLE_FRONT_DOOR, null))));
    }
    return all;
  }

  private List<Agreed.Terms> terms() {
    List<Agreed.Terms> all = new ArrayList<>();
    for (AgencyId to : List.of(SERVICES.get(0), SERVICES.get(1), CARE)) {
      if (random.nextInt(4) > 0) {
        all.add(
            new Agreed.Terms(
                "police-" + to,
                random.nextInt(6) == 0 ? to : POLICE,
                to,
                random.nextBoolean() ? Set.copyOf(CATEGORIES) : Set.of(any(CATEGORIES)),
                Set.of(any(GATEWAYS)),
                NOW,
                random.nextInt(5) == 0,
                random.nextBoolean()));
      }
    }
    return all;
  }

  private Match match(PersonDescription person) {
    String surname = person.names().getFirst().surname();
    int number = Integer.parseInt(surname.substring("Child".length()));
    return switch (number % 4) {
      case 0 -> new Match.None();
      case 1 ->
          new Match.Review(
              List.of(childId(number % CHILDREN), childId((number + 1) % CHILDREN)),
              number % 8 == 1 ? Rule.NAME_AND_BIRTH_DATE : Rule.DESCRIPTION_ALIKE);
      default ->
          new Match.Linked(
              childId(number % (CHILDREN + 1)), // one of them has been erased
              Rule.IDENTIFIER_AND_FORENAME,
              EnumSet.of(IdentifierKind.PNC_ID));
    };
  }
}
