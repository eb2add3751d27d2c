package uk.yjx.cli;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import com.google.protobuf.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import uk.yjx.audit.v1.AuditEvent;
import uk.yjx.audit.v1.AuditServiceGrpc;
import uk.yjx.audit.v1.FindEventsRequest;
import uk.yjx.audit.v1.FindEventsResponse;
import uk.yjx.cli.output.Table;
import uk.yjx.client.ExchangeConnection;
import uk.yjx.client.verify.CanonicalJson;
import uk.yjx.client.verify.Disclosure;
import uk.yjx.client.verify.JsonValue;
import uk.yjx.client.verify.VerificationException;
import uk.yjx.common.v1.Purpose;

/** Questions auditors ask. */
@Command(
    name = "find",
    description = {
      "Ask the log, as an auditor: who has seen anything about a child (--child), everything a",
      "person did or received (--principal), everything shared under an agreement (--agreement),",
      "what was refused (--type refusal), breaks in the heartbeat (--heartbeat). Every page of the",
      "answer is itself in the log. The whole range is read, 20,000 events a call."
    })
final class FindCommand implements Callable<Integer> {

  private static final int PAGE = 500;
  private static final Duration HEARTBEAT_BREAK = Duration.ofMinutes(11);
  private static final String HEARTBEAT = "yjx.audit/Heartbeat";

  private final Yjx yjx;

  @Mixin ConnectionOptions connection = new ConnectionOptions();

  @Option(names = "--child", description = "Id of a child, as other commands show it.")
  String child = "";

  @Option(names = "--principal", description = "Who acted or received: agency/user/name.")
  String principal = "";

  @Option(names = "--agreement", description = "Id of a sharing agreement.")
  String agreement = "";

  @Option(names = "--agency", description = "An agency that acted or received.")
  String agency = "";

  @Option(
      names = "--type",
      description =
          "collection, alteration, consultation, disclosure, combination, erasure, refusal, admin"
              + " or auth.")
  String type = "";

  @Option(
      names = "--from",
      description = "Not before this instant, for example 2026-11-01T00:00:00Z.")
  @Nullable Instant from;

  @Option(names = "--to", description = "Before this instant.")
  @Nullable Instant to;

  @Option(names = "--from-index", defaultValue = "0", description = "First leaf to read.")
  long fromIndex;

  @Option(names = "--limit", defaultValue = "1000", description = "Events to show at most.")
  int limit;

  @Option(names = "--heartbeat", description = "Show where the log was silent for too long.")
  boolean heartbeat;

  @Option(
      names = "--subject-access",
      description = {
        "For the child itself (with --child): when its data was used, by which agencies, why; no",
        "person's name and nothing about anyone else."
      })
  boolean subjectAccess;

  @Option(
      names = "--purpose",
      defaultValue = "lawfulness-check",
      description = "Why you read the log.")
  Purpose purpose = Purpose.PURPOSE_LAWFULNESS_CHECK;

  @Option(names = "--justification", required = true, description = "Why, in your words.")
  String justification = "";

  FindCommand(Yjx yjx) {
    this.yjx = yjx;
  }

  @Override
  public Integer call() throws VerificationException {
    if (subjectAccess && child.isEmpty()) {
      throw CommandFailure.usage("--subject-access is about one child: --child");
    }
    List<Found> found = new ArrayList<>();
    try (ExchangeConnection open = connection.open(yjx.surroundings().environment())) {
      long next = fromIndex;
      long end = Long.MAX_VALUE;
      while (next < end && found.size() < limit) {
        FindEventsResponse page =
            connection
                .limited(AuditServiceGrpc.newBlockingStub(open.channel()))
                .findEvents(question(next));
        for (AuditEvent event : page.getEventsList()) {
          found.add(Found.of(event));
        }
        if (page.getNextIndex() <= next) {
          break;
        }
        next = page.getNextIndex();
        end = page.getTreeSize();
      }
    }
    if (heartbeat) {
      return breaks(found);
    }
    show(found.subList(0, Math.min(limit, found.size())));
    return ExitCode.OK;
  }

