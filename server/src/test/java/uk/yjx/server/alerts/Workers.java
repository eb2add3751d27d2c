package uk.yjx.server.alerts;

import java.time.Instant;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import uk.yjx.agreements.v1.DataCategory;
import uk.yjx.alerts.v1.Alert;
import uk.yjx.alerts.v1.AlertKind;
import uk.yjx.common.v1.LegalGateway;
import uk.yjx.common.v1.Role;
import uk.yjx.server.identity.Caller;
import uk.yjx.server.identity.ClientCertificate;
import uk.yjx.server.identity.Grant;
import uk.yjx.server.kernel.AgencyId;
import uk.yjx.server.kernel.ChildId;
import uk.yjx.server.kernel.PrincipalId;
import uk.yjx.server.kernel.Urgency;

/** Invented workers and alerts for the pure parts of this room. */
final class Workers {
  static final Instant NOW = Instant.parse("2026-03-06T20:00:00Z");
  static final AgencyId SERVICE = new AgencyId("north-yjs");
  static final AgencyId OTHER = new AgencyId("south-yjs");
  static final AgencyId CARE = new AgencyId("care");
  static final ChildId CHILD = new ChildId(new UUID(7, 1));
  static final PrincipalId ANN = of(SERVICE, "ann");
  static final PrincipalId BEN = of(SERVICE, "ben");
  static final PrincipalId MAX = of(SERVICE, "max");

  private Workers() {}

  static PrincipalId of(AgencyId agency, String name) {
    return new PrincipalId(agency, PrincipalId.Kind.USER, name);
  }

  static Caller caller(PrincipalId who, Grant... grants) {
    return new Caller(
        who,
        "yjx.test",
        new ClientCertificate("00".repeat(32), NOW.plusSeconds(60), "11".repeat(32), Set.of()),
        Set.of(grants),
        1);
  }

  static Grant grant(Role role, AgencyId service) {
    return new Grant(role, service);
  }

  static NewAlert alert(@Nullable ChildId child, AgencyId service, Urgency urgency) {
    return new NewAlert(
        new UUID(8, 1),
        child,
        service,
        new AgencyId("police"),
        AlertKind.ALERT_KIND_ARREST,
        urgency,
        DataCategory.DATA_CATEGORY_POLICE_EVENT,
        new NewAlert.Basis("police-north", 3, LegalGateway.LEGAL_GATEWAY_CDA98_S115),
        NOW,
        urgency == Urgency.NOTE ? null : NOW.plusSeconds(3600),
        Alert.getDefaultInstance());
  }
}
