package uk.yjx.server.alerts;

import jakarta.inject.Singleton;
import java.time.Instant;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import uk.yjx.alerts.v1.AlertEvent;
import uk.yjx.alerts.v1.EmergencyAccess;
import uk.yjx.alerts.v1.EntryCause;
import uk.yjx.alerts.v1.UnownedReason;
import uk.yjx.common.v1.Role;
import uk.yjx.server.caseload.Caseload;
import uk.yjx.server.identity.Caller;
import uk.yjx.server.identity.Directory;
import uk.yjx.server.identity.DirectoryFacts;
import uk.yjx.server.journal.Entry;
import uk.yjx.server.journal.FactKey;
import uk.yjx.server.journal.Receipts;
import uk.yjx.server.kernel.AgencyId;
import uk.yjx.server.kernel.ChildId;
import uk.yjx.server.kernel.Ids;
import uk.yjx.server.kernel.PrincipalId;
import uk.yjx.server.kernel.Urgency;

/**
 * Who answers for an emergency access: managers, head and data-protection officers of the reader's
 * agency and, where there is a record, of the service that keeps it; never the reader, and nobody
 * who is kept apart from the child.
 */
@Singleton
final class EmergencyWatchers {
  private static final List<Role> MANAGING =
      List.of(Role.ROLE_SERVICE_MANAGER, Role.ROLE_HEAD_OF_SERVICE);
  private static final List<Role> TOLD_AT_ONCE =
      List.of(Role.ROLE_SERVICE_MANAGER, Role.ROLE_DATA_PROTECTION_OFFICER);
  private static final List<Role> TOLD_OF_ABUSE =
      List.of(Role.ROLE_HEAD_OF_SERVICE, Role.ROLE_DATA_PROTECTION_OFFICER);

  private final DirectoryFacts directory;
  private final Caseload caseload;
  private final AlertTables tables;
  private final Ids ids;

  EmergencyWatchers(DirectoryFacts directory, Caseload caseload, AlertTables tables, Ids ids) {
    this.directory = directory;
    this.caseload = caseload;
    this.tables = tables;
    this.ids = ids;
  }

  /** Tells managers and data-protection officers, of the record's keeper too, in the same entry. */
  void opened(Entry.Builder entry, EmergencyAccessRow access, Instant now) {
    tell(entry, access, TOLD_AT_ONCE, now);
  }

  /** Tells heads and data-protection officers that an access was not justified. */
  void abused(Entry.Builder entry, EmergencyAccessRow access, Instant now) {
    tell(entry, access, TOLD_OF_ABUSE, now);
  }

  /** Tells these of the reader's agency that a review is missing; false when nobody is there. */
  boolean overdue(Entry.Builder entry, EmergencyAccessRow access, Set<Role> roles, Instant now) {
    Set<PrincipalId> people = people(access, access.reader().agency(), roles, now);
    append(entry, access, access.reader().agency(), people);
    return !people.isEmpty();
  }

  /** Tells the operator, without content, that nobody answers for an access. */
  void nobody(Entry.Builder entry, EmergencyAccessRow access, Instant now) {
    tables.unowned(
        entry,
        new AlertTables.UnownedItem(
            ids.next(),
            UnownedReason.UNOWNED_REASON_EMERGENCY_ACCESS,
            Urgency.SAME_DAY,
            access.reader().agency(),
            now,
            now));
  }

  /** Whether a caller answers for an access. */
  boolean answersFor(Caller caller, EmergencyAccessRow access, Instant now) {
    AgencyId own = caller.agency();
    boolean concerned =
        own.equals(access.reader().agency())
            || (access.child() != null && own.equals(access.service()));
    boolean holds =
        MANAGING.stream().anyMatch(role -> caller.holds(role, own))
            || caller.holds(Role.ROLE_DATA_PROTECTION_OFFICER);
    return concerned
        && holds
        && !caller.principal().equals(access.reader())
        && !isBarred(caller.principal(), access.child(), now);
  }

  /** Which agencies' accesses a caller answers for, by their roles. */
  static List<String> agencies(Caller caller) {
    boolean answers =
        MANAGING.stream().anyMatch(role -> caller.holds(role, caller.agency()))
            || caller.holds(Role.ROLE_DATA_PROTECTION_OFFICER);
    return answers ? List.of(caller.agency().value()) : List.of();
  }

  /** A line of a mailbox about an access. */
  static AlertEvent event(EmergencyAccessRow access, Instant now) {
    return AlertEvent.newBuilder()
        .setCause(EntryCause.ENTRY_CAUSE_EMERGENCY_ACCESS)
        .setEmergencyAccess(contract(access, now))
        .build();
  }

  /** An access as it is shown. */
  static EmergencyAccess contract(EmergencyAccessRow access, Instant now) {
    Instant closed = access.closedAt();
    PrincipalId by = access.reviewedBy();
    Instant at = access.reviewedAt();
    EmergencyAccess.Builder out =
        EmergencyAccess.newBuilder()
            .setAccessId(access.id().toString())
            .setOpenedBy(access.reader().toString())
            .setService(access.service().value())
            .setServiceChildId(access.number())
            .setReason(access.reason())
            .setJustification(access.justification())
            .setOpenedAt(Receipts.timestamp(access.openedAt()))
            .setUntil(Receipts.timestamp(closed == null ? access.until() : closed))
            .setOpen(access.isOpen(now))
            .setReviewDueAt(Receipts.timestamp(access.reviewDueAt()))
            .setReviewOverdue(access.isUnreviewed() && !now.isBefore(access.reviewDueAt()))
            .setDecision(access.decision());
    if (by != null && at != null) {
      out.setReviewedBy(by.toString()).setReviewedAt(Receipts.timestamp(at));
    }
    return out.build();
  }

  private void tell(Entry.Builder entry, EmergencyAccessRow access, List<Role> roles, Instant now) {
    AgencyId own = access.reader().agency();
    Set<PrincipalId> people = people(access, own, Set.copyOf(roles), now);
    if (people.isEmpty()) {
      people = people(access, own, Set.copyOf(MANAGING), now);
    }
    append(entry, access, own, people);
    if (people.isEmpty()) {
      nobody(entry, access, now);
    }
    if (access.child() != null && !access.service().equals(own)) {
      append(
          entry,
          access,
          access.service(),
          people(access, access.service(), Set.copyOf(roles), now));
    }
  }

  private Set<PrincipalId> people(
      EmergencyAccessRow access, AgencyId agency, Set<Role> roles, Instant now) {
    Directory people = directory.current();
    Set<PrincipalId> found = new LinkedHashSet<>();
    for (Role role : roles.stream().sorted().toList()) {
      found.addAll(people.holders(role, agency));
    }
    found.removeIf(it -> it.equals(access.reader()) || isBarred(it, access.child(), now));
    return found;
  }

  private boolean isBarred(PrincipalId person, @Nullable ChildId child, Instant now) {
    return child != null && caseload.now().holders(child, now).barred().contains(person);
  }

  private void append(
      Entry.Builder entry, EmergencyAccessRow access, AgencyId agency, Set<PrincipalId> people) {
    entry.depends(FactKey.service(agency)).depends(FactKey.agency(agency));
    for (PrincipalId person : people) {
      tables.append(
          entry,
          new MailboxEntry(
              Mailbox.of(person), agency, access.id(), EntryCause.ENTRY_CAUSE_EMERGENCY_ACCESS));
    }
  }
}