  private FindEventsRequest question(long next) {
    FindEventsRequest.Builder question =
        FindEventsRequest.newBuilder()
            .setFromIndex(next)
            .setPageSize(PAGE)
            .setPurpose(purpose)
            .setJustification(justification)
            .setChildId(child)
            .setPrincipal(principal)
            .setAgreementId(agreement)
            .setAgencyId(agency)
            .setType(type)
            .setOperation(heartbeat ? HEARTBEAT : "")
            .setWithoutOpenings(subjectAccess || heartbeat);
    Optional.ofNullable(from).ifPresent(at -> question.setFromTime(timestamp(at)));
    Optional.ofNullable(to).ifPresent(at -> question.setToTime(timestamp(at)));
    return question.build();
  }

  /** One event as people and programs are shown it. */
  private record Found(long index, JsonValue.Members leaf, JsonObject opened) {
    static Found of(AuditEvent event) throws VerificationException {
      JsonObject opened = new JsonObject();
      for (String opening : event.getOpeningsList()) {
        Disclosure disclosure = Disclosure.parse(opening);
        opened.addProperty(
            disclosure.name(),
            new String(
                CanonicalJson.write(disclosure.value()), java.nio.charset.StandardCharsets.UTF_8));
      }
      if (CanonicalJson.parseCanonical(event.getLeaf().toByteArray())
          instanceof JsonValue.Members leaf) {
        return new Found(event.getLeafIndex(), leaf, opened);
      }
      throw new VerificationException(
          uk.yjx.client.verify.Defect.LEAF_MALFORMED, "a leaf is no object");
    }

    String text(String name) {
      return leaf.values().get(name) instanceof JsonValue.Text(String text) ? text : "";
    }
  }

  private void show(List<Found> found) {
    Table table = Table.of("#leaf", "when", "what", "from", "to", "purpose", "who");
    for (Found one : found) {
      if (yjx.screen().json()) {
        yjx.screen().json(json(one).toString());
      } else {
        String who =
            one.opened().has("recipient_id")
                ? one.opened().get("recipient_id").getAsString()
                : one.opened().has("actor_id") ? one.opened().get("actor_id").getAsString() : "";
        table.row(
            Long.toString(one.index()),
            one.text("t"),
            one.text("type") + " " + one.text("outcome"),
            one.text("src_org"),
            one.text("dst_org"),
            one.text("purpose"),
            who);
      }
    }
    yjx.screen().show(table);
    yjx.screen().say(found.size() + " events");
  }

  private static JsonObject json(Found one) {
    JsonObject line = new JsonObject();
    line.addProperty("leaf_index", one.index());
    for (String name :
        List.of("t", "type", "op", "outcome", "src_org", "dst_org", "purpose", "schema")) {
      line.addProperty(name, one.text(name));
    }
    line.add("opened", one.opened());
    return line;
  }

  /** Where nothing was heard for more than two beats. */
  private int breaks(List<Found> beats) {
    JsonArray all = new JsonArray();
    Table table = Table.of("silent from", "to", "seconds");
    Instant last = null;
    for (Found beat : beats) {
      Instant at = Instant.parse(beat.text("t"));
      if (last != null && Duration.between(last, at).compareTo(HEARTBEAT_BREAK) > 0) {
        String seconds = Long.toString(Duration.between(last, at).toSeconds());
        table.row(last.toString(), at.toString(), seconds);
        JsonObject one = new JsonObject();
        one.addProperty("from", last.toString());
        one.addProperty("to", at.toString());
        all.add(one);
      }
      last = at;
    }
    if (yjx.screen().json()) {
      yjx.screen().json(all.toString());
    } else {
      yjx.screen().show(table);
      yjx.screen().say(beats.size() + " heartbeats, " + all.size() + " breaks");
    }
    return all.isEmpty() ? ExitCode.OK : ExitCode.PROBLEMS;
  }

  private static Timestamp timestamp(Instant at) {
    return Timestamp.newBuilder().setSeconds(at.getEpochSecond()).setNanos(at.getNano()).build();
  }
}
