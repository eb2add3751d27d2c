package uk.yjx.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.HotSpotDiagnosticMXBean;
import io.grpc.CallOptions;
import io.grpc.StatusRuntimeException;
import io.grpc.protobuf.StatusProto;
import io.grpc.stub.ClientCalls;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.lang.management.ManagementFactory;
import java.net.InetAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;
import uk.yjx.alerts.v1.AlertServiceGrpc;
import uk.yjx.alerts.v1.WatchRequest;
import uk.yjx.common.v1.Marking;
import uk.yjx.common.v1.PersonName;
import uk.yjx.common.v1.Purpose;
import uk.yjx.intelligence.v1.IntelligenceServiceGrpc;
import uk.yjx.intelligence.v1.Notice;
import uk.yjx.intelligence.v1.NoticeKind;
import uk.yjx.intelligence.v1.PersonRole;
import uk.yjx.intelligence.v1.Place;
import uk.yjx.intelligence.v1.StreamNoticesRequest;
import uk.yjx.intelligence.v1.SubmitNoticeRequest;
import uk.yjx.server.alerts.Area;
import uk.yjx.server.operations.MetricsEndpoint;
import uk.yjx.server.storage.Database;
import uk.yjx.server.transport.RawMethod;

/**
 * A name planted in everything a police system can send appears nowhere but in sealed rows: promise
 * 10. Looks at the whole process: all loggers, standard error, what callers are told, metrics, and
 * the names of all threads, virtual ones too.
 */
final class CanaryTest {
  private static final String CANARY = "Zzyzxcanary";
  private static final int ROUNDS = 20;

  @TempDir Path folder;
  private final WireExchange exchange = WireExchange.shared();
  private final List<String> told = new ArrayList<>();

  @Test
  void namesAppearInNoLogLineErrorMetricOrThreadName() throws Exception {
    Area area = Area.full(exchange);
    area.child(1, area.ann);
    ByteArrayOutputStream standardError = new ByteArrayOutputStream();
    PrintStream before = System.err;
    Queue<String> logged;
    try (Listening listening = new Listening()) {
      logged = listening.logged;
      System.setErr(new PrintStream(standardError, true, StandardCharsets.UTF_8));
      for (int round = 0; round < ROUNDS; round++) {
        good(area);
        bad(area);
        threads();
      }
      told.add(get("/metrics"));
      LoggerFactory.getLogger("uk.yjx.server.CanaryTest").debug("heard");
      java.util.logging.Logger.getLogger("io.grpc.canary").info("heard too");
    } finally {
      System.setErr(before);
    }
    assertTrue(logged.stream().anyMatch(line -> line.contains("heard")), "listens at all");
    assertTrue(logged.stream().anyMatch(line -> line.contains("heard too")), "and to libraries");
    for (String line : logged) {
      assertFalse(line.contains(CANARY), () -> "logged: " + line);
    }
    for (String line : told) {
      assertFalse(line.contains(CANARY), () -> "told: " + line);
    }
    assertFalse(standardError.toString(StandardCharsets.UTF_8).contains(CANARY));
    assertEquals(0, rowsThatShowIt());
  }

  private Notice.Builder planted(Area area, int child) {
    Notice.Builder notice =
        area.notice(NoticeKind.NOTICE_KIND_ARREST, PersonRole.PERSON_ROLE_ARRESTED, child)
            .setSourceReference(CANARY)
            .setNarrative("Seen with " + CANARY)
            .setPlace(Place.newBuilder().setDescription("Outside the house of " + CANARY));
    notice
        .getPersonsBuilder(0)
        .getPersonBuilder()
        .addNames(PersonName.newBuilder().addForenames(CANARY).setSurname(CANARY));
    return notice;
  }

  private void good(Area area) {
    told.add(area.submit(planted(area, 1)).toString());
    told.add(area.submit(planted(area, 2)).toString());
    // What is disclosed is for the reader alone; this one's own child bears no planted name.
    told.add(
        AlertServiceGrpc.newBlockingStub(area.as(area.ann))
            .watch(WatchRequest.newBuilder().setPurpose(Purpose.PURPOSE_SUPERVISION).build())
            .next()
            .toString());
  }

