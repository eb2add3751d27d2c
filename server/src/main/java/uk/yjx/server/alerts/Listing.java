package uk.yjx.server.alerts;

import jakarta.inject.Singleton;
import java.sql.SQLException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import uk.yjx.alerts.v1.AlertEvent;
import uk.yjx.alerts.v1.AlertState;
import uk.yjx.alerts.v1.EntryCause;
import uk.yjx.alerts.v1.GetAlertRequest;
import uk.yjx.alerts.v1.GetAlertResponse;
import uk.yjx.alerts.v1.ListAlertsRequest;
import uk.yjx.alerts.v1.ListAlertsResponse;
import uk.yjx.common.v1.Purpose;
import uk.yjx.server.caseload.PageTokens;
import uk.yjx.server.identity.Caller;
import uk.yjx.server.journal.Disclosed;
import uk.yjx.server.journal.Journal;
import uk.yjx.server.kernel.Failure;
import uk.yjx.server.kernel.Urgency;

/** Lists and reads alerts on request, each alert shown being a disclosure of its own. */
@Singleton
final class Listing {
  static final String GET_ALERT = "yjx.alerts.v1.AlertService/GetAlert";
  static final String LIST_ALERTS = "yjx.alerts.v1.AlertService/ListAlerts";

  private static final UUID LAST = new UUID(-1L, -1L);
  private final Journal journal;
  private final AlertReader reader;
  private final Glances glances;
  private final Relations relations;
  private final ReadingPurpose purposes;
  private final Disclosures disclosures;
  private final InstantSource clock;
  private final PageTokens tokens;

  Listing(
      Journal journal,
      AlertReader reader,
      Glances glances,
      Relations relations,
      ReadingPurpose purposes,
      Disclosures disclosures,
      InstantSource clock,
      PageTokens tokens) {
    this.journal = journal;
    this.reader = reader;
    this.glances = glances;
    this.relations = relations;
    this.purposes = purposes;
    this.disclosures = disclosures;
    this.clock = clock;
    this.tokens = tokens;
  }

  /** One page; null when nothing that is left may be shown, which looks like an empty last page. */
  @Nullable Disclosed<ListAlertsResponse> list(Caller caller, ListAlertsRequest request) {
    Instant now = clock.instant();
    purposes.require(caller, request.getPurpose());
    Selection selection = relations.selection(caller, request.getScope(), now);
    int size = request.getPageSize() == 0 ? PageTokens.PAGE_SIZE_DEFAULT : request.getPageSize();
    String token = request.getPageToken();
    while (true) {
      long asOf = journal.stamp();
      List<AlertRow> rows = read(query(caller, selection, request, token, now, size + 1));
      boolean more = rows.size() > size;
      List<AlertRow> page = more ? rows.subList(0, size) : rows;
      Disclosures.Released released =
          release(caller, request.getPurpose(), LIST_ALERTS, page, asOf);
      if (more) {
        AlertRow last = page.getLast();
        token = tokens.after(scope(caller, selection), last.raisedPosition() + " " + last.id());
      }
      List<AlertEvent> shown = shown(released);
      if (!more || !shown.isEmpty()) {
        return shown.isEmpty() ? null : message(released, shown, more ? token : "");
      }
    }
  }

  private static Disclosed<ListAlertsResponse> message(
      Disclosures.Released released, List<AlertEvent> shown, String nextPageToken) {
    ListAlertsResponse.Builder response =
        ListAlertsResponse.newBuilder().setNextPageToken(nextPageToken);
    shown.forEach(event -> response.addAlerts(event.getAlert()));
    return released.message(response.build());
  }

