package uk.yjx.cli.demo;

import io.grpc.Context;
import io.grpc.StatusRuntimeException;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import uk.yjx.audit.v1.AuditServiceGrpc;
import uk.yjx.audit.v1.LogLeaf;
import uk.yjx.audit.v1.TailEventsRequest;
import uk.yjx.audit.v1.TailEventsResponse;
import uk.yjx.capabilities.v1.CapabilitiesServiceGrpc;
import uk.yjx.capabilities.v1.GetCapabilitiesRequest;
import uk.yjx.cli.log.LogCheck;
import uk.yjx.cli.output.ProgressBar;
import uk.yjx.cli.output.Screen;
import uk.yjx.client.ExchangeConnection;
import uk.yjx.client.publish.Publication;
import uk.yjx.client.receipts.ExchangeKeys;
import uk.yjx.client.receipts.ReceiptVerdict;
import uk.yjx.client.receipts.ReceiptVerifier;
import uk.yjx.client.receipts.SignedReceipts;
import uk.yjx.client.verify.CanonicalJson;
import uk.yjx.client.verify.Checkpoint;
import uk.yjx.client.verify.JsonValue;
import uk.yjx.client.verify.VerificationException;
import uk.yjx.common.v1.Purpose;
import uk.yjx.common.v1.Receipt;
import uk.yjx.common.v1.ReceiptSignature;

/** The auditor of the demonstration, who keeps the keys and the checkpoint from the beginning. */
final class LogWatch {

  private static final long CALL_SECONDS_MAX = 30;
  private static final Duration MERGE_DELAY = Duration.ofMinutes(1);

  /** Receipts whose place in the log is proved one by one, at most; all signatures are checked. */
  private static final int PROVED_MAX = 100;

  private final ExchangeConnection connection;
  private final InstantSource clock;
  private final ExchangeKeys keys;
  private final LogCheck check;
  private Checkpoint last;

  private LogWatch(ExchangeConnection connection, InstantSource clock, ExchangeKeys keys)
      throws VerificationException {
    this.connection = connection;
    this.clock = clock;
    this.keys = keys;
    this.check = new LogCheck(connection.channel(), keys.logOrigin(), keys.logKey());
    this.last = check.checkpoint(0).checkpoint();
  }

  /** Pins the keys the exchange publishes and takes a first checkpoint. */
  static LogWatch begin(ExchangeConnection auditor, InstantSource clock)
      throws VerificationException {
    return new LogWatch(
        auditor,
        clock,
        ExchangeKeys.published(
            CapabilitiesServiceGrpc.newBlockingStub(auditor.channel())
                .withDeadlineAfter(CALL_SECONDS_MAX, TimeUnit.SECONDS)
                .getCapabilities(GetCapabilitiesRequest.getDefaultInstance())));
  }

  /** A checkpoint over at least {@code size} leaves that only adds to the one before. */
  Checkpoint advance(long size) throws VerificationException {
    Checkpoint next = check.checkpoint(Math.max(size, last.size())).checkpoint();
    check.requireConsistent(last, next);
    last = next;
    return next;
  }

  /** What the log says from a leaf on, one line for each: kind of act, operation and outcome. */
  List<String> eventsFrom(long leaf, long size) throws VerificationException {
    List<String> events = new ArrayList<>();
    Context.CancellableContext call = Context.current().withCancellation();
    Context before = call.attach();
    try {
      Iterator<TailEventsResponse> frames =
          AuditServiceGrpc.newBlockingStub(connection.channel())
              .withDeadlineAfter(CALL_SECONDS_MAX, TimeUnit.SECONDS)
              .tailEvents(
                  TailEventsRequest.newBuilder()
                      .setFromIndex(leaf)
                      .setPurpose(Purpose.PURPOSE_LAWFULNESS_CHECK)
                      .build());
      while (events.size() < size - leaf && frames.hasNext()) {
        for (LogLeaf one : frames.next().getLeavesList()) {
          events.add(line(one));
        }
      }
    } finally {
      call.detach(before);
      call.cancel(null);
    }
    return events;
  }

  private static String line(LogLeaf leaf) throws VerificationException {
    if (!(CanonicalJson.parseCanonical(leaf.getLeaf().toByteArray())
        instanceof JsonValue.Members event)) {
      return "";
    }
    List<String> words = new ArrayList<>();
    for (String member : List.of("type", "op", "outcome")) {
      if (event.values().get(member) instanceof JsonValue.Text(String text)) {
        words.add(text);
      }
    }
    return String.join(" ", words);
  }

  /** Checks everything after the replay; what does not hold is added to {@code problems}. */
  Summary.Audit verify(List<Publication> answers, List<String> problems, Screen screen) {
    try {
      Checkpoint checkpoint = advance(leavesOf(answers));
      try (ProgressBar progress = screen.progress("log", checkpoint.size())) {
        check.requireLeaves(checkpoint, Map.of(), progress::set);
      }
      List<String> receipts = receiptProblems(answers);
      problems.addAll(receipts);
      return new Summary.Audit(
          checkpoint.size(),
          Base64.getEncoder().encodeToString(checkpoint.root()),
          receipts.isEmpty());
    } catch (VerificationException | IOException | StatusRuntimeException e) {
      problems.add("the log: " + e.getMessage());
      return new Summary.Audit(last.size(), Base64.getEncoder().encodeToString(last.root()), false);
    }
  }

  private List<String> receiptProblems(List<Publication> answers) {
    ReceiptVerifier verifier =
        new ReceiptVerifier(connection, keys, MERGE_DELAY, clock, Optional.of(last));
    Instant now = clock.instant();
    List<String> problems = new ArrayList<>();
    List<Receipt> receipts = new ArrayList<>();
    Map<ReceiptSignature, SignedReceipts> frames = new LinkedHashMap<>();
    for (Publication answer : answers) {
      if (answer instanceof Publication.Accepted accepted) {
        receipts.add(accepted.receipt());
        if (accepted.proof().isEmpty()) {
          problems.add("receipt of " + accepted.requestId() + " came without a signature");
        }
        accepted.proof().ifPresent(frame -> frames.putIfAbsent(frame.signature(), frame));
      }
    }
    for (SignedReceipts frame : frames.values()) {
      verifier.checkSignature(frame).ifPresent(forged -> problems.add("a receipt: " + forged));
    }
    int step = Math.max(1, receipts.size() / PROVED_MAX);
    for (int i = 0; i < receipts.size(); i += step) {
      ReceiptVerdict verdict = verifier.verifyInLog(receipts.get(i), now);
      if (!(verdict instanceof ReceiptVerdict.Verified)) {
        problems.add("a receipt: " + verdict);
      }
    }
    return problems;
  }

  private static long leavesOf(List<Publication> answers) {
    long newest = 0;
    for (Publication answer : answers) {
      if (answer instanceof Publication.Accepted accepted) {
        newest = Math.max(newest, accepted.receipt().getLeafIndex() + 1);
      }
    }
    return newest;
  }
}
