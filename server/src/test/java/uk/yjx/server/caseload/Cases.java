package uk.yjx.server.caseload;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import uk.yjx.server.kernel.AgencyId;
import uk.yjx.server.kernel.ChildId;
import uk.yjx.server.kernel.PersonDescription;
import uk.yjx.server.kernel.PersonName;
import uk.yjx.server.kernel.PrincipalId;

/** Invented cases for tests. */
final class Cases {
  static final AgencyId SOUTHWARK = new AgencyId("southwark-yjs");
  static final Instant NOW = Instant.parse("2026-03-06T20:00:00Z");
  static final PrincipalId ADA = worker("a.mensah");
  static final PrincipalId BEN = worker("b.okoro");
  static final PrincipalId CARA = worker("c.lind");

  private Cases() {}

  static PrincipalId worker(String name) {
    return new PrincipalId(SOUTHWARK, PrincipalId.Kind.USER, name);
  }

  static Instant in(long hours) {
    return NOW.plus(Duration.ofHours(hours));
  }

  static ChildId child(int number) {
    return new ChildId(new UUID(7, number));
  }

  static ChildCase of(int number, Allocation... allocations) {
    return new ChildCase(
        child(number),
        SOUTHWARK,
        "SW-" + number,
        new PersonDescription(
            List.of(PersonName.legal("Invented", "Child" + number)),
            List.of(),
            List.of(),
            PersonDescription.Sex.UNKNOWN,
            List.of()),
        List.of(allocations),
        false,
        1,
        NOW);
  }

  static Allocation lead(PrincipalId worker, Instant from, @Nullable Instant to) {
    return new Allocation(worker, "", Allocation.Role.LEAD, from, to);
  }

  static Allocation coWorker(PrincipalId worker, Instant from, @Nullable Instant to) {
    return new Allocation(worker, "", Allocation.Role.CO_WORKER, from, to);
  }

  static Allocation group(String name, Instant from) {
    return new Allocation(null, name, Allocation.Role.PRACTICE_GROUP, from, null);
  }

  static Cover cover(PrincipalId absent, PrincipalId standIn, Instant from, Instant to) {
    return new Cover(SOUTHWARK, absent, standIn, from, to, NOW);
  }

  static CaseBook book(List<ChildCase> cases, Cover... covers) {
    return CaseBook.EMPTY.with(cases, List.of(), List.of(covers));
  }
}
