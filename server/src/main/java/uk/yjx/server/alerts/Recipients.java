package uk.yjx.server.alerts;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import uk.yjx.common.v1.Role;
import uk.yjx.server.caseload.Holders;
import uk.yjx.server.identity.Directory;
import uk.yjx.server.kernel.AgencyId;
import uk.yjx.server.kernel.PrincipalId;
import uk.yjx.server.kernel.Urgency;

/** Into whose mailboxes an alert goes. */
public final class Recipients {

  private Recipients() {}

  /**
   * The mailboxes of everyone responsible now: lead, co-workers, who covers for them, practice
   * groups. A case without a lead goes to the duty desk and the managers; an immediate alert goes
   * to the duty desk too. Empty when there is nobody at all.
   */
  public static List<Mailbox> of(
      Holders holders, AgencyId service, Urgency urgency, Directory directory) {
    Set<Mailbox> found = new LinkedHashSet<>();
    for (PrincipalId worker : holders.workers()) {
      found.add(Mailbox.of(worker));
    }
    for (String group : holders.practiceGroups()) {
      found.add(Mailbox.group(service, group));
    }
    boolean desk = !directory.holders(Role.ROLE_DUTY_OFFICER, service).isEmpty();
    if (holders.lead().isEmpty() && urgency != Urgency.NOTE) {
      for (PrincipalId manager : directory.holders(Role.ROLE_SERVICE_MANAGER, service)) {
        found.add(Mailbox.of(manager));
      }
    }
    if (desk && (holders.lead().isEmpty() || urgency == Urgency.IMMEDIATE)) {
      found.add(Mailbox.dutyDesk(service));
    }
    return new ArrayList<>(found);
  }
}
