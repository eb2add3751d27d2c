package uk.yjx.server.caseload;

import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import uk.yjx.caseload.v1.AllocationRole;
import uk.yjx.caseload.v1.Case;
import uk.yjx.server.journal.Receipts;
import uk.yjx.server.kernel.AgencyId;
import uk.yjx.server.kernel.ChildId;
import uk.yjx.server.storage.Vault;

/** Reads whole cases from the tables, orders included. */
@Singleton
final class CaseFiles {
  /** No child has this id; a list of ids in SQL needs one. */
  private static final UUID NOBODY = new UUID(0, 0);

  private final CaseRepository cases;
  private final AllocationRepository allocations;
  private final Vault vault;

  CaseFiles(CaseRepository cases, AllocationRepository allocations, Vault vault) {
    this.cases = cases;
    this.allocations = allocations;
    this.vault = vault;
  }

  /** The case a service keeps under its number. */
  Optional<Case> numbered(AgencyId service, String number) {
    return cases.findNumbered(service.value(), number).map(it -> open(List.of(it)).getFirst());
  }

  /**
   * At most so many cases of a service with numbers after the given one, in order of number, as if
   * the hidden ones were not there.
   */
  List<Case> page(AgencyId service, String after, Collection<ChildId> hidden, int most) {
    List<UUID> without = new ArrayList<>(List.of(NOBODY));
    hidden.forEach(child -> without.add(child.value()));
    return open(cases.findPage(service.value(), after, without, most));
  }

  /** These children's cases in order of number. */
  List<Case> of(Collection<ChildId> children) {
    return children.isEmpty()
        ? List.of()
        : open(cases.findChildren(children.stream().map(ChildId::value).toList()));
  }

  private List<Case> open(List<StoredCase> stored) {
    if (stored.isEmpty()) {
      return List.of();
    }
    Map<UUID, Case.Builder> found = new HashMap<>();
    for (StoredCase it : stored) {
      byte[] plain = vault.open(vault.unwrap(it.wrapped()), it.sealed(), CaseTable.SEALED_PURPOSE);
      found.put(
          it.childId(),
          CaseChanges.parse(plain).toBuilder()
              .setChildId(it.childId().toString())
              .setService(it.service())
              .setServiceChildId(it.serviceChildId())
              .setClosed(it.closed())
              .setVersion(it.version()));
    }
    for (StoredAllocation allocation : allocations.findOf(found.keySet())) {
      Case.Builder it = found.get(allocation.childId());
      if (it != null && it.getVersion() == allocation.version()) {
        it.addAllocations(contract(allocation));
      }
    }
    return stored.stream().map(it -> found.get(it.childId())).map(Case.Builder::build).toList();
  }

  private static uk.yjx.caseload.v1.Allocation contract(StoredAllocation stored) {
    uk.yjx.caseload.v1.Allocation.Builder allocation =
        uk.yjx.caseload.v1.Allocation.newBuilder()
            .setPracticeGroup(stored.practiceGroup())
            .setRole(role(Allocation.Role.valueOf(stored.role())))
            .setFrom(Receipts.timestamp(stored.validFrom()));
    if (stored.principalId() != null) {
      allocation.setPrincipalId(stored.principalId());
    }
    if (stored.validTo() != null) {
      allocation.setTo(Receipts.timestamp(stored.validTo()));
    }
    return allocation.build();
  }

  private static AllocationRole role(Allocation.Role role) {
    return switch (role) {
      case LEAD -> AllocationRole.ALLOCATION_ROLE_LEAD;
      case CO_WORKER -> AllocationRole.ALLOCATION_ROLE_CO_WORKER;
      case PRACTICE_GROUP -> AllocationRole.ALLOCATION_ROLE_PRACTICE_GROUP;
    };
  }
}
