package uk.yjx.server.identity;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import uk.yjx.common.v1.Role;
import uk.yjx.identity.v1.AgencyKind;
import uk.yjx.server.kernel.AgencyId;
import uk.yjx.server.kernel.PrincipalId;

/** The whole directory as of one position of the journal; never changes. */
public final class Directory {
  /** A directory with nobody in it. */
  static final Directory EMPTY = new Directory(0, new TreeMap<>(), new TreeMap<>(), Set.of());

  private final long position;
  private final NavigableMap<AgencyId, Agency> agencies;
  private final NavigableMap<PrincipalId, Principal> principals;
  private final Set<Revocation> revocations;
  private final Map<Holding, List<PrincipalId>> holders;

  private Directory(
      long position,
      NavigableMap<AgencyId, Agency> agencies,
      NavigableMap<PrincipalId, Principal> principals,
      Set<Revocation> revocations) {
    this.position = position;
    this.agencies = agencies;
    this.principals = principals;
    this.revocations = revocations;
    this.holders = index(principals.values());
  }

  /** A certificate that its agency's authority issued and that is revoked for ever. */
  record Revocation(AgencyId agency, String certificateSha256) {}

  private record Holding(Role role, AgencyId agency) {}

  /** The position of the journal up to which changes are in here. */
  public long position() {
    return position;
  }

  /** Whether no agency is registered. */
  public boolean isEmpty() {
    return agencies.isEmpty();
  }

  /** The agency with this id. */
  public Optional<Agency> agency(AgencyId id) {
    return Optional.ofNullable(agencies.get(id));
  }

  /** Whether this is a registered youth justice service. */
  public boolean isService(AgencyId id) {
    return agency(id).map(Agency::isService).orElse(false);
  }

  /** All agencies in order of id. */
  public Collection<Agency> agencies() {
    return agencies.values();
  }

  /** Agencies of a kind that serve a local authority (GSS code), in order of id. */
  public List<Agency> serving(String localAuthority, AgencyKind kind) {
    return agencies.values().stream()
        .filter(a -> a.kind() == kind && a.localAuthorities().contains(localAuthority))
        .toList();
  }

  /** The principal with this id, disabled or not. */
  public Optional<Principal> principal(PrincipalId id) {
    return Optional.ofNullable(principals.get(id));
  }

  /** All principals in order of id. */
  public Collection<Principal> principals() {
    return principals.values();
  }

  /**
   * Principals of an agency that hold a role and are not disabled, in order of id. For a role of a
   * service the agency is the service.
   */
  public List<PrincipalId> holders(Role role, AgencyId agency) {
    return holders.getOrDefault(new Holding(role, agency), List.of());
  }

  /** Whether somebody's tokens are issued by this issuer. */
  boolean isIssuer(@Nullable String issuer) {
    return agencies.values().stream()
        .flatMap(agency -> agency.issuers().stream())
        .anyMatch(one -> one.issuer().equals(issuer));
  }

  /** Whether an agency's certificate, or a token of its issuers, is revoked. */
  boolean isRevoked(AgencyId agency, String certificateSha256) {
    return revocations.contains(new Revocation(agency, certificateSha256));
  }

  /** This directory after changes, as of a later position. */
  Directory after(Changes changes, long upTo) {
    NavigableMap<AgencyId, Agency> a = new TreeMap<>(agencies);
    changes.agencies().forEach(row -> a.merge(row.id(), row, Directory::keepAnchors));
    changes
        .anchors()
        .forEach((id, anchors) -> a.computeIfPresent(id, (k, v) -> v.withAnchors(anchors)));
    changes
        .issuers()
        .forEach((id, issuers) -> a.computeIfPresent(id, (k, v) -> v.withIssuers(issuers)));
    NavigableMap<PrincipalId, Principal> p = new TreeMap<>(principals);
    changes.principals().forEach(row -> p.merge(row.id(), row, Directory::keepGrants));
    for (GrantChange change : changes.grants()) {
      p.computeIfPresent(
          change.principal(),
          (id, held) ->
              change.withdrawn() ? held.without(change.grant()) : held.with(change.grant()));
    }
    Set<Revocation> r = new HashSet<>(revocations);
    r.addAll(changes.revocations());
    return new Directory(upTo, a, p, Set.copyOf(r));
  }

  /** A grant made or withdrawn. */
  record GrantChange(PrincipalId principal, Grant grant, boolean withdrawn) {}

  /**
   * Rows that changed. Agencies come without anchors and principals without grants: both are kept
   * unless they are named here themselves.
   *
   * @param anchors the whole new set of every agency whose set changed
   * @param issuers the same of issuers of tokens
   */
  record Changes(
      List<Agency> agencies,
      Map<AgencyId, List<Anchor>> anchors,
      Map<AgencyId, List<TokenIssuer>> issuers,
      List<Principal> principals,
      List<GrantChange> grants,
      List<Revocation> revocations) {

    /** Changes that touch no issuers. */
    Changes(
        List<Agency> agencies,
        Map<AgencyId, List<Anchor>> anchors,
        List<Principal> principals,
        List<GrantChange> grants,
        List<Revocation> revocations) {
      this(agencies, anchors, Map.of(), principals, grants, revocations);
    }

    boolean isEmpty() {
      return agencies.isEmpty()
          && anchors.isEmpty()
          && issuers.isEmpty()
          && principals.isEmpty()
          && grants.isEmpty()
          && revocations.isEmpty();
    }
  }

  private static Agency keepAnchors(Agency old, Agency changed) {
    return changed.withAnchors(old.anchors()).withIssuers(old.issuers());
  }

  private static Principal keepGrants(Principal old, Principal changed) {
    return new Principal(changed.id(), changed.displayName(), changed.disabled(), old.grants());
  }

  private static Map<Holding, List<PrincipalId>> index(Collection<Principal> principals) {
    Map<Holding, List<PrincipalId>> found = new HashMap<>();
    for (Principal p : principals) {
      if (!p.disabled()) {
        for (Grant grant : p.grants()) {
          found
              .computeIfAbsent(new Holding(grant.role(), p.id().agency()), k -> new ArrayList<>())
              .add(p.id());
        }
      }
    }
    return found;
  }
}
