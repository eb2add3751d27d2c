package uk.yjx.server.alerts;

import jakarta.inject.Singleton;
import java.sql.SQLException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import uk.yjx.alerts.v1.AlertState;
import uk.yjx.alerts.v1.EmergencyAccess;
import uk.yjx.alerts.v1.EntryCause;
import uk.yjx.alerts.v1.ListEmergencyAccessesRequest;
import uk.yjx.alerts.v1.ListEmergencyAccessesResponse;
import uk.yjx.alerts.v1.ReadEmergencyAccessResponse;
import uk.yjx.common.v1.Purpose;
import uk.yjx.server.caseload.PageTokens;
import uk.yjx.server.identity.Caller;
import uk.yjx.server.journal.Disclosed;
import uk.yjx.server.journal.Journal;
import uk.yjx.server.kernel.ChildId;
import uk.yjx.server.kernel.Urgency;

/** Reads under an emergency access, and lists accesses to those who answer for them. */
@Singleton
final class EmergencyReads {
  /** The newest alerts of the child that are looked at. */
  static final int ALERTS_MAX = 100;

  static final String READ = "yjx.alerts.v1.EmergencyAccessService/ReadEmergencyAccess";

  private static final String LIST = "yjx.alerts.v1.EmergencyAccessService/ListEmergencyAccesses";
  private static final UUID LAST = new UUID(-1L, -1L);

  private final Journal journal;
  private final AlertReader alerts;
  private final EmergencyReader reader;
  private final Disclosures disclosures;
  private final Consultations consultations;
  private final PageTokens tokens;
  private final InstantSource clock;

  EmergencyReads(
      Journal journal,
      AlertReader alerts,
      EmergencyReader reader,
      Disclosures disclosures,
      Consultations consultations,
      PageTokens tokens,
      InstantSource clock) {
    this.journal = journal;
    this.alerts = alerts;
    this.reader = reader;
    this.disclosures = disclosures;
    this.consultations = consultations;
    this.tokens = tokens;
    this.clock = clock;
  }

  /**
   * What there is of the child for this reader. Always committed, and by the same statements,
   * whether there is a child, an alert, or neither.
   */
  Disclosed<ReadEmergencyAccessResponse> read(Caller caller, UUID id) {
    EmergencyAccessRow access = reader.find(id);
    if (access == null || !access.reader().equals(caller.principal())) {
      throw EmergencyRules.NOT_FOUND.refused();
    }
    long asOf = journal.stamp();
    List<AlertRow> rows = rows(caller, access);
    Map<UUID, AlertRow> known = new HashMap<>();
    List<Disclosures.Line> lines = new ArrayList<>();
    for (AlertRow row : rows) {
      known.put(row.id(), row);
      lines.add(new Disclosures.Line(row.id(), EntryCause.ENTRY_CAUSE_UNSPECIFIED));
    }
    Disclosures.Released released =
        disclosures
            .release(
                new Disclosures.Reader(caller, Purpose.PURPOSE_EMERGENCY, READ, id),
                lines,
                Disclosures.Known.read(known, asOf))
            .join();
    ReadEmergencyAccessResponse.Builder response = ReadEmergencyAccessResponse.newBuilder();
    released.outcome().events().stream()
        .filter(Objects::nonNull)
        .forEach(event -> response.addAlerts(event.getAlert()));
    return released.message(response.build());
  }

  /** One page, newest first; always committed. */
  Disclosed<ListEmergencyAccessesResponse> list(
      Caller caller, ListEmergencyAccessesRequest request) {
    Instant now = clock.instant();
    int size = request.getPageSize() == 0 ? PageTokens.PAGE_SIZE_DEFAULT : request.getPageSize();
    String scope = "emergency " + caller.principal();
    String last = tokens.read(scope, request.getPageToken());
    List<String> agencies = EmergencyWatchers.agencies(caller);
    List<EmergencyAccessRow> rows =
        reader.page(
            new EmergencyReader.Query(
                caller.principal(),
                agencies,
                agencies,
                request.getUnreviewedOnly(),
                last.isEmpty() ? Long.MAX_VALUE : Long.parseLong(last),
                size + 1));
    ListEmergencyAccessesResponse.Builder page = ListEmergencyAccessesResponse.newBuilder();
    rows.stream()
        .limit(size)
        .forEach(row -> page.addAccesses(EmergencyWatchers.contract(row, now)));
    if (rows.size() > size) {
      page.setNextPageToken(tokens.after(scope, Long.toString(rows.get(size - 1).position())));
    }
    return Disclosed.by(
        consultations
            .commit(
                caller,
                new Consultations.Shown(
                    LIST,
                    Purpose.PURPOSE_LAWFULNESS_CHECK,
                    "yjx.alerts.v1.EmergencyAccess",
                    "emergency_access",
                    page.getAccessesList().stream().map(EmergencyAccess::getAccessId).toList()))
            .join(),
        page.build());
  }

  /** A child who is not there has the access's own id: then nothing is found, by the same query. */
  private List<AlertRow> rows(Caller caller, EmergencyAccessRow access) {
    ChildId child = access.child();
    Instant now = clock.instant();
    EnumSet<AlertState> states = EnumSet.allOf(AlertState.class);
    states.remove(AlertState.UNRECOGNIZED);
    states.remove(AlertState.ALERT_STATE_WITHDRAWN);
    try {
      return alerts.page(
          new AlertReader.Query(
              List.of(access.service().value()),
              List.of(),
              states,
              EnumSet.complementOf(EnumSet.of(Urgency.NOTE)),
              child == null ? access.id() : child.value(),
              false,
              now,
              now,
              Long.MAX_VALUE,
              LAST,
              Set.of(),
              caller.principal(),
              ALERTS_MAX));
    } catch (SQLException e) {
      throw Alterations.READ_FAILED.refused();
    }
  }
}
