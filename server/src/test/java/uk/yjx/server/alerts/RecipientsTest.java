package uk.yjx.server.alerts;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static uk.yjx.server.alerts.Workers.ANN;
import static uk.yjx.server.alerts.Workers.BEN;
import static uk.yjx.server.alerts.Workers.MAX;
import static uk.yjx.server.alerts.Workers.SERVICE;
import static uk.yjx.server.alerts.Workers.grant;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import uk.yjx.common.v1.Role;
import uk.yjx.server.caseload.Holders;
import uk.yjx.server.identity.Directories;
import uk.yjx.server.identity.Directory;
import uk.yjx.server.identity.Grant;
import uk.yjx.server.identity.Principal;
import uk.yjx.server.kernel.PrincipalId;
import uk.yjx.server.kernel.Urgency;

/** Into whose mailboxes an alert goes: promise 13. */
final class RecipientsTest {
  private static final Grant MANAGES_CASES = grant(Role.ROLE_CASE_MANAGER, SERVICE);
  private static final Grant MANAGES_SERVICE = grant(Role.ROLE_SERVICE_MANAGER, SERVICE);
  private static final Holders ANNS =
      new Holders(Optional.of(ANN), List.of(BEN), List.of("Group"), Map.of());

  @Test
  void everyoneOnTheCaseGetsItOnceAndNobodyElse() {
    Directory directory = directory(ANN, MANAGES_CASES, MAX, MANAGES_SERVICE);
    assertEquals(
        List.of(Mailbox.of(ANN), Mailbox.of(BEN), Mailbox.group(SERVICE, "Group")),
        Recipients.of(ANNS, SERVICE, Urgency.SAME_DAY, directory));
  }

  @Test
  void whatIsImmediateGoesToTheDeskToo() {
    Directory directory = directory(ANN, MANAGES_CASES);
    assertTrue(
        Recipients.of(ANNS, SERVICE, Urgency.IMMEDIATE, directory)
            .contains(Mailbox.dutyDesk(SERVICE)));
    assertFalse(
        Recipients.of(ANNS, SERVICE, Urgency.ROUTINE, directory)
            .contains(Mailbox.dutyDesk(SERVICE)));
  }

  @Test
  void aCaseNobodyLeadsGoesToDeskAndManagersAndANoteToTheDeskAlone() {
    Directory directory = directory(MAX, MANAGES_SERVICE);
    assertEquals(
        List.of(Mailbox.of(MAX), Mailbox.dutyDesk(SERVICE)),
        Recipients.of(Holders.NOBODY, SERVICE, Urgency.ROUTINE, directory));
    assertEquals(
        List.of(Mailbox.dutyDesk(SERVICE)),
        Recipients.of(Holders.NOBODY, SERVICE, Urgency.NOTE, directory));
  }

  @Test
  void aLeadWhoHasLeftOrLostTheRoleDoesNotKeepItFromDeskAndManagers() {
    Holders led = new Holders(Optional.of(ANN), List.of(), List.of(), Map.of());
    for (Directory directory :
        List.of(
            directory(MAX, MANAGES_SERVICE),
            Directories.of(
                List.of(),
                List.of(
                    new Principal(ANN, "A", true, Set.of(MANAGES_CASES)),
                    new Principal(MAX, "M", false, Set.of(MANAGES_SERVICE)))))) {
      assertEquals(
          List.of(Mailbox.of(ANN), Mailbox.of(MAX), Mailbox.dutyDesk(SERVICE)),
          Recipients.of(led, SERVICE, Urgency.SAME_DAY, directory));
    }
    Holders covered = new Holders(Optional.of(ANN), List.of(), List.of(), Map.of(BEN, ANN));
    assertEquals(
        List.of(Mailbox.of(ANN), Mailbox.of(BEN)),
        Recipients.of(covered, SERVICE, Urgency.SAME_DAY, directory(BEN, MANAGES_CASES)));
  }

  @Test
  void reachesNobodyOnlyWhenNoWorkerManagerOrDeskCanRead() {
    assertFalse(Recipients.reachAnyone(ANNS, SERVICE, directory()));
    assertFalse(Recipients.reachAnyone(Holders.NOBODY, SERVICE, directory(ANN, MANAGES_CASES)));
    assertTrue(Recipients.reachAnyone(ANNS, SERVICE, directory(BEN, MANAGES_CASES)));
    assertTrue(Recipients.reachAnyone(Holders.NOBODY, SERVICE, directory(MAX, MANAGES_SERVICE)));
    assertTrue(
        Recipients.reachAnyone(
            Holders.NOBODY, SERVICE, directory(MAX, grant(Role.ROLE_DUTY_OFFICER, SERVICE))));
  }

  /** A directory of principals, each followed by the one grant it has. */
  private static Directory directory(Object... principalsAndGrants) {
    List<Principal> principals = new ArrayList<>();
    for (int i = 0; i < principalsAndGrants.length; i += 2) {
      principals.add(
          new Principal(
              (PrincipalId) principalsAndGrants[i],
              "W",
              false,
              Set.of((Grant) principalsAndGrants[i + 1])));
    }
    return Directories.of(List.of(), principals);
  }
}
