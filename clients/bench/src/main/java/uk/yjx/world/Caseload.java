package uk.yjx.world;

import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.random.RandomGenerator;
import uk.yjx.agreements.v1.Agreement;
import uk.yjx.caseload.v1.Order;
import uk.yjx.caseload.v1.OrderKind;
import uk.yjx.caseload.v1.RecordCaseRequest;
import uk.yjx.common.v1.IdentifierKind;
import uk.yjx.common.v1.PersonIdentifier;
import uk.yjx.common.v1.Role;
import uk.yjx.identity.v1.Agency;

/**
 * The invented caseload of five services with everyone around it.
 *
 * @param seed what it was made from
 * @param asOf the day on which, and for a month after it, every child is 10 to 17
 * @param agencies agencies to register, without trust anchors
 * @param staff principals to register and roles to grant
 * @param children children with their leads, in the order they were invented
 */
public record Caseload(
    long seed,
    LocalDate asOf,
    List<Agency> agencies,
    List<Staff> staff,
    List<CaseloadChild> children) {

  /** Children of the demonstration. */
  public static final int DEMO_CHILDREN = 600;

  /** Seed of the demonstration. */
  public static final long DEMO_SEED = 20_190_201;

  /** The month of the bundled file: every child is 10 to 17 throughout it. */
  public static final LocalDate AS_OF = LocalDate.of(2019, 2, 1);

  /** Every so many children, one bears the name and date of birth of another. */
  static final int DOUBLE_EVERY = 300;

  private static final List<OrderKind> ORDER_KINDS =
      List.of(
          OrderKind.ORDER_KIND_REFERRAL_ORDER,
          OrderKind.ORDER_KIND_REFERRAL_ORDER,
          OrderKind.ORDER_KIND_YOUTH_REHABILITATION_ORDER,
          OrderKind.ORDER_KIND_YOUTH_REHABILITATION_ORDER,
          OrderKind.ORDER_KIND_YRO_INTENSIVE_SUPERVISION,
          OrderKind.ORDER_KIND_OUT_OF_COURT,
          OrderKind.ORDER_KIND_REPARATION_ORDER,
          OrderKind.ORDER_KIND_DETENTION_AND_TRAINING_ORDER,
          OrderKind.ORDER_KIND_BAIL_OR_REMAND,
          OrderKind.ORDER_KIND_EARLY_SUPPORT);

  /** Copies the lists. */
  public Caseload {
    agencies = List.copyOf(agencies);
    staff = List.copyOf(staff);
    children = List.copyOf(children);
  }

  /** The demonstration's caseload. */
  public static Caseload demo() {
    return of(DEMO_SEED, DEMO_CHILDREN);
  }

  /** A caseload of {@code children} children and 40 case managers. */
  public static Caseload of(long seed, int children) {
    return of(seed, children, YouthJusticeService.SHARES);
  }

  /** A caseload of {@code children} children and about {@code caseManagers} case managers. */
  public static Caseload of(long seed, int children, int caseManagers) {
    if (children < 1 || children > InventedPeople.PEOPLE_MAX || caseManagers < 1) {
      throw new IllegalArgumentException("1 to " + InventedPeople.PEOPLE_MAX + " children");
    }
    List<Staff> staff = InventedDirectory.staff(seed, caseManagers);
    return new Caseload(
        seed, AS_OF, InventedDirectory.agencies(), staff, children(seed, children, staff));
  }

  /** The requests that record all cases of {@code service}. */
  public List<RecordCaseRequest> requests(YouthJusticeService service) {
    return children.stream()
        .filter(child -> child.service() == service)
        .map(CaseloadChild::request)
        .toList();
  }

  /** The agreements, in force from {@code from} until {@code to}, exclusive. */
  public List<Agreement> agreements(Instant from, Instant to) {
    return InventedAgreements.between(from, to);
  }

  /** Everyone who holds {@code role} at the agency {@code agencyId}, in order. */
  public List<Staff> staff(String agencyId, Role role) {
    return staff.stream()
        .filter(one -> one.agencyId().equals(agencyId) && one.holds(role))
        .toList();
  }

  /** Everyone who holds {@code role} anywhere, in order. */
  public List<Staff> staff(Role role) {
    return staff.stream().filter(one -> one.holds(role)).toList();
  }

  private static List<CaseloadChild> children(long seed, int count, List<Staff> staff) {
    InventedPeople people = InventedPeople.onCaseload(seed, AS_OF);
    RandomGenerator random = Seeds.of(seed, "orders");
    List<YouthJusticeService> turns = turns();
    Map<YouthJusticeService, Integer> given = new EnumMap<>(YouthJusticeService.class);
    Map<String, List<String>> leads = leads(staff);
    List<CaseloadChild> children = new ArrayList<>(count);
    for (int household = 0; children.size() < count; household++) {
      YouthJusticeService service = turns.get(household % turns.size());
      for (InventedPerson person :
          people.household(service.place(), service.educationAuthority())) {
        if (children.size() < count) {
          int number = given.merge(service, 1, Integer::sum);
          List<String> own = leads.getOrDefault(service.id(), List.of());
          children.add(
              new CaseloadChild(
                  service,
                  CheckedNumbers.serviceNumber(service.numberPrefix(), number),
                  sometimesDoubled(person, children),
                  orders(random, service),
                  own.get(number % own.size())));
        }
      }
    }
    return children.stream().map(Caseload::withLocalNumber).toList();
  }

  // Services take turns by their size, so that any number of children is spread alike.
  private static List<YouthJusticeService> turns() {
    List<YouthJusticeService> turns = new ArrayList<>();
    for (int round = 0; turns.size() < YouthJusticeService.SHARES; round++) {
      for (YouthJusticeService service : YouthJusticeService.values()) {
        if (round < service.share()) {
          turns.add(service);
        }
      }
    }
    return turns;
  }

  private static Map<String, List<String>> leads(List<Staff> staff) {
    Map<String, List<String>> leads = new HashMap<>();
    for (Staff one : staff) {
      if (one.holds(Role.ROLE_CASE_MANAGER)) {
        leads.computeIfAbsent(one.agencyId(), none -> new ArrayList<>()).add(one.id());
      }
    }
    return leads;
  }

  // Two children with one name and one birthday, and different numbers: never to be merged.
  private static InventedPerson sometimesDoubled(
      InventedPerson person, List<CaseloadChild> children) {
    if (children.size() % DOUBLE_EVERY != DOUBLE_EVERY - 1) {
      return person;
    }
    InventedPerson other = children.get(children.size() - DOUBLE_EVERY / 2).person();
    return new InventedPerson(
        other.names(), other.born(), other.sex(), person.identifiers(), person.address());
  }

  private static CaseloadChild withLocalNumber(CaseloadChild child) {
    InventedPerson person = child.person();
    if (person.identifiers().isEmpty()) {
      return child;
    }
    List<PersonIdentifier> identifiers = new ArrayList<>(person.identifiers());
    identifiers.add(
        NumberSeries.identifier(IdentifierKind.IDENTIFIER_KIND_LOCAL, child.serviceChildId()));
    return new CaseloadChild(
        child.service(),
        child.serviceChildId(),
        new InventedPerson(
            person.names(), person.born(), person.sex(), identifiers, person.address()),
        child.orders(),
        child.lead());
  }

  private static List<Order> orders(RandomGenerator random, YouthJusticeService service) {
    int count = random.nextInt(5) == 0 ? 2 : 1;
    List<Order> orders = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      LocalDate pronounced = AS_OF.minusDays(10 + random.nextInt(300));
      LocalDate from = pronounced.plusDays(random.nextInt(3) * 7L);
      orders.add(
          Order.newBuilder()
              .setKind(InventedNames.pick(random, ORDER_KINDS))
              .setPronouncedOn(InventedPerson.date(pronounced))
              .setEffectiveFrom(InventedPerson.date(from))
              .setEndsOn(InventedPerson.date(from.plusMonths(6 + random.nextInt(13))))
              .setCaseUrn(
                  String.format(
                      Locale.ROOT,
                      "%sZZ%05d%02d",
                      service.forceCode(),
                      random.nextInt(100_000),
                      pronounced.getYear() % 100))
              .build());
    }
    return orders;
  }
}