  private void bad(Area area) {
    Notice.Builder secret = planted(area, 1);
    secret.getHandlingBuilder().setMarking(Marking.MARKING_SECRET);
    Notice.Builder wordy = planted(area, 1).setNarrative(CANARY.repeat(1_000));
    Notice.Builder nowhere = planted(area, 1).setLocalAuthority(CANARY);
    Notice.Builder huge = planted(area, 1).setNarrative(CANARY.repeat(300_000));
    Notice.Builder kind = planted(area, 1).setKindValue(4711);
    for (Notice.Builder notice : List.of(secret, wordy, nowhere, huge, kind)) {
      refused(() -> area.submit(notice));
    }
    refused(() -> area.submit(CANARY + " " + CANARY, planted(area, 1)));
    refused(() ->
        ClientCalls.blockingUnaryCall(
            area.as(area.police + "/system/records"),
            RawMethod.of(IntelligenceServiceGrpc.getSubmitNoticeMethod()),
            CallOptions.DEFAULT,
            ("\n\u007f" + CANARY).getBytes(StandardCharsets.UTF_8)));
    refused(() ->
        IntelligenceServiceGrpc.newBlockingStub(area.as(area.ann))
            .submitNotice(
                SubmitNoticeRequest.newBuilder()
                    .setRequestId(area.requestId())
                    .setNotice(planted(area, 1))
                    .build()));
    refused(() ->
        ClientCalls.blockingUnaryCall(
            area.as(area.police + "/system/records"),
            RawMethod.of(IntelligenceServiceGrpc.getSubmitNoticeMethod()),
            CallOptions.DEFAULT,
            StreamNoticesRequest.newBuilder()
                .addNotices(SubmitNoticeRequest.newBuilder().setNotice(planted(area, 1)))
                .build()
                .toByteArray()));
  }

  private void refused(Runnable call) {
    try {
      call.run();
      throw new AssertionError("the call was answered");
    } catch (StatusRuntimeException e) {
      told.add(e.getStatus() + " " + e.getTrailers() + " " + StatusProto.fromThrowable(e));
    }
  }

  private void threads() throws Exception {
    Path dump = folder.resolve("threads-" + told.size());
    ManagementFactory.getPlatformMXBean(HotSpotDiagnosticMXBean.class)
        .dumpThreads(dump.toString(), HotSpotDiagnosticMXBean.ThreadDumpFormat.TEXT_PLAIN);
    told.add(Files.readString(dump));
  }

  private String get(String path) throws Exception {
    String host = InetAddress.getLoopbackAddress().getHostAddress();
    int port = exchange.bean(MetricsEndpoint.class).port();
    try (HttpClient client = HttpClient.newHttpClient()) {
      return client
          .send(
              HttpRequest.newBuilder(URI.create("http://" + host + ":" + port + path)).build(),
              HttpResponse.BodyHandlers.ofString())
          .body();
    }
  }

  /** Leaves of the log and notices as they are stored. */
  private long rowsThatShowIt() throws Exception {
    try (Connection c = exchange.bean(Database.class).pool().getConnection();
        PreparedStatement s =
            c.prepareStatement(
                "SELECT (SELECT count(*) FROM audit.leaf WHERE position(?::bytea IN leaf) > 0)"
                    + " + (SELECT count(*) FROM intelligence.notice n"
                    + " WHERE strpos(n::text, ?) > 0 OR strpos(n::text, ?) > 0)")) {
      byte[] canary = CANARY.getBytes(StandardCharsets.UTF_8);
      s.setBytes(1, canary);
      s.setString(2, CANARY);
      s.setString(3, java.util.HexFormat.of().formatHex(canary));
      try (ResultSet r = s.executeQuery()) {
        r.next();
        return r.getLong(1);
      }
    }
  }
}
