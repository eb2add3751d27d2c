package uk.yjx.server.quarter;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import uk.yjx.audit.v1.AuditEvent;
import uk.yjx.audit.v1.AuditServiceGrpc;
import uk.yjx.audit.v1.GetCheckpointRequest;
import uk.yjx.audit.v1.ListEventsRequest;
import uk.yjx.audit.v1.ListEventsResponse;
import uk.yjx.capabilities.v1.CapabilitiesServiceGrpc;
import uk.yjx.capabilities.v1.GetCapabilitiesRequest;
import uk.yjx.client.receipts.ExchangeKeys;
import uk.yjx.client.verify.Checkpoint;
import uk.yjx.client.verify.Disclosure;
import uk.yjx.client.verify.GrowingTree;
import uk.yjx.client.verify.JsonValue;
import uk.yjx.client.verify.LeafDocument;
import uk.yjx.client.verify.VerificationException;
import uk.yjx.common.v1.Purpose;

/**
 * The audit log as an auditor reads it: the root over all leaves is that of a signed checkpoint,
 * and every opening used is committed to by its leaf. Nothing here is taken from another table.
 */
final class VerifiedLog {
  private static final String AUDITOR = "operator/user/administrator";
  private static final int PAGE = 1_000;
  private static final Pattern STEP = Pattern.compile("run(\\d+)\\.step(\\d+)@(.+)");
  private static final String CLOCKS = "yjx.clocks/CLOCK_KIND_";

  /** What a clock did. */
  record Firing(
      long leaf, String kind, String subject, int run, int step, Instant due, Instant at) {}

  /** What somebody did with a record. */
  record Act(long leaf, String operation, String outcome, Instant at) {}

  final long size;
  final List<Firing> firings = new ArrayList<>();
  final Map<String, List<Act>> acts = new HashMap<>();

  /** When each leaf was written, by its index. */
  final List<Instant> times = new ArrayList<>();

  private VerifiedLog(long size) {
    this.size = size;
  }

  static VerifiedLog read(Servers servers) throws VerificationException, SQLException {
    long written = servers.count("SELECT count(*) FROM audit.leaf");
    ExchangeKeys keys =
        ExchangeKeys.published(
            servers.call(
                AUDITOR,
                channel ->
                    CapabilitiesServiceGrpc.newBlockingStub(channel)
                        .getCapabilities(GetCapabilitiesRequest.getDefaultInstance())));
    String note =
        servers.call(
            AUDITOR,
            channel ->
                AuditServiceGrpc.newBlockingStub(channel)
                    .getCheckpoint(GetCheckpointRequest.newBuilder().setAtLeast(written).build())
                    .getNote());
    Checkpoint checkpoint =
        Checkpoint.open(
            note.getBytes(StandardCharsets.UTF_8), keys.logOrigin(), List.of(keys.logKey()));
    assertTrue(checkpoint.size() >= written, "everything written is covered");
    VerifiedLog log = new VerifiedLog(checkpoint.size());
    GrowingTree tree = new GrowingTree();
    while (tree.size() < log.size) {
      for (AuditEvent event : page(servers, tree.size()).getEventsList()) {
        if (tree.size() < log.size) {
          tree.add(event.getLeaf().toByteArray());
          log.add(event, keys.logOrigin());
        }
      }
    }
    assertArrayEquals(checkpoint.root(), tree.root(), "the root of the signed checkpoint");
    return log;
  }

  private static ListEventsResponse page(Servers servers, long from) {
    return servers.call(
        AUDITOR,
        channel ->
            AuditServiceGrpc.newBlockingStub(channel)
                .withDeadlineAfter(Worker.CALL_SECONDS_MAX, TimeUnit.SECONDS)
                .listEvents(
                    ListEventsRequest.newBuilder()
                        .setFromIndex(from)
                        .setPageSize(PAGE)
                        .setPurpose(Purpose.PURPOSE_LAWFULNESS_CHECK)
                        .setJustification("The quarter.")
                        .build()));
  }

  private void add(AuditEvent event, String origin) throws VerificationException {
    LeafDocument leaf = LeafDocument.parse(event.getLeaf().toByteArray(), origin);
    String operation = leaf.text("op").orElseThrow();
    String outcome = leaf.text("outcome").orElseThrow();
    Instant at = Instant.parse(leaf.text("t").orElseThrow());
    times.add(at);
    if (operation.startsWith(CLOCKS)) {
      Matcher step = STEP.matcher(leaf.text("policy").orElseThrow());
      if (!step.matches()) {
        throw new AssertionError(
            "a clock acted without saying which step: " + event.getLeafIndex());
      }
      if (!outcome.startsWith("cause-ended.")) {
        firings.add(
            new Firing(
                event.getLeafIndex(),
                operation.substring(CLOCKS.length()),
                records(event, leaf).getFirst(),
                Integer.parseInt(step.group(1)),
                Integer.parseInt(step.group(2)),
                Instant.parse(step.group(3)),
                at));
      }
    } else if (operation.endsWith("/AcknowledgeAlerts") || operation.contains(".ConcernService/")) {
      for (String record : records(event, leaf)) {
        acts.computeIfAbsent(record, any -> new ArrayList<>())
            .add(new Act(event.getLeafIndex(), operation, outcome, at));
      }
    }
  }

  /** The records an event is about, as opened and committed to. */
  private static List<String> records(AuditEvent event, LeafDocument leaf)
      throws VerificationException {
    List<String> records = new ArrayList<>();
    for (String encoded : event.getOpeningsList()) {
      Disclosure opening = Disclosure.parse(encoded);
      leaf.require(opening);
      if (opening.name().equals("records")) {
        switch (opening.value()) {
          case JsonValue.Items(List<JsonValue> values) -> {
            for (JsonValue value : values) {
              if (value instanceof JsonValue.Text(String text)) {
                records.add(text);
              }
            }
          }
          case JsonValue.Text(String text) -> records.add(text);
          default -> throw new AssertionError("records are texts");
        }
      }
    }
    return records;
  }
}