  /**
   * One alert; null when it is absent, shielded or not for this caller. Of these three nothing is
   * read but one glance, and the release is asked for nothing: the same way for all of them.
   */
  @Nullable Disclosed<GetAlertResponse> get(Caller caller, GetAlertRequest request) {
    UUID id = UUID.fromString(request.getAlertId());
    purposes.require(caller, request.getPurpose());
    List<AlertRow> rows = new ArrayList<>();
    long asOf = journal.stamp();
    try {
      if (relations.isThere(caller, glances.at(id, caller.principal()), clock.instant())) {
        rows.addAll(reader.byIds(List.of(id)).values());
      }
    } catch (SQLException e) {
      throw Alterations.READ_FAILED.refused();
    }
    Map<UUID, AlertRow> known = new HashMap<>();
    rows.forEach(row -> known.put(row.id(), row));
    Disclosures.Released released =
        disclosures
            .release(
                new Disclosures.Reader(caller, request.getPurpose(), GET_ALERT),
                List.of(new Disclosures.Line(id, EntryCause.ENTRY_CAUSE_UNSPECIFIED)),
                Disclosures.Known.read(known, asOf))
            .join();
    List<AlertEvent> events = shown(released);
    return events.isEmpty()
        ? null
        : released.message(
            GetAlertResponse.newBuilder().setAlert(events.getFirst().getAlert()).build());
  }

  private Disclosures.Released release(
      Caller caller, Purpose purpose, String operation, List<AlertRow> rows, long asOf) {
    Map<UUID, AlertRow> known = new HashMap<>();
    List<Disclosures.Line> lines = new ArrayList<>();
    for (AlertRow row : rows) {
      known.put(row.id(), row);
      lines.add(new Disclosures.Line(row.id(), EntryCause.ENTRY_CAUSE_UNSPECIFIED));
    }
    return disclosures
        .release(
            new Disclosures.Reader(caller, purpose, operation),
            lines,
            Disclosures.Known.read(known, asOf))
        .join();
  }

  private static List<AlertEvent> shown(Disclosures.Released released) {
    List<AlertEvent> events = new ArrayList<>();
    for (AlertEvent event : released.outcome().events()) {
      if (event != null) {
        events.add(event);
      }
    }
    return events;
  }

  private static String scope(Caller caller, Selection selection) {
    return "alerts " + caller.principal() + " " + selection.scope();
  }

  private AlertReader.Query query(
      Caller caller,
      Selection selection,
      ListAlertsRequest request,
      String token,
      Instant now,
      int limit) {
    long beforePosition = Long.MAX_VALUE;
    UUID beforeAlert = LAST;
    if (!token.isEmpty()) {
      String[] last = tokens.read(scope(caller, selection), token).split(" ", 2);
      beforePosition = Long.parseLong(last[0]);
      beforeAlert = UUID.fromString(last[1]);
    }
    return new AlertReader.Query(
        selection.services(),
        selection.mailboxes(),
        states(request.getStatesList()),
        urgencies(request.getUrgenciesList()),
        request.getChildId().isEmpty() ? null : child(request.getChildId()),
        request.getOverdueOnly(),
        now,
        now.minus(AlertStream.NOTE_VIEW),
        beforePosition,
        beforeAlert,
        relations.hidden(caller, now),
        caller.principal(),
        limit);
  }

  private static UUID child(String id) {
    try {
      return UUID.fromString(id);
    } catch (IllegalArgumentException e) {
      throw Failure.field("VALIDATION_FAILED", "child_id", "a child id is a UUID").refused();
    }
  }

  private static Collection<AlertState> states(List<AlertState> asked) {
    if (!asked.isEmpty()) {
      return asked;
    }
    EnumSet<AlertState> all = EnumSet.allOf(AlertState.class);
    all.remove(AlertState.UNRECOGNIZED);
    return all;
  }

  private static Collection<Urgency> urgencies(List<uk.yjx.common.v1.Urgency> asked) {
    EnumSet<Urgency> wanted = EnumSet.noneOf(Urgency.class);
    for (Urgency urgency : Urgency.values()) {
      if (asked.isEmpty() ? urgency != Urgency.NOTE : asked.contains(Projection.urgency(urgency))) {
        wanted.add(urgency);
      }
    }
    return wanted;
  }

  private List<AlertRow> read(AlertReader.Query query) {
    try {
      return reader.page(query);
    } catch (SQLException e) {
      throw Alterations.READ_FAILED.refused();
    }
  }
}
