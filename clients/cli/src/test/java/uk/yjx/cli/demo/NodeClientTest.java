package uk.yjx.cli.demo;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import com.google.protobuf.util.JsonFormat;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import uk.yjx.caseload.v1.CaseloadServiceGrpc;
import uk.yjx.client.ClientCredentials;
import uk.yjx.common.v1.EventTime;
import uk.yjx.common.v1.Handling;
import uk.yjx.common.v1.LegalGateway;
import uk.yjx.common.v1.Marking;
import uk.yjx.common.v1.Purpose;
import uk.yjx.common.v1.Regime;
import uk.yjx.common.v1.Role;
import uk.yjx.common.v1.TimePrecision;
import uk.yjx.intelligence.v1.InvolvedPerson;
import uk.yjx.intelligence.v1.Notice;
import uk.yjx.intelligence.v1.NoticeKind;
import uk.yjx.intelligence.v1.Offence;
import uk.yjx.intelligence.v1.PersonRole;
import uk.yjx.intelligence.v1.SubmitNoticeRequest;
import uk.yjx.server.ExchangeServer;
import uk.yjx.world.Caseload;
import uk.yjx.world.CaseloadChild;

/** A client in another language works from the .proto files alone. */
class NodeClientTest {
  private static final Path CLIENT = Path.of("..", "node").toAbsolutePath().normalize();

  @TempDir Path folder;

  @Test
  void aJavaScriptClientSubmitsWatchesAndAcknowledgesOverMutualTls() throws Exception {
    assumeNodeIsAtHand();
    Caseload caseload = Caseload.demo();
    CaseloadChild child =
        caseload.children().stream()
            .filter(c -> c.request().getCase().getPerson().getIdentifiersCount() > 0)
            .findFirst()
            .orElseThrow();
    String administrator = caseload.staff(Role.ROLE_DIRECTORY_ADMINISTRATOR).getFirst().id();
    String operator = administrator.substring(0, administrator.indexOf('/'));
    DemoCertificates certificates =
        DemoCertificates.make(
            folder.resolve("pki"),
            caseload.agencies(),
            caseload.staff(),
            operator,
            Clock.systemUTC());
    try (ExchangeServer server =
            ExchangeServer.start(settings(certificates, operator, administrator));
        Connections connections = new Connections(server.port(), certificates)) {
      setUp(caseload, child, certificates, connections, administrator);
      JsonObject result = run(server.port(), certificates, child);

      assertEquals(child.serviceChildId(), result.get("child").getAsString());
      assertEquals("ALERT_KIND_ARREST", result.get("kind").getAsString());
      assertEquals("ACKNOWLEDGE_STATUS_APPLIED", result.get("acknowledged").getAsString());
      assertEquals(3, result.get("refusedWithCode").getAsInt(), "INVALID_ARGUMENT for no persons");
    }
  }

  private static void assumeNodeIsAtHand() throws Exception {
    boolean installed = Files.isDirectory(CLIENT.resolve("node_modules").resolve("@grpc"));
    boolean required = Boolean.getBoolean("yjx.node.required");
    boolean atHand = installed && nodeAnswers();
    assertTrue(atHand || !required, "Node and the packages of clients/node are required here");
    assumeTrue(
        atHand,
        "not run: it needs Node and the packages of clients/node (run clients/node/verify)");
  }

  private static boolean nodeAnswers() throws InterruptedException {
    try {
      return new ProcessBuilder("node", "--version").start().waitFor() == 0;
    } catch (IOException noSuchProgram) {
      return false;
    }
  }

  private Map<String, Object> settings(
      DemoCertificates certificates, String operator, String administrator) {
    return Map.of(
        "yjx.storage.data-dir",
        folder.resolve("data").toString(),
        "yjx.transport.host",
        "localhost",
        "yjx.transport.port",
        0,
        "yjx.transport.certificate",
        certificates.serverCertificate().toString(),
        "yjx.transport.key",
        certificates.serverKey().toString(),
        "yjx.identity.trust-domain",
        DemoCertificates.TRUST_DOMAIN,
        "yjx.identity.operator-agency",
        operator,
        "yjx.identity.operator-anchor",
        certificates.anchorFile(operator).toString(),
        "yjx.identity.administrator",
        administrator);
  }

