package uk.yjx.server.clusters;

import jakarta.inject.Singleton;
import java.time.Instant;
import uk.yjx.agreements.v1.DataCategory;
import uk.yjx.alerts.v1.Alert;
import uk.yjx.alerts.v1.DisclosureBasis;
import uk.yjx.common.v1.Handling;
import uk.yjx.common.v1.LegalGateway;
import uk.yjx.common.v1.Marking;
import uk.yjx.common.v1.Purpose;
import uk.yjx.common.v1.Regime;
import uk.yjx.common.v1.Role;
import uk.yjx.server.agreements.Agreements;
import uk.yjx.server.agreements.Decision;
import uk.yjx.server.agreements.Reading;
import uk.yjx.server.agreements.Sharing;
import uk.yjx.server.alerts.NewAlert;
import uk.yjx.server.identity.Caller;
import uk.yjx.server.journal.Entry;
import uk.yjx.server.journal.FactKey;
import uk.yjx.server.kernel.AgencyId;
import uk.yjx.server.kernel.Failure;

/** Under which agreements clusters are shared: welfare, by the gateway they were opened under. */
@Singleton
final class ClusterTerms {
  static final DataCategory CATEGORY = DataCategory.DATA_CATEGORY_INCIDENT_CLUSTER;

  private static final Failure NO_AGREEMENT =
      Failure.of(
          Failure.Code.FAILED_PRECONDITION,
          "NO_AGREEMENT",
          "no agreement in force lets these agencies share incident clusters");

  private static final Marking MARKING = Marking.MARKING_OFFICIAL_SENSITIVE;
  private static final Regime REGIME = Regime.REGIME_UK_GDPR;

  private final Agreements agreements;

  ClusterTerms(Agreements agreements) {
    this.agreements = agreements;
  }

  /** The rule under which one agency shares with another; refuses where there is none. */
  NewAlert.Basis basis(
      Entry.Builder entry, AgencyId from, AgencyId to, LegalGateway gateway, Instant now) {
    entry.depends(FactKey.agreements(from));
    if (agreements.now().decide(sharing(from, to, gateway, false), null, now)
        instanceof Decision.Permit it) {
      return new NewAlert.Basis(it.agreementId(), it.version(), it.gateway());
    }
    throw NO_AGREEMENT.refused();
  }

  /**
   * A reader as the agreements ask for them.
   *
   * @param standing what they are to the cluster, in UPPER_SNAKE_CASE
   */
  record Reader(Caller caller, AgencyId to, Role role, String standing, Purpose purpose) {}

  /**
   * Whether a reader may read of a child of a cluster, or of none of them.
   *
   * @param shielded the child is protected
   * @param named the reader holds the child's case by name
   */
  boolean mayRead(Cluster it, Reader reader, boolean shielded, boolean named, Instant now) {
    return agreements
            .now()
            .decide(
                sharing(it.service(), reader.to(), it.gateway(), shielded),
                new Reading(
                    reader.caller().principal(),
                    reader.role(),
                    reader.purpose(),
                    reader.standing(),
                    named),
                now)
        instanceof Decision.Permit;
  }

  /** What an alert says of its handling, and nothing else. */
  static Alert.Builder facts() {
    return Alert.newBuilder()
        .setMarking(MARKING)
        .setBasis(DisclosureBasis.newBuilder().setRegime(REGIME));
  }

  private static Sharing sharing(
      AgencyId from, AgencyId to, LegalGateway gateway, boolean protectedPerson) {
    Handling handling =
        Handling.newBuilder()
            .setMarking(MARKING)
            .setRegime(REGIME)
            .setGateway(gateway)
            .setPurpose(Purpose.PURPOSE_SAFEGUARDING)
            .build();
    return new Sharing(from, to, CATEGORY, handling, protectedPerson);
  }
}
