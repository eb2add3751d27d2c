package uk.yjx.cli.demo;

import com.google.gson.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.HdrHistogram.Histogram;
import uk.yjx.world.Replay;

/**
 * The result of the replay alone. The first three are the publishing clients' counts, the next five
 * the operator's, then those of the subscribing clients.
 *
 * @param submitted notices taken by the publishers
 * @param accepted notices answered with a receipt
 * @param refused notices refused
 * @param linked notices linked to a child
 * @param review notices that wait for a person's decision
 * @param unmatched notices that match nobody
 * @param alerts alerts raised, notes excluded
 * @param notes notes raised
 * @param delivered distinct alerts and notes that subscribers saw
 * @param acknowledged distinct alerts whose acknowledgement was confirmed to a subscriber
 * @param lost mailbox entries on the server that no subscriber saw
 * @param duplicates entries that one subscriber saw twice
 * @param latency from send to frame
 * @param audit the log afterwards
 * @param elapsedSeconds from the first send until nothing was left to deliver
 */
record Summary(
    long submitted,
    long accepted,
    long refused,
    long linked,
    long review,
    long unmatched,
    long alerts,
    long notes,
    long delivered,
    long acknowledged,
    long lost,
    long duplicates,
    Latency latency,
    Audit audit,
    double elapsedSeconds) {

  /** Milliseconds with three decimals. */
  record Latency(double p50, double p95, double p99, double max) {
    static Latency of(Histogram nanos) {
      return new Latency(
          millis(nanos.getValueAtPercentile(50)),
          millis(nanos.getValueAtPercentile(95)),
          millis(nanos.getValueAtPercentile(99)),
          millis(nanos.getMaxValue()));
    }

    private static double millis(long nanos) {
      return TimeUnit.NANOSECONDS.toMicros(nanos) / 1000.0;
    }
  }

  /**
   * The log.
   *
   * @param size leaves
   * @param root base64 of the root hash; empty when it could not be read
   * @param verified signature, consistency, receipts and root over every leaf hold
   */
  record Audit(long size, String root, boolean verified) {}

  /** The one JSON object of the demonstration, its keys in the documented order. */
  String json() {
    JsonObject all = new JsonObject();
    all.addProperty("submitted", submitted);
    all.addProperty("accepted", accepted);
    all.addProperty("refused", refused);
    all.addProperty("linked", linked);
    all.addProperty("review", review);
    all.addProperty("unmatched", unmatched);
    all.addProperty("alerts", alerts);
    all.addProperty("notes", notes);
    all.addProperty("delivered", delivered);
    all.addProperty("acknowledged", acknowledged);
    all.addProperty("lost", lost);
    all.addProperty("duplicates", duplicates);
    JsonObject millis = new JsonObject();
    millis.addProperty("p50", latency.p50());
    millis.addProperty("p95", latency.p95());
    millis.addProperty("p99", latency.p99());
    millis.addProperty("max", latency.max());
    all.add("latency_ms", millis);
    JsonObject log = new JsonObject();
    log.addProperty("size", audit.size());
    log.addProperty("root", audit.root());
    log.addProperty("verified", audit.verified());
    all.add("audit", log);
    all.addProperty("elapsed_s", Math.round(elapsedSeconds * 1000) / 1000.0);
    return all.toString();
  }

  /** What does not hold against the truth, in words; empty when everything does. */
  List<String> problems(Replay.Totals truth) {
    List<String> problems = new ArrayList<>();
    equal(problems, "submitted", submitted, truth.submitted());
    equal(problems, "accepted", accepted, submitted);
    equal(problems, "linked", linked, truth.linked());
    equal(problems, "review", review, truth.review());
    equal(problems, "unmatched", unmatched, truth.unmatched());
    equal(problems, "alerts", alerts, truth.alerts());
    equal(problems, "notes", notes, truth.notes());
    equal(problems, "delivered", delivered, alerts + notes);
    equal(problems, "acknowledged", acknowledged, alerts);
    equal(problems, "lost", lost, 0);
    equal(problems, "duplicates", duplicates, 0);
    if (!audit.verified()) {
      problems.add("the log does not verify");
    }
    return problems;
  }

  private static void equal(List<String> problems, String what, long is, long due) {
    if (is != due) {
      problems.add(what + " is " + is + " and must be " + due);
    }
  }
}
