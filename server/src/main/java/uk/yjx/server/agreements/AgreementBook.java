package uk.yjx.server.agreements;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import uk.yjx.agreements.v1.DataCategory;
import uk.yjx.common.v1.LegalGateway;
import uk.yjx.common.v1.Purpose;
import uk.yjx.server.kernel.AgencyId;

/** The newest version of every agreement as of one moment; never changes. */
public final class AgreementBook {
  /** A book without agreements: everything is withheld. */
  static final AgreementBook EMPTY = new AgreementBook(new TreeMap<>());

  private final NavigableMap<String, Agreement> byId;
  private final Map<AgencyId, List<Agreement>> byFrom;

  private AgreementBook(NavigableMap<String, Agreement> byId) {
    this.byId = byId;
    this.byFrom = new HashMap<>();
    for (Agreement agreement : byId.values()) {
      for (AgencyId from : agreement.from()) {
        byFrom.computeIfAbsent(from, k -> new ArrayList<>()).add(agreement);
      }
    }
  }

  /**
   * Whether one agency may disclose to another. Denies unless an agreement in force says otherwise;
   * where several permit, the one with the lowest id is named, so that the same facts always give
   * the same answer.
   *
   * @param gateway the gateway the sender relies on
   * @param readerPurpose why the recipient reads; empty where nobody reads yet, as for routing
   */
  public Decision decide(
      AgencyId from,
      AgencyId to,
      DataCategory category,
      LegalGateway gateway,
      Optional<Purpose> readerPurpose,
      Instant now) {
    Decision.Reason furthest = Decision.Reason.NO_AGREEMENT;
    for (Agreement agreement : byFrom.getOrDefault(from, List.of())) {
      Optional<Decision.Reason> missing =
          missing(agreement, to, category, gateway, readerPurpose, now);
      if (missing.isEmpty()) {
        return new Decision.Permit(agreement.id(), agreement.version(), gateway);
      }
      if (missing.get().compareTo(furthest) > 0) {
        furthest = missing.get();
      }
    }
    return new Decision.Withhold(furthest);
  }

  /**
   * Whether agreements in force let these agencies receive something, but nothing at all for this
   * purpose. Says nothing of any child, so a reader may be told.
   */
  public boolean leavesNothingFor(Purpose readerPurpose, Set<AgencyId> to, Instant now) {
    boolean receives = false;
    for (Agreement agreement : byId.values()) {
      if (agreement.inForce(now) && !Collections.disjoint(agreement.to(), to)) {
        if (agreement.purposes().contains(readerPurpose)) {
          return false;
        }
        receives = true;
      }
    }
    return receives;
  }

  /** The newest version of an agreement. */
  Optional<Agreement> agreement(String id) {
    return Optional.ofNullable(byId.get(id));
  }

  /** Agreements with ids after the given one, in order of id. */
  Collection<Agreement> after(String id) {
    return byId.tailMap(id, false).values();
  }

  /** This book with newer versions in it. */
  AgreementBook with(Collection<Agreement> versions) {
    NavigableMap<String, Agreement> all = new TreeMap<>(byId);
    for (Agreement version : versions) {
      all.merge(version.id(), version, (old, it) -> it.version() > old.version() ? it : old);
    }
    return new AgreementBook(all);
  }

  private static Optional<Decision.Reason> missing(
      Agreement agreement,
      AgencyId to,
      DataCategory category,
      LegalGateway gateway,
      Optional<Purpose> readerPurpose,
      Instant now) {
    if (!agreement.to().contains(to)) {
      return Optional.of(Decision.Reason.NO_AGREEMENT);
    }
    if (!agreement.inForce(now)) {
      return Optional.of(Decision.Reason.NOT_IN_FORCE);
    }
    if (!agreement.categories().contains(category)) {
      return Optional.of(Decision.Reason.CATEGORY_NOT_COVERED);
    }
    if (!agreement.gateways().contains(gateway)) {
      return Optional.of(Decision.Reason.GATEWAY_NOT_COVERED);
    }
    boolean purposeCovered = readerPurpose.map(agreement.purposes()::contains).orElse(true);
    return purposeCovered ? Optional.empty() : Optional.of(Decision.Reason.PURPOSE_NOT_COVERED);
  }
}
