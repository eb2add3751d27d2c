package uk.yjx.server.intake;

import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import uk.yjx.agreements.v1.DataCategory;
import uk.yjx.alerts.v1.Alert;
import uk.yjx.alerts.v1.AlertKind;
import uk.yjx.common.v1.LegalGateway;
import uk.yjx.common.v1.Purpose;
import uk.yjx.common.v1.Role;
import uk.yjx.identity.v1.AgencyKind;
import uk.yjx.server.agreements.Agreed;
import uk.yjx.server.caseload.Allocation;
import uk.yjx.server.caseload.CaseBooks;
import uk.yjx.server.caseload.ChildCase;
import uk.yjx.server.clocks.DueTimes;
import uk.yjx.server.clocks.Timescales;
import uk.yjx.server.clocks.WorkingDays;
import uk.yjx.server.identity.Agency;
import uk.yjx.server.identity.Caller;
import uk.yjx.server.identity.Directories;
import uk.yjx.server.identity.Grant;
import uk.yjx.server.identity.Principal;
import uk.yjx.server.journal.Entry;
import uk.yjx.server.journal.RequestKey;
import uk.yjx.server.kernel.AgencyId;
import uk.yjx.server.kernel.ChildId;
import uk.yjx.server.kernel.IdentifierKind;
import uk.yjx.server.kernel.Ids;
import uk.yjx.server.kernel.PersonDescription;
import uk.yjx.server.kernel.PersonName;
import uk.yjx.server.kernel.PrincipalId;
import uk.yjx.server.kernel.Urgency;
import uk.yjx.server.matching.Match;
import uk.yjx.server.matching.Rule;
import uk.yjx.server.storage.RecordKey;

/** A small random world of agencies, agreements, cases and people, and a submission into it. */
final class RandomWorld {
  static final Instant NOW = Instant.parse("2026-03-06T20:00:00Z");
  static final String AREA = "E09000028";
  private static final AgencyId POLICE = new AgencyId("police");
  private static final AgencyId CARE = new AgencyId("care");
  private static final List<AgencyId> SERVICES =
      List.of(new AgencyId("north-yjs"), new AgencyId("south-yjs"));
  private static final List<DataCategory> CATEGORIES =
      List.of(
          DataCategory.DATA_CATEGORY_POLICE_EVENT, DataCategory.DATA_CATEGORY_SAFEGUARDING_EVENT);
  private static final List<LegalGateway> GATEWAYS =
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
            CaseBooks.of(cases),
            this::match,
            DUE);
    this.submission = new Sent();
  }

  /** The same facts, in which nobody is known. */
  Snapshot withNobodyKnown() {
    return new Snapshot(
        facts.stamp(),
        facts.directory(),
        facts.agreements(),
        facts.cases(),
        person -> new Match.None(),
        facts.due());
  }

  /** Fresh ids, the same for the same seed. */
  static Ids ids(long seed) {
    return new Ids(InstantSource.fixed(NOW), new java.util.SplittableRandom(seed));
  }

  private <T> T any(List<T> of) {
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

  private static PersonDescription person(int number) {
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
                random.nextInt(5) == 0));
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
              Rule.NAME_AND_BIRTH_DATE);
      default ->
          new Match.Linked(
              childId(number % (CHILDREN + 1)), // one of them has been erased
              Rule.IDENTIFIER_AND_FORENAME,
              EnumSet.of(IdentifierKind.PNC_ID));
    };
  }

  private final class Sent implements Submission {
    private final DataCategory category = any(CATEGORIES);
    private final LegalGateway gateway = any(GATEWAYS);
    private final boolean safeguarding = random.nextBoolean();
    private final List<Subject> subjects = new ArrayList<>();
    private final List<Referral> referrals = new ArrayList<>();
    private final Optional<String> area =
        random.nextInt(3) == 0 ? Optional.empty() : Optional.of(AREA);

    Sent() {
      int people = random.nextInt(5);
      for (int i = 0; i < people; i++) {
        subjects.add(
            new Subject(
                i,
                person(random.nextInt(20)),
                List.of(),
                AlertKind.ALERT_KIND_ARREST,
                any(List.of(Urgency.values())),
                Alert.getDefaultInstance(),
                random.nextBoolean()));
      }
      if (random.nextInt(4) == 0) {
        referrals.add(
            new Referral(
                AlertKind.ALERT_KIND_MISSING, Urgency.SAME_DAY, Alert.getDefaultInstance()));
      }
    }

    @Override
    public AgencyId from() {
      return POLICE;
    }

    @Override
    public @Nullable Caller caller() {
      return null;
    }

    @Override
    public @Nullable RequestKey request() {
      return null;
    }

    @Override
    public String operation() {
      return "test";
    }

    @Override
    public String schema() {
      return "test";
    }

    @Override
    public DataCategory category() {
      return category;
    }

    @Override
    public LegalGateway gateway() {
      return gateway;
    }

    @Override
    public Purpose purpose() {
      return Purpose.PURPOSE_SUPERVISION;
    }

    @Override
    public boolean urgent() {
      return false;
    }

    @Override
    public boolean safeguarding() {
      return safeguarding;
    }

    @Override
    public Optional<String> localAuthority() {
      return area;
    }

    @Override
    public List<Subject> subjects() {
      return subjects;
    }

    @Override
    public List<Referral> referrals() {
      return referrals;
    }

    @Override
    public void store(Entry.Builder entry, RecordKey key, Plan plan) {
      throw new UnsupportedOperationException("a plan stores nothing");
    }

    @Override
    public byte[] answer(Plan plan) {
      throw new UnsupportedOperationException("a plan answers nothing");
    }
  }
}
