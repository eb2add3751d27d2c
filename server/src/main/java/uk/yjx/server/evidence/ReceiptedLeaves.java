package uk.yjx.server.evidence;

import jakarta.inject.Singleton;
import java.util.Set;
import uk.yjx.audit.v1.AuditEvent;
import uk.yjx.audit.v1.GetEvidenceRequest;
import uk.yjx.audit.v1.GetEvidenceResponse;
import uk.yjx.server.audit.OpenedMember;
import uk.yjx.server.audit.PersonalMember;
import uk.yjx.server.identity.Caller;
import uk.yjx.server.kernel.Failure;

/** The leaves of receipts, with what their submitters may open of them. */
@Singleton
final class ReceiptedLeaves {
  private static final Failure NOT_FOUND =
      Failure.of(
          Failure.Code.NOT_FOUND,
          "LEAF_NOT_FOUND",
          "no request of yours has its receipt at this index with this hash");

  /** What a submitter said itself. Subjects and records would tell which children are known. */
  private static final Set<PersonalMember> SAID_BY_THE_SUBMITTER =
      Set.of(
          PersonalMember.ACTOR_ID,
          PersonalMember.ACTOR_NAME,
          PersonalMember.ACTOR_ROLE,
          PersonalMember.JUSTIFICATION,
          PersonalMember.CASE_REF,
          PersonalMember.CLIENT_ADDRESS,
          PersonalMember.CLIENT_DEVICE,
          PersonalMember.REQUEST_ID,
          PersonalMember.REQUEST_DIGEST);

  private final EventPages pages;

  ReceiptedLeaves(EventPages pages) {
    this.pages = pages;
  }

  /** The event of a receipt for this caller; refused alike where it is unknown or another's. */
  GetEvidenceResponse of(Caller caller, GetEvidenceRequest request) {
    boolean all = LogAccess.mayList(caller);
    AuditEvent event =
        pages
            .ofReceipt(
                request.getLeafIndex(),
                request.getLeafHash().toByteArray(),
                all ? null : caller.agency())
            .orElseThrow(NOT_FOUND::refused);
    return GetEvidenceResponse.newBuilder().setEvent(all ? event : own(event)).build();
  }

  private static AuditEvent own(AuditEvent event) {
    AuditEvent.Builder own = event.toBuilder().clearOpenings();
    for (String opening : event.getOpeningsList()) {
      if (OpenedMember.of(opening).filter(SAID_BY_THE_SUBMITTER::contains).isPresent()) {
        own.addOpenings(opening);
      }
    }
    return own.build();
  }
}
