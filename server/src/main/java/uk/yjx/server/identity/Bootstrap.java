package uk.yjx.server.identity;

import io.micronaut.context.annotation.Context;
import jakarta.annotation.PostConstruct;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import uk.yjx.common.v1.Role;
import uk.yjx.identity.v1.AgencyKind;
import uk.yjx.server.identity.DirectoryPlans.Plan;
import uk.yjx.server.kernel.Failure;
import uk.yjx.server.kernel.PrincipalId;

/**
 * Registers whoever operates the exchange and its first administrator while the directory is empty;
 * everybody else is registered by that administrator. Audited like any other change.
 */
@Context
final class Bootstrap {
  private static final String OPERATION = "yjx.identity/bootstrap";
  private static final Duration TIMEOUT = Duration.ofSeconds(30);
  private static final Logger LOG = LoggerFactory.getLogger(Bootstrap.class);

  private static final Failure NOT_EMPTY =
      Failure.of(
          Failure.Code.FAILED_PRECONDITION, "DIRECTORY_NOT_EMPTY", "the directory is in use");

  private final IdentitySettings settings;
  private final DirectoryJournal journal;
  private final DirectoryFacts facts;

  Bootstrap(IdentitySettings settings, DirectoryJournal journal, DirectoryFacts facts) {
    this.settings = settings;
    this.journal = journal;
    this.facts = facts;
  }

  /** Runs before the server takes its first call. */
  @PostConstruct
  void run() {
    if (!facts.current().isEmpty()) {
      return;
    }
    if (settings.operatorAnchor().isEmpty()) {
      LOG.warn("the directory is empty and yjx.identity.operator-anchor names no certificate");
      return;
    }
    PrincipalId administrator = PrincipalId.parse(settings.administrator());
    if (!administrator.agency().value().equals(settings.operatorAgency())) {
      throw new IllegalStateException(
          "yjx.identity.administrator must be a principal of yjx.identity.operator-agency");
    }
    commit(administrator, changes(administrator));
  }

  private void commit(PrincipalId administrator, List<Plan.Change> changes) {
    try {
      journal
          .begin(OPERATION, administrator, changes, NOT_EMPTY)
          .get(TIMEOUT.toMillis(), TimeUnit.MILLISECONDS);
    } catch (ExecutionException e) {
      if (!(e.getCause() instanceof Failure.Refused refused && refused.failure() == NOT_EMPTY)) {
        throw new IllegalStateException("the first administrator cannot be registered", e);
      }
    } catch (TimeoutException e) {
      throw new IllegalStateException("the first administrator cannot be registered", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while registering the administrator", e);
    }
  }

  private List<Plan.Change> changes(PrincipalId administrator) {
    List<Plan.Change> changes = new ArrayList<>();
    changes.add(
        new Plan.Change(
            new DirectoryChange.AgencyRegistered(
                new Agency(
                    administrator.agency(),
                    AgencyKind.AGENCY_KIND_OPERATOR,
                    settings.operatorName(),
                    List.of(),
                    List.of(anchor()))),
            "AGENCY_REGISTERED"));
    changes.add(
        new Plan.Change(
            new DirectoryChange.PrincipalRegistered(administrator, "First administrator", false),
            "PRINCIPAL_REGISTERED"));
    for (Role role : settings.administratorRoles()) {
      changes.add(
          new Plan.Change(
              new DirectoryChange.GrantChanged(administrator, new Grant(role, null), false),
              "ROLE_GRANTED"));
    }
    return changes;
  }

  private Anchor anchor() {
    try {
      return Anchor.of(Pem.readCertificate(Path.of(settings.operatorAnchor())));
    } catch (IOException e) {
      throw new IllegalStateException("yjx.identity.operator-anchor cannot be read", e);
    }
  }
}
