package uk.yjx.server.alerts;

import com.google.protobuf.ByteString;
import jakarta.inject.Singleton;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import uk.yjx.alerts.v1.Opened;
import uk.yjx.alerts.v1.Scope;
import uk.yjx.common.v1.Purpose;
import uk.yjx.common.v1.Role;
import uk.yjx.server.identity.Caller;
import uk.yjx.server.identity.DirectoryFacts;
import uk.yjx.server.identity.Sessions;
import uk.yjx.server.identity.Verdict;
import uk.yjx.server.kernel.Failure;
import uk.yjx.server.storage.Database;

/** Opens streams: where they begin, and which earlier stream they fence. */
@Singleton
final class StreamOpening {
  static final Failure SUPERSEDED =
      Failure.of(
          Failure.Code.ABORTED,
          "SUPERSEDED",
          "another stream with the same instance id took over; do not reconnect");

  /** Roles with which alerts are received; without any of them a stream ends. */
  private static final List<Role> READERS =
      List.of(
          Role.ROLE_CASE_MANAGER,
          Role.ROLE_SERVICE_MANAGER,
          Role.ROLE_DUTY_OFFICER,
          Role.ROLE_FRONT_DOOR,
          Role.ROLE_VICTIM_WORKER,
          Role.ROLE_HEAD_OF_SERVICE,
          Role.ROLE_ON_CALL,
          Role.ROLE_PARTNER_WORKER,
          Role.ROLE_PARTNER_MANAGER,
          Role.ROLE_PARTNER_HEAD,
          Role.ROLE_DIRECTOR);

  private static final String NEXT_EPOCH =
      """
      INSERT INTO alerts.stream_session (principal, instance_id, epoch)
      VALUES (?, ?, 1)
      ON CONFLICT (principal, instance_id) DO UPDATE SET epoch = stream_session.epoch + 1
      RETURNING epoch
      """;

  private static final String EPOCHS =
      """
      SELECT principal, instance_id, epoch
      FROM alerts.stream_session
      WHERE (principal, instance_id) IN (SELECT * FROM unnest(?::text[], ?::text[]))
      """;

  private static final String PRUNED_BELOW =
      """
      SELECT pruned_below
      FROM alerts.watermark
      WHERE only_row
      """;

  private final Database database;
  private final StreamServices services;
  private final Relations relations;
  private final ReadingPurpose purposes;
  private final DirectoryFacts directory;
  private final StreamRegistry registry;
  private final Sessions sessions;
  private final Map<String, Live> byInstance = new ConcurrentHashMap<>();

  StreamOpening(
      Database database,
      StreamServices services,
      Relations relations,
      ReadingPurpose purposes,
      DirectoryFacts directory,
      StreamRegistry registry,
      Sessions sessions) {
    this.database = database;
    this.services = services;
    this.relations = relations;
    this.purposes = purposes;
    this.directory = directory;
    this.registry = registry;
    this.sessions = sessions;
  }

  private record Live(AlertStream stream, long epoch, String principal, String instance) {}

  /** What a client asks for. An empty instance id fences nothing. */
  record Asked(
      Scope scope, String instanceId, ByteString cursor, Purpose purpose, String operation) {}

  /** An open stream with its first frame. */
  record Begun(AlertStream stream, Opened opened, Runnable close) {}

  /** Opens a stream; reads tables, so it must not run on an event loop. */
  Begun begin(Caller caller, Asked asked, Credit credit, Outlet<?> outlet) {
    purposes.require(caller, asked.purpose());
    Selection selection = relations.selection(caller, asked.scope(), services.clock().instant());
    FeedItem.Place head = FeedItem.Place.endOf(services.feed().head());
    FeedItem.Place oldest = FeedItem.Place.endOf(prunedBelow());
    FeedItem.Place from = FeedItem.Place.START;
    FeedItem.Place freshUntil = head;
    if (!asked.cursor().isEmpty()) {
      from = services.placeOf(caller, selection, asked.cursor());
      freshUntil = FeedItem.Place.START;
      if (oldest.isAfter(from)) {
        throw Cursors.EXPIRED.refused();
      }
    }
    Disclosures.Reader reader = new Disclosures.Reader(caller, asked.purpose(), asked.operation());
    AlertStream stream =
        new AlertStream(services, reader, selection, credit, outlet, from, freshUntil);
    long epoch = fence(caller, asked.instanceId(), stream);
    registry.add(stream);
    Sessions.Session session =
        sessions.register(
            caller,
            again -> again.grants().equals(caller.grants()) || stillMay(again, selection),
            stream::end);
    Opened opened =
        Opened.newBuilder()
            .setHeartbeatInterval(duration(StreamServices.HEARTBEAT_INTERVAL))
            .setAlertsPerFrame(AlertStream.ALERTS_PER_FRAME)
            .setHeadCursor(services.cursorOf(caller, selection, head))
            .setOldestCursor(services.cursorOf(caller, selection, oldest))
            .setSessionEpoch(epoch)
            .build();
    String instance = instanceKey(caller, asked.instanceId());
    return new Begun(
        stream,
        opened,
        () -> {
          registry.remove(stream);
          session.close();
          byInstance.computeIfPresent(instance, (k, live) -> live.stream() == stream ? null : live);
        });
  }

