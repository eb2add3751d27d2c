package uk.yjx.server.clocks;

import jakarta.inject.Singleton;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import uk.yjx.clocks.v1.ClockKind;
import uk.yjx.clocks.v1.ListClocksRequest;
import uk.yjx.clocks.v1.ListClocksResponse;
import uk.yjx.clocks.v1.RunningClock;
import uk.yjx.common.v1.Role;
import uk.yjx.server.caseload.PageTokens;
import uk.yjx.server.identity.Agency;
import uk.yjx.server.identity.Caller;
import uk.yjx.server.identity.DirectoryFacts;
import uk.yjx.server.journal.Receipts;
import uk.yjx.server.kernel.AgencyId;

/** Lists what waits, without content, to whoever answers for it. */
@Singleton
final class ClockListing {
  private static final List<Role> OF_A_SERVICE =
      List.of(
          Role.ROLE_SERVICE_MANAGER,
          Role.ROLE_HEAD_OF_SERVICE,
          Role.ROLE_DUTY_OFFICER,
          Role.ROLE_SERVICE_ADMINISTRATOR);

  private final ClockReader reader;
  private final DirectoryFacts directory;
  private final PageTokens tokens;

  ClockListing(ClockReader reader, DirectoryFacts directory, PageTokens tokens) {
    this.reader = reader;
    this.directory = directory;
    this.tokens = tokens;
  }

  ListClocksResponse list(Caller caller, ListClocksRequest request) {
    Set<AgencyId> own = own(caller);
    Set<AgencyId> agencies = asked(caller, own, request.getAgency());
    List<ClockKind> kinds =
        request.getKindsCount() > 0 ? request.getKindsList() : ClockReader.KNOWN;
    int size = request.getPageSize() == 0 ? PageTokens.PAGE_SIZE_DEFAULT : request.getPageSize();
    String scope = "clocks " + caller.principal();
    List<ClockReader.Listed> found =
        reader.of(
            agencies,
            kinds,
            request.getClimbedOnly(),
            place(tokens.read(scope, request.getPageToken())),
            size + 1);
    ListClocksResponse.Builder response = ListClocksResponse.newBuilder();
    found.stream()
        .limit(size)
        .forEach(it -> response.addClocks(write(it, own.contains(it.clock().agency()))));
    if (found.size() > size) {
      Clock last = found.get(size - 1).clock();
      response.setNextPageToken(
          tokens.after(
              scope,
              last.dueAt() + " " + last.key().kind().getNumber() + " " + last.key().subject()));
    }
    return response.build();
  }

  private static Set<AgencyId> own(Caller caller) {
    Set<AgencyId> own = new HashSet<>();
    OF_A_SERVICE.forEach(role -> own.addAll(caller.services(role)));
    return own;
  }

  private Set<AgencyId> asked(Caller caller, Set<AgencyId> own, String agency) {
    boolean operator = caller.holds(Role.ROLE_OPERATOR);
    if (agency.isEmpty()) {
      Set<AgencyId> all = new HashSet<>(own);
      if (operator) {
        directory.current().agencies().stream().map(Agency::id).forEach(all::add);
      }
      return all;
    }
    return own.stream()
        .filter(id -> id.value().equals(agency))
        .findFirst()
        .map(Set::of)
        .orElseGet(() -> {
          if (!operator) {
            throw SettingsRecorder.SERVICE_NOT_ALLOWED.refused();
          }
          return directory.current().agencies().stream()
              .map(Agency::id)
              .filter(id -> id.value().equals(agency))
              .findFirst()
              .map(Set::of)
              .orElseThrow(SettingsRecorder.AGENCY_NOT_FOUND::refused);
        });
  }

  private static ClockReader.Place place(String last) {
    String[] parts = last.split(" ", -1);
    return parts.length == 3
        ? new ClockReader.Place(
            Instant.parse(parts[0]), Integer.parseInt(parts[1]), UUID.fromString(parts[2]))
        : ClockReader.Place.BEGIN;
  }

  private static RunningClock write(ClockReader.Listed listed, boolean withRecord) {
    Clock clock = listed.clock();
    return RunningClock.newBuilder()
        .setKind(clock.key().kind())
        .setRecordId(withRecord ? clock.key().subject().toString() : "")
        .setAgency(clock.agency().value())
        .setState(clock.state())
        .setStartedAt(Receipts.timestamp(clock.startedAt()))
        .setDueAt(Receipts.timestamp(clock.dueAt()))
        .addAllNext(clock.next())
        .setClimbs(listed.climbs())
        .build();
  }
}
