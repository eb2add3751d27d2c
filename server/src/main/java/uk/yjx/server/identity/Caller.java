package uk.yjx.server.identity;

import io.grpc.Context;
import java.time.Instant;
import java.util.Set;
import java.util.TreeSet;
import uk.yjx.common.v1.Role;
import uk.yjx.server.journal.FactKey;
import uk.yjx.server.kernel.AgencyId;
import uk.yjx.server.kernel.PrincipalId;

/**
 * Who calls, as the directory knew it at a position of the journal.
 *
 * @param principal the system or person
 * @param trustDomain trust domain of its certificate
 * @param certificate what it proved itself with
 * @param grants roles in force
 * @param directoryPosition the directory's position when this was found out
 */
public record Caller(
    PrincipalId principal,
    String trustDomain,
    ClientCertificate certificate,
    Set<Grant> grants,
    long directoryPosition) {
  /** Where the edge puts the caller of the current call. */
  public static final Context.Key<Caller> KEY = Context.key("yjx-caller");

  public Caller {
    grants = Set.copyOf(grants);
  }

  /** The caller of the current call; only for handlers, which the edge calls with one. */
  public static Caller current() {
    Caller caller = KEY.get();
    if (caller == null) {
      throw new IllegalStateException("a handler was reached without authentication");
    }
    return caller;
  }

  /** Its agency. */
  public AgencyId agency() {
    return principal.agency();
  }

  /** SHA-256 of its certificate, 64 lower-case hexadecimal digits. */
  public String certificateSha256() {
    return certificate.sha256();
  }

  /** When its certificate ends: calls end then too. */
  public Instant certificateEnds() {
    return certificate.ends();
  }

  /** Whether it holds the role, for whatever service. */
  public boolean holds(Role role) {
    return grants.stream().anyMatch(g -> g.role() == role);
  }

  /** Whether it holds a role of a service for this service. */
  public boolean holds(Role role, AgencyId service) {
    return grants.contains(new Grant(role, service));
  }

  /** Services for which it holds the role, in order; empty for roles that are not of a service. */
  public Set<AgencyId> services(Role role) {
    Set<AgencyId> found = new TreeSet<>();
    for (Grant grant : grants) {
      AgencyId service = grant.service();
      if (grant.role() == role && service != null) {
        found.add(service);
      }
    }
    return found;
  }

  /** Services for which it holds any role, in order. */
  public Set<AgencyId> services() {
    Set<AgencyId> found = new TreeSet<>();
    for (Grant grant : grants) {
      AgencyId service = grant.service();
      if (service != null) {
        found.add(service);
      }
    }
    return found;
  }

  /** The facts every plan made for this caller depends on. */
  public long[] factKeys() {
    return new long[] {FactKey.principal(principal), FactKey.agency(principal.agency())};
  }
}
