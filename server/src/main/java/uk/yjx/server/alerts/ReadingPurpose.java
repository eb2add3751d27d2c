package uk.yjx.server.alerts;

import jakarta.inject.Singleton;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.Set;
import uk.yjx.common.v1.Purpose;
import uk.yjx.server.agreements.Agreements;
import uk.yjx.server.identity.Caller;
import uk.yjx.server.identity.Grant;
import uk.yjx.server.kernel.AgencyId;
import uk.yjx.server.kernel.Failure;

/**
 * Refuses readers whose declared purpose no agreement covers. Each alert is decided on its own
 * later; this spares a reader who declared the wrong purpose from waiting for alerts that never
 * come.
 */
@Singleton
final class ReadingPurpose {
  private static final Failure NOT_COVERED =
      Failure.of(
          Failure.Code.PERMISSION_DENIED,
          "PURPOSE_NOT_COVERED",
          "no agreement in force lets this caller read for the declared purpose");

  private final Agreements agreements;
  private final InstantSource clock;

  ReadingPurpose(Agreements agreements, InstantSource clock) {
    this.agreements = agreements;
    this.clock = clock;
  }

  /** Throws PURPOSE_NOT_COVERED when agreements exist for the caller, but none for the purpose. */
  void require(Caller caller, Purpose purpose) {
    Set<AgencyId> readers = new HashSet<>();
    readers.add(caller.agency());
    for (Grant grant : caller.grants()) {
      AgencyId service = grant.service();
      if (service != null) {
        readers.add(service);
      }
    }
    // Alerts are about children on a caseload; early support is for those who are on none.
    if (purpose == Purpose.PURPOSE_EARLY_SUPPORT
        || agreements.now().leavesNothingFor(purpose, readers, clock.instant())) {
      throw NOT_COVERED.refused();
    }
  }
}
