package uk.yjx.server.caseload;

import com.google.protobuf.Timestamp;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import uk.yjx.caseload.v1.AllocationRole;
import uk.yjx.caseload.v1.Case;
import uk.yjx.caseload.v1.Order;
import uk.yjx.server.kernel.AgencyId;
import uk.yjx.server.kernel.PartialDate;
import uk.yjx.server.kernel.PersonDescription;
import uk.yjx.server.kernel.PrincipalId;
import uk.yjx.server.kernel.Violations;

/** Reads a case as its service sends it; everything wrong in it is reported at once. */
final class CaseTranslation {
  /** Reason for a span of time that ends before it begins. */
  static final String DATES_REVERSED = "DATES_REVERSED";

  static final String VALIDATION_FAILED = "VALIDATION_FAILED";

  private static final ZoneId LONDON = ZoneId.of("Europe/London");

  /** What a case says, dates filled in. */
  record Read(
      AgencyId service,
      String number,
      PersonDescription person,
      List<Allocation> allocations,
      @Nullable Shield shield) {}

  private final Instant now;
  private final Violations violations;

  private CaseTranslation(Instant now, Violations violations) {
    this.now = now;
    this.violations = violations;
  }

  /**
   * Reads a case; refuses with everything that is wrong in it.
   *
   * @param now to the microsecond, as instants are stored
   */
  static Read read(Case it, Instant now) {
    AgencyId service = service(it.getService(), "case.service");
    Violations violations = new Violations();
    CaseTranslation reading = new CaseTranslation(now, violations);
    PersonTranslation people =
        new PersonTranslation(service, LocalDate.ofInstant(now, LONDON), violations);
    reading.number(it.getServiceChildId());
    if (it.getPerson().getNamesCount() == 0) {
      violations.add(VALIDATION_FAILED, "case.person.names", "a case needs at least one name");
    }
    PersonDescription person = people.read(it.getPerson(), "case.person");
    for (int i = 0; i < it.getOrdersCount(); i++) {
      reading.order(people, it.getOrders(i), "case.orders[" + i + "]");
    }
    List<Allocation> allocations = new ArrayList<>();
    for (int i = 0; i < it.getAllocationsCount(); i++) {
      reading
          .allocation(it.getAllocations(i), "case.allocations[" + i + "]")
          .ifPresent(allocations::add);
    }
    Shield shield = ShieldTranslation.read(it, "case", violations);
    violations.throwIfAny();
    return new Read(service, it.getServiceChildId(), person, allocations, shield);
  }

  /** The id of a service; refuses what is no id. */
  static AgencyId service(String text, String path) {
    try {
      return new AgencyId(text);
    } catch (IllegalArgumentException noId) {
      Violations violations = new Violations();
      violations.add(VALIDATION_FAILED, path, "a service id is 2 to 40 characters from a-z 0-9 -");
      violations.throwIfAny();
      throw noId;
    }
  }

  /** An instant of the contract, to the microsecond; null and reported when it is none. */
  static @Nullable Instant instant(Timestamp timestamp, String path, Violations violations) {
    Optional<Instant> instant = ContractInstant.of(timestamp);
    if (instant.isEmpty()) {
      violations.add(PersonTranslation.IMPOSSIBLE_DATE, path, "there is no such instant");
    }
    return instant.orElse(null);
  }

  /** A principal; null and reported when the text is no id. */
  static @Nullable PrincipalId principal(String text, String path, Violations violations) {
    try {
      return PrincipalId.parse(text);
    } catch (IllegalArgumentException noId) {
      violations.add(
          VALIDATION_FAILED, path, "a principal is written agency/system/name or agency/user/name");
      return null;
    }
  }

  private void number(String number) {
    if (number.isBlank() || number.chars().anyMatch(Character::isISOControl)) {
      violations.add(
          VALIDATION_FAILED,
          "case.service_child_id",
          "the number is not blank and has no control characters");
    }
  }

  private void order(PersonTranslation dates, Order order, String path) {
    if (order.hasPronouncedOn()) {
      dates.date(order.getPronouncedOn(), path + ".pronounced_on");
    }
    Optional<PartialDate> from =
        order.hasEffectiveFrom()
            ? dates.date(order.getEffectiveFrom(), path + ".effective_from")
            : Optional.empty();
    Optional<PartialDate> to =
        order.hasEndsOn() ? dates.date(order.getEndsOn(), path + ".ends_on") : Optional.empty();
    if (from.isPresent() && to.isPresent() && to.get().latest().isBefore(from.get().earliest())) {
      violations.add(DATES_REVERSED, path + ".ends_on", "an order ends after it takes effect");
    }
  }

  private Optional<Allocation> allocation(uk.yjx.caseload.v1.Allocation it, String path) {
    Optional<Allocation.Role> role = role(it.getRole());
    if (role.isEmpty()) {
      violations.add(VALIDATION_FAILED, path + ".role", "no such role in a case");
      return Optional.empty();
    }
    boolean group = role.get() == Allocation.Role.PRACTICE_GROUP;
    if (group != it.getPrincipalId().isEmpty() || group == it.getPracticeGroup().isBlank()) {
      violations.add(
          VALIDATION_FAILED,
          path,
          "a lead or co-worker names a principal only, a practice group its name only");
      return Optional.empty();
    }
    PrincipalId worker =
        group ? null : principal(it.getPrincipalId(), path + ".principal_id", violations);
    Instant from = it.hasFrom() ? instant(it.getFrom(), path + ".from", violations) : now;
    Instant to = it.hasTo() ? instant(it.getTo(), path + ".to", violations) : null;
    if (from == null || (!group && worker == null) || (it.hasTo() && to == null)) {
      return Optional.empty();
    }
    if (to != null && !from.isBefore(to)) {
      violations.add(DATES_REVERSED, path + ".to", "an allocation ends after it begins");
      return Optional.empty();
    }
    return Optional.of(new Allocation(worker, it.getPracticeGroup(), role.get(), from, to));
  }

  private static Optional<Allocation.Role> role(AllocationRole role) {
    return switch (role) {
      case ALLOCATION_ROLE_UNSPECIFIED, UNRECOGNIZED -> Optional.empty();
      case ALLOCATION_ROLE_LEAD -> Optional.of(Allocation.Role.LEAD);
      case ALLOCATION_ROLE_CO_WORKER -> Optional.of(Allocation.Role.CO_WORKER);
      case ALLOCATION_ROLE_PRACTICE_GROUP -> Optional.of(Allocation.Role.PRACTICE_GROUP);
    };
  }
}