  private static void setUp(
      Caseload caseload,
      CaseloadChild child,
      DemoCertificates certificates,
      Connections connections,
      String administrator)
      throws InterruptedException {
    DirectorySetUp directory = new DirectorySetUp(caseload, certificates);
    directory.register(connections.of(administrator));
    directory.agree(
        connections.of(caseload.staff(Role.ROLE_AGREEMENT_ADMINISTRATOR).getFirst().id()),
        connections.of(administrator),
        Instant.now());
    CaseloadServiceGrpc.newBlockingStub(
            connections.of(child.service().id() + "/system/casework").channel())
        .recordCase(child.request());
  }

  private JsonObject run(int port, DemoCertificates certificates, CaseloadChild child)
      throws Exception {
    JsonObject settings = new JsonObject();
    settings.addProperty("target", "localhost:" + port);
    settings.addProperty("ca", folder.resolve("pki").resolve("ca.crt").toString());
    String police = child.service().policeAgency() + "/system/records";
    settings.add("police", files(certificates.of(police)));
    settings.add("worker", files(certificates.of(child.lead())));
    settings.add("request", notice(child));
    Path file = folder.resolve("roundtrip.json");
    Files.writeString(file, settings.toString());
    Process node =
        new ProcessBuilder("node", CLIENT.resolve("roundtrip.mjs").toString(), file.toString())
            .directory(CLIENT.toFile())
            .redirectErrorStream(true)
            .start();
    String output = new String(node.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertTrue(node.waitFor(60, TimeUnit.SECONDS), "the client ends");
    assertEquals(0, node.exitValue(), output);
    return JsonParser.parseString(output.strip()).getAsJsonObject();
  }

  private static JsonObject files(ClientCredentials credentials) {
    JsonObject files = new JsonObject();
    files.addProperty("cert", credentials.certificateChain().toString());
    files.addProperty("key", credentials.privateKey().toString());
    return files;
  }

  private static JsonElement notice(CaseloadChild child) throws Exception {
    Notice notice =
        Notice.newBuilder()
            .setKind(NoticeKind.NOTICE_KIND_ARREST)
            .setEventTime(
                EventTime.newBuilder()
                    .setEarliest(
                        com.google.protobuf.Timestamp.newBuilder()
                            .setSeconds(Instant.now().getEpochSecond() - 600))
                    .setPrecision(TimePrecision.TIME_PRECISION_EXACT))
            .addPersons(
                InvolvedPerson.newBuilder()
                    .setPerson(child.request().getCase().getPerson())
                    .setRole(PersonRole.PERSON_ROLE_ARRESTED))
            .setHandling(
                Handling.newBuilder()
                    .setMarking(Marking.MARKING_OFFICIAL_SENSITIVE)
                    .setRegime(Regime.REGIME_DPA_PART3)
                    .setGateway(LegalGateway.LEGAL_GATEWAY_CDA98_S115)
                    .setPurpose(Purpose.PURPOSE_PREVENT_OFFENDING))
            .setOffence(Offence.newBuilder().setCategory("theft"))
            .build();
    SubmitNoticeRequest request =
        SubmitNoticeRequest.newBuilder().setRequestId("node-roundtrip").setNotice(notice).build();
    JsonObject json =
        JsonParser.parseString(JsonFormat.printer().preservingProtoFieldNames().print(request))
            .getAsJsonObject();
    // The JavaScript library takes well-known types as the messages they are.
    JsonObject earliest = new JsonObject();
    earliest.addProperty("seconds", notice.getEventTime().getEarliest().getSeconds());
    json.getAsJsonObject("notice").getAsJsonObject("event_time").add("earliest", earliest);
    return json;
  }
}
