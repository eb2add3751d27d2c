package uk.yjx.server.alerts;

import uk.yjx.server.kernel.AgencyId;
import uk.yjx.server.kernel.PrincipalId;

/** Names a mailbox: of a person, a practice group, a service's duty desk or a front door. */
public record Mailbox(String name) {

  /** A person's own. */
  public static Mailbox of(PrincipalId person) {
    return new Mailbox("person:" + person);
  }

  /** A practice group's. */
  public static Mailbox group(AgencyId service, String group) {
    return new Mailbox("group:" + service + "/" + group);
  }

  /** The duty desk's of a service. */
  public static Mailbox dutyDesk(AgencyId service) {
    return new Mailbox("duty:" + service);
  }

  /** Of those who work with victims for a service. */
  public static Mailbox victimDesk(AgencyId service) {
    return new Mailbox("victims:" + service);
  }

  /** The social-care front door's of an agency. */
  public static Mailbox frontDoor(AgencyId agency) {
    return new Mailbox("front-door:" + agency);
  }

  /** Whether it is a desk, not one person's or group's. */
  public boolean isDesk() {
    return name.startsWith("duty:")
        || name.startsWith("front-door:")
        || name.startsWith("victims:");
  }

  @Override
  public String toString() {
    return name;
  }
}