  /** Ends streams that another process has fenced; asked every few seconds. */
  void endFenced() throws SQLException {
    Live[] open = byInstance.values().toArray(Live[]::new);
    if (open.length == 0) {
      return;
    }
    try (Connection c = database.pool().getConnection();
        PreparedStatement s = c.prepareStatement(EPOCHS)) {
      s.setArray(
          1, c.createArrayOf("text", java.util.Arrays.stream(open).map(Live::principal).toArray()));
      s.setArray(
          2, c.createArrayOf("text", java.util.Arrays.stream(open).map(Live::instance).toArray()));
      try (ResultSet r = s.executeQuery()) {
        while (r.next()) {
          Live live = byInstance.get(r.getString(1) + "\n" + r.getString(2));
          if (live != null && live.epoch() < r.getLong(3)) {
            live.stream().end(SUPERSEDED);
          }
        }
      }
    }
  }

  /**
   * Asks streams to be opened again whose caller has other mailboxes by now, by a new role or
   * group: what is open in those must be told too. Asked every few seconds.
   */
  void renewChanged() {
    for (AlertStream stream : registry.all()) {
      if (directory.again(stream.caller()) instanceof Verdict.Accepted accepted
          && hasOther(accepted.caller(), stream.selection())) {
        stream.drain(Duration.ZERO);
      }
    }
  }

  private boolean hasOther(Caller again, Selection before) {
    try {
      return !relations.selection(again, before.scope(), services.clock().instant()).equals(before);
    } catch (Failure.Refused refused) {
      return false; // the scope is theirs no more: the session ends the call
    }
  }

  private boolean stillMay(Caller again, Selection before) {
    try {
      Selection now = relations.selection(again, before.scope(), services.clock().instant());
      return READERS.stream().anyMatch(again::holds)
          && now.mailboxes().containsAll(before.mailboxes())
          && now.services().containsAll(before.services());
    } catch (Failure.Refused refused) {
      return false;
    }
  }

  private long fence(Caller caller, String instanceId, AlertStream stream) {
    if (instanceId.isEmpty()) {
      return 0;
    }
    String principal = caller.principal().toString();
    try (Connection c = database.pool().getConnection();
        PreparedStatement s = c.prepareStatement(NEXT_EPOCH)) {
      s.setString(1, principal);
      s.setString(2, instanceId);
      long epoch;
      try (ResultSet r = s.executeQuery()) {
        r.next();
        epoch = r.getLong(1);
      }
      Live opened = new Live(stream, epoch, principal, instanceId);
      // Of two that open at the same time the one with the higher epoch lives, as elsewhere.
      byInstance.merge(instanceKey(caller, instanceId), opened, StreamOpening::outlives);
      return epoch;
    } catch (SQLException e) {
      throw Alterations.READ_FAILED.refused();
    }
  }

  private static Live outlives(Live one, Live other) {
    Live later = one.epoch() > other.epoch() ? one : other;
    Live earlier = later == one ? other : one;
    earlier.stream().end(SUPERSEDED);
    return later;
  }

  private long prunedBelow() {
    try (Connection c = database.pool().getConnection();
        PreparedStatement s = c.prepareStatement(PRUNED_BELOW);
        ResultSet r = s.executeQuery()) {
      return r.next() ? r.getLong(1) : 0;
    } catch (SQLException e) {
      throw Alterations.READ_FAILED.refused();
    }
  }

  private static String instanceKey(Caller caller, String instanceId) {
    return caller.principal() + "\n" + instanceId;
  }

  private static com.google.protobuf.Duration duration(Duration d) {
    return com.google.protobuf.Duration.newBuilder()
        .setSeconds(d.toSeconds())
        .setNanos(d.toNanosPart())
        .build();
  }
}
