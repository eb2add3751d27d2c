package uk.yjx.world;

import java.util.List;
import uk.yjx.caseload.v1.Allocation;
import uk.yjx.caseload.v1.AllocationRole;
import uk.yjx.caseload.v1.Case;
import uk.yjx.caseload.v1.Order;
import uk.yjx.caseload.v1.RecordCaseRequest;

/**
 * A child of a service's caseload with exactly one lead and no co-worker.
 *
 * @param service the service
 * @param serviceChildId the service's own number
 * @param person who the child is
 * @param orders one or two
 * @param lead principal id of the case manager
 */
public record CaseloadChild(
    YouthJusticeService service,
    String serviceChildId,
    InventedPerson person,
    List<Order> orders,
    String lead) {

  /** Copies the list; the lead works for the service. */
  public CaseloadChild {
    orders = List.copyOf(orders);
    if (!lead.startsWith(service.id() + "/")) {
      throw new IllegalArgumentException("the lead works for " + service.id());
    }
  }

  /** What identifies the child across services. */
  public Key key() {
    return new Key(service.id(), serviceChildId);
  }

  /** The request that records the case; allocated from the moment it is recorded. */
  public RecordCaseRequest request() {
    return RecordCaseRequest.newBuilder()
        .setRequestId("case-" + serviceChildId)
        .setCase(
            Case.newBuilder()
                .setService(service.id())
                .setServiceChildId(serviceChildId)
                .setPerson(person.descriptor())
                .addAllOrders(orders)
                .addAllocations(
                    Allocation.newBuilder()
                        .setPrincipalId(lead)
                        .setRole(AllocationRole.ALLOCATION_ROLE_LEAD)))
        .build();
  }

  /**
   * A child as its service knows it.
   *
   * @param service service id
   * @param serviceChildId the service's own number
   */
  public record Key(String service, String serviceChildId) {}
}
