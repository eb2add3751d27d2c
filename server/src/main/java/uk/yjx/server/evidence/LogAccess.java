package uk.yjx.server.evidence;

import java.util.Set;
import uk.yjx.common.v1.Purpose;
import uk.yjx.common.v1.Role;
import uk.yjx.server.identity.Caller;
import uk.yjx.server.kernel.Failure;

/** Who may read the log, and for what. */
final class LogAccess {
  /** The only purposes for which logs may be used (Data Protection Act 2018 s.62(4)). */
  private static final Set<Purpose> PURPOSES_OF_SECTION_62 =
      Set.of(
          Purpose.PURPOSE_LAWFULNESS_CHECK,
          Purpose.PURPOSE_SELF_MONITORING,
          Purpose.PURPOSE_INTEGRITY_AND_SECURITY,
          Purpose.PURPOSE_CRIMINAL_PROCEEDINGS);

  private LogAccess() {}

  /** Whether the caller may read events with what opens them. */
  static boolean mayList(Caller caller) {
    return caller.holds(Role.ROLE_AUDITOR);
  }

  /** Whether the caller may follow the leaves, which hold no personal data. */
  static boolean mayTail(Caller caller) {
    return caller.holds(Role.ROLE_AUDITOR) || caller.holds(Role.ROLE_OPERATOR);
  }

  /** Whether the caller may be told who reads what its agency sent. */
  static boolean mayWatchReads(Caller caller) {
    return caller.holds(Role.ROLE_NOTICE_SUBMITTER)
        || caller.holds(Role.ROLE_PAPERS_SUBMITTER)
        || caller.holds(Role.ROLE_DATA_PROTECTION_OFFICER);
  }

  /** Refuses every purpose but the four of the Act. */
  static void requirePurposeOfTheAct(Purpose purpose) {
    require(PURPOSES_OF_SECTION_62.contains(purpose));
  }

  /** Refuses every purpose but the four of the Act and, for leaves, running the exchange. */
  static void requirePurposeOfTail(Purpose purpose) {
    require(PURPOSES_OF_SECTION_62.contains(purpose) || purpose == Purpose.PURPOSE_OPERATION);
  }

  private static void require(boolean allowed) {
    if (!allowed) {
      throw Failure.field(
              "PURPOSE_NOT_ALLOWED",
              "purpose",
              "the log is read only for the purposes of the Data Protection Act 2018 s.62(4)")
          .refused();
    }
  }
}
