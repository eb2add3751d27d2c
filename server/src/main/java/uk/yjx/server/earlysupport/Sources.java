package uk.yjx.server.earlysupport;

import jakarta.inject.Singleton;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import uk.yjx.agreements.v1.DataCategory;
import uk.yjx.common.v1.Purpose;
import uk.yjx.common.v1.Role;
import uk.yjx.server.agreements.Agreements;
import uk.yjx.server.agreements.Decision;
import uk.yjx.server.agreements.Reading;
import uk.yjx.server.agreements.Sharing;
import uk.yjx.server.casepapers.UnknownDefendants;
import uk.yjx.server.clocks.DueTimes;
import uk.yjx.server.identity.Agency;
import uk.yjx.server.identity.DirectoryFacts;
import uk.yjx.server.intelligence.UnmatchedPersons;
import uk.yjx.server.intelligence.UnmatchedPersons.Unmatched;
import uk.yjx.server.kernel.AgencyId;
import uk.yjx.server.kernel.PrincipalId;

/**
 * What a service's prompts may be made of: notices about people on no caseload that happened in its
 * area and that an agreement lets its prevention lead read for early support.
 */
@Singleton
final class Sources {
  private final UnmatchedPersons unmatched;
  private final UnknownDefendants defendants;
  private final Agreements agreements;
  private final DirectoryFacts directory;

  Sources(
      UnmatchedPersons unmatched,
      UnknownDefendants defendants,
      Agreements agreements,
      DirectoryFacts directory) {
    this.unmatched = unmatched;
    this.defendants = defendants;
    this.agreements = agreements;
    this.directory = directory;
  }

  /**
   * A fact of a notice, with what is told of it.
   *
   * @param permit under which the prevention lead may read it; null for an outcome, which nobody
   *     reads
   */
  record Source(Fact fact, Unmatched told, Decision.@Nullable Permit permit) {}

  /** What there is for each of these services. */
  Map<AgencyId, List<Fact>> facts(Set<AgencyId> services, Instant now) {
    List<Unmatched> people = unmatched.kept(Counting.kinds(), now);
    List<Fact> acquittals =
        defendants.notConvicted(now.minus(UnmatchedPersons.KEPT)).stream()
            .map(Counting::of)
            .toList();
    Map<AgencyId, List<Fact>> found = new TreeMap<>();
    for (AgencyId service : services) {
      List<Fact> own = new ArrayList<>(acquittals);
      of(people, service, null, now).forEach(source -> own.add(source.fact()));
      found.put(service, own);
    }
    return found;
  }

  /** What of a prompt stands now and may be read by somebody; the oldest first. */
  List<Source> of(PromptRow prompt, @Nullable PrincipalId reader, Instant now) {
    Set<Long> notices = new TreeSet<>();
    prompt.refs().forEach(ref -> notices.add(ref.notice()));
    return of(unmatched.among(notices, now), prompt.service(), reader, now).stream()
        .filter(source -> prompt.refs().contains(source.fact().ref()))
        .toList();
  }

  /** Areas of a service, as GSS codes. */
  List<String> areas(AgencyId service) {
    return directory.current().agency(service).map(Agency::localAuthorities).orElse(List.of());
  }

  private List<Source> of(
      Collection<Unmatched> people, AgencyId service, @Nullable PrincipalId reader, Instant now) {
    LocalDate today = LocalDate.ofInstant(now, DueTimes.LONDON);
    List<String> areas = areas(service);
    List<Source> found = new ArrayList<>();
    for (Unmatched one : people) {
      Fact fact = Counting.of(one, today).orElse(null);
      if (fact == null) {
        continue;
      }
      if (fact.ends()) {
        found.add(new Source(fact, one, null));
      } else if (areas.contains(fact.area())
          && decide(one, service, reader, now) instanceof Decision.Permit permit) {
        found.add(new Source(fact, one, permit));
      }
    }
    return found;
  }

  private Decision decide(
      Unmatched one, AgencyId service, @Nullable PrincipalId reader, Instant now) {
    return agreements
        .now()
        .decide(
            new Sharing(
                one.from(),
                service,
                DataCategory.DATA_CATEGORY_POLICE_EVENT,
                one.content().getHandling(),
                false),
            new Reading(
                reader,
                Role.ROLE_PREVENTION_LEAD,
                Purpose.PURPOSE_EARLY_SUPPORT,
                "PREVENTION_LEAD",
                false),
            now);
  }
}
