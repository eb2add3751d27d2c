package uk.yjx.server.earlysupport;

import jakarta.inject.Singleton;
import java.time.InstantSource;
import java.time.LocalDate;
import java.util.List;
import java.util.Set;
import uk.yjx.common.v1.Role;
import uk.yjx.server.clocks.DueTimes;
import uk.yjx.server.identity.Caller;
import uk.yjx.server.identity.DirectoryFacts;
import uk.yjx.server.identity.Grant;
import uk.yjx.server.kernel.AgencyId;
import uk.yjx.server.kernel.Failure;

/**
 * Who may know anything of early support: people of the service itself, and nobody of the police.
 */
@Singleton
final class Access {
  static final Failure SERVICE_NOT_ALLOWED =
      Failure.of(
          Failure.Code.PERMISSION_DENIED,
          "SERVICE_NOT_ALLOWED",
          "this needs the role for this very service, and no role of the police");

  static final Set<Role> LEADING = Set.of(Role.ROLE_PREVENTION_LEAD);

  static final Set<Role> RECORDING = Set.of(Role.ROLE_DATA_PROTECTION_OFFICER);

  static final Set<Role> ASSESSING =
      Set.of(
          Role.ROLE_PREVENTION_LEAD,
          Role.ROLE_SERVICE_MANAGER,
          Role.ROLE_HEAD_OF_SERVICE,
          Role.ROLE_DATA_PROTECTION_OFFICER);

  static final Set<Role> COUNTING =
      Set.of(
          Role.ROLE_PREVENTION_LEAD,
          Role.ROLE_SERVICE_MANAGER,
          Role.ROLE_HEAD_OF_SERVICE,
          Role.ROLE_BOARD_MEMBER);

  /** Whoever holds one of these works for the police, in whatever agency they sit. */
  private static final List<Role> POLICE =
      List.of(
          Role.ROLE_SECONDED_OFFICER,
          Role.ROLE_MATCHING_OFFICER,
          Role.ROLE_INFORMATION_OFFICER,
          Role.ROLE_NOTICE_SUBMITTER);

  private final DirectoryFacts directory;
  private final InstantSource clock;

  Access(DirectoryFacts directory, InstantSource clock) {
    this.directory = directory;
    this.clock = clock;
  }

  /** The service a call is about; refuses whoever holds none of the roles for it. */
  AgencyId service(Caller caller, String id, Set<Role> anyOf) {
    AgencyId service;
    try {
      service = new AgencyId(id);
    } catch (IllegalArgumentException noId) {
      throw SERVICE_NOT_ALLOWED.refused();
    }
    if (!mayKnow(caller, service, anyOf)) {
      throw SERVICE_NOT_ALLOWED.refused();
    }
    return service;
  }

  /** Whether the caller may: a youth justice service is no police agency, so that none ever may. */
  boolean mayKnow(Caller caller, AgencyId service, Set<Role> anyOf) {
    return caller.agency().equals(service)
        && directory.current().isService(service)
        && POLICE.stream().noneMatch(caller::holds)
        && anyOf.stream().anyMatch(role -> caller.holds(role) && isFor(caller, role, service));
  }

  /** Today by local time. */
  LocalDate today() {
    return LocalDate.ofInstant(clock.instant(), DueTimes.LONDON);
  }

  /** A role of a service is held for it; others hold for the caller's own agency. */
  private static boolean isFor(Caller caller, Role role, AgencyId service) {
    return !Grant.isOfService(role) || caller.holds(role, service);
  }
}
