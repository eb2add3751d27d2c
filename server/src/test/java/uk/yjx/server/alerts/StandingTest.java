package uk.yjx.server.alerts;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static uk.yjx.server.alerts.Workers.ANN;
import static uk.yjx.server.alerts.Workers.BEN;
import static uk.yjx.server.alerts.Workers.CARE;
import static uk.yjx.server.alerts.Workers.CHILD;
import static uk.yjx.server.alerts.Workers.MAX;
import static uk.yjx.server.alerts.Workers.OTHER;
import static uk.yjx.server.alerts.Workers.SERVICE;
import static uk.yjx.server.alerts.Workers.caller;
import static uk.yjx.server.alerts.Workers.grant;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import uk.yjx.common.v1.Role;
import uk.yjx.server.caseload.Holders;
import uk.yjx.server.identity.Caller;
import uk.yjx.server.identity.Grant;
import uk.yjx.server.kernel.Urgency;

/** How a caller stands to an alert, by roles and by who holds the case. */
final class StandingTest {
  private static final Grant MANAGES_CASES = grant(Role.ROLE_CASE_MANAGER, SERVICE);
  private static final NewAlert ALERT = Workers.alert(CHILD, SERVICE, Urgency.SAME_DAY);
  private static final Holders ANNS =
      new Holders(Optional.of(ANN), List.of(), List.of("Group"), Map.of(BEN, ANN));

  @Test
  void leadCoverAndGroupMaySee() {
    assertEquals(Standing.OWN_WORKER, of(caller(ANN, MANAGES_CASES), Set.of()));
    assertEquals(Standing.COVER, of(caller(BEN, MANAGES_CASES), Set.of()));
    assertEquals(Standing.OWN_WORKER, of(caller(MAX, MANAGES_CASES), Set.of("Group")));
    assertEquals(Standing.NONE, of(caller(MAX, MANAGES_CASES), Set.of("Other")));
  }

  @Test
  void holdingACaseIsNothingWithoutARoleOfItsService() {
    assertEquals(Standing.NONE, of(caller(ANN), Set.of("Group")));
    assertEquals(
        Standing.NONE, of(caller(ANN, grant(Role.ROLE_CASE_MANAGER, OTHER)), Set.of("Group")));
  }

  @Test
  void deskAndManagerSeeTheirServiceAlone() {
    assertEquals(
        Standing.DUTY_DESK, of(caller(MAX, grant(Role.ROLE_DUTY_OFFICER, SERVICE)), Set.of()));
    assertEquals(
        Standing.MANAGER, of(caller(MAX, grant(Role.ROLE_SERVICE_MANAGER, SERVICE)), Set.of()));
    assertEquals(Standing.NONE, of(caller(MAX, grant(Role.ROLE_SERVICE_MANAGER, OTHER)), Set.of()));
  }

  @Test
  void aManagerWhoLeadsTheCaseIsItsWorker() {
    assertEquals(
        Standing.OWN_WORKER, of(caller(ANN, grant(Role.ROLE_SERVICE_MANAGER, SERVICE)), Set.of()));
  }

  @Test
  void aFrontDoorSeesWhatCameToItAndNothingOfChildren() {
    Caller fay = caller(Workers.of(CARE, "fay"), new Grant(Role.ROLE_FRONT_DOOR, null));
    NewAlert referred = Workers.alert(null, CARE, Urgency.SAME_DAY);
    assertEquals(
        Standing.FRONT_DOOR,
        Standing.of(fay, Standing.Subject.of(referred), Holders.NOBODY, Set::of));
    assertEquals(Standing.NONE, of(fay, Set.of()));
    assertEquals(
        Standing.NONE,
        Standing.of(
            caller(ANN, MANAGES_CASES), Standing.Subject.of(referred), Holders.NOBODY, Set::of));
    assertFalse(Standing.NONE.maySee());
  }

  private static Standing of(Caller caller, Set<String> groups) {
    return Standing.of(caller, Standing.Subject.of(ALERT), ANNS, () -> groups);
  }
}
