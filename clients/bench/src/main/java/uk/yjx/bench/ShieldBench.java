package uk.yjx.bench;

import io.grpc.Channel;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import uk.yjx.alerts.v1.AlertServiceGrpc;
import uk.yjx.alerts.v1.GetAlertRequest;
import uk.yjx.caseload.v1.CaseloadServiceGrpc;
import uk.yjx.caseload.v1.GetCaseRequest;
import uk.yjx.common.v1.Purpose;
import uk.yjx.intelligence.v1.IntelligenceServiceGrpc;
import uk.yjx.world.CaseloadChild;

/**
 * Tries to tell absent, forbidden and shielded records apart by the time an answer takes, as a
 * manager of a service would: calls of all classes in random turns, over mutual TLS, each answer
 * NOT_FOUND. How long a sender waits for a receipt is measured beside it.
 */
final class ShieldBench {
  private static final long SEED = 5;
  private static final String ABSENT = "absent";
  private static final String CONTROL = "absent'";
  private static final String FORBIDDEN = "forbidden";
  private static final String SHIELDED = "shielded";

  private final ShieldOptions options;
  private final Progress progress;
  private final ShieldWorld world = new ShieldWorld();

  ShieldBench(ShieldOptions options, Progress progress) {
    this.options = options;
    this.progress = progress;
  }

  /** One call that asks for the n-th target of a class. */
  private interface Call {
    void of(int n);
  }

  /** Sets an exchange up, measures, and removes it again. */
  ShieldReport run() throws IOException, InterruptedException {
    Path folder =
        Files.createTempDirectory(Files.createDirectories(options.parent()), "yjx-shield-");
    try {
      BenchPki pki = BenchPki.make(folder.resolve("pki"), world.principals());
      progress.say("starting the exchange");
      try (Target product = Target.product(folder, pki, world.administrator(), List.of())) {
        world.setUp(product.connections(), pki.anchor(), progress);
        List<ShieldReport.Comparison> found = new ArrayList<>();
        compare(found, "GetAlert", getAlert(product.connections()), true);
        compare(found, "GetCase", getCase(product.connections()), true);
        compare(found, "SubmitNotice", submit(product.connections()), false);
        return new ShieldReport(
            Instant.now(), Machine.of(folder, product.disk().version()), options.calls(), found);
      } catch (SQLException e) {
        throw new IllegalStateException("PostgreSQL cannot be asked: " + e.getMessage(), e);
      }
    } finally {
      delete(folder);
    }
  }

  private Map<String, Call> getAlert(Connections connections) {
    List<String> shielded = world.alerts(connections, world.shielded());
    List<String> forbidden = world.alerts(connections, world.foreign());
    List<String> absent =
        Stream.generate(() -> UUID.randomUUID().toString()).limit(shielded.size()).toList();
    Channel reader = connections.of(world.reader()).channel();
    Map<String, Call> calls = new LinkedHashMap<>();
    calls.put(ABSENT, n -> alert(reader, absent.get(n % absent.size())));
    calls.put(CONTROL, n -> alert(reader, absent.get(n % absent.size())));
    calls.put(FORBIDDEN, n -> alert(reader, forbidden.get(n % forbidden.size())));
    calls.put(SHIELDED, n -> alert(reader, shielded.get(n % shielded.size())));
    return calls;
  }

  private static void alert(Channel reader, String id) {
    notFound(() ->
        AlertServiceGrpc.newBlockingStub(reader)
            .getAlert(
                GetAlertRequest.newBuilder()
                    .setAlertId(id)
                    .setPurpose(Purpose.PURPOSE_SUPERVISION)
                    .build()));
  }

  private Map<String, Call> getCase(Connections connections) {
    Channel reader = connections.of(world.reader()).channel();
    List<CaseloadChild> shielded = world.shielded();
    List<CaseloadChild> foreign = world.foreign();
    Map<String, Call> calls = new LinkedHashMap<>();
    calls.put(ABSENT, n -> one(reader, world.service(), absent(shielded, n)));
    calls.put(CONTROL, n -> one(reader, world.service(), absent(shielded, n)));
    calls.put(
        FORBIDDEN,
        n -> {
          CaseloadChild child = foreign.get(n % foreign.size());
          one(reader, child.service().id(), child.serviceChildId());
        });
    calls.put(
        SHIELDED,
        n -> one(reader, world.service(), shielded.get(n % shielded.size()).serviceChildId()));
    return calls;
  }

  /** A number like those of the service, and as long, that it has not given. */
  private static String absent(List<CaseloadChild> like, int n) {
    String number = like.get(n % like.size()).serviceChildId();
    return number.substring(0, number.length() - 1) + "x";
  }

  private static void one(Channel reader, String service, String number) {
    notFound(() ->
        CaseloadServiceGrpc.newBlockingStub(reader)
            .getCase(
                GetCaseRequest.newBuilder().setService(service).setServiceChildId(number).build()));
  }

  private Map<String, Call> submit(Connections connections) {
    List<CaseloadChild> known = world.known();
    List<CaseloadChild> shielded = world.shielded();
    Channel sender =
        connections.of(known.getFirst().service().policeAgency() + "/system/records").channel();
    Map<String, Call> calls = new LinkedHashMap<>();
    calls.put("unknown", n -> send(sender, world.noticeOfAStranger(known.get(n % known.size()))));
    calls.put("known", n -> send(sender, world.notice(known.get(n % known.size()))));
    calls.put(SHIELDED, n -> send(sender, world.notice(shielded.get(n % shielded.size()))));
    return calls;
  }

  private static void send(Channel sender, uk.yjx.intelligence.v1.SubmitNoticeRequest request) {
    if (!IntelligenceServiceGrpc.newBlockingStub(sender)
        .submitNotice(request)
        .getAnswer()
        .hasAccepted()) {
      throw new IllegalStateException("a notice was refused");
    }
  }

  private static void notFound(Runnable call) {
    try {
      call.run();
    } catch (StatusRuntimeException e) {
      if (e.getStatus().getCode() == Status.Code.NOT_FOUND) {
        return;
      }
      throw e;
    }
    throw new IllegalStateException("something was shown that should be hidden");
  }

  private void compare(
      List<ShieldReport.Comparison> found, String name, Map<String, Call> calls, boolean judged)
      throws InterruptedException {
    progress.say(name + ": " + options.calls() + " calls of each of " + calls.size());
    Map<String, long[]> taken = measure(calls);
    List<String> classes = List.copyOf(calls.keySet());
    for (int i = 0; i < classes.size(); i++) {
      for (int j = i + 1; j < classes.size(); j++) {
        String first = classes.get(j);
        String second = classes.get(i);
        if (first.equals(CONTROL) || !second.equals(CONTROL)) {
          found.add(
              new ShieldReport.Comparison(
                  name,
                  first,
                  second,
                  TwoSamples.of(of(taken, first), of(taken, second)),
                  judged && !first.equals(CONTROL)));
        }
      }
    }
  }

  private static long[] of(Map<String, long[]> taken, String name) {
    long[] found = taken.get(name);
    if (found == null) {
      throw new IllegalArgumentException(name);
    }
    return found;
  }

  /** Nanoseconds of every measured call, by class. */
  private Map<String, long[]> measure(Map<String, Call> calls) throws InterruptedException {
    int each = Math.ceilDiv(options.calls(), options.callers());
    int warm = Math.ceilDiv(options.warmup(), options.callers());
    List<Callable<Map<String, long[]>>> callers = new ArrayList<>();
    for (int i = 0; i < options.callers(); i++) {
      Random random = new Random(SEED + i);
      callers.add(() -> turns(calls, random, warm, each));
    }
    Map<String, long[]> all = new LinkedHashMap<>();
    try (ExecutorService threads = Executors.newFixedThreadPool(options.callers())) {
      int caller = 0;
      for (Future<Map<String, long[]>> one : threads.invokeAll(callers)) {
        int offset = each * caller++;
        one.get()
            .forEach((name, values) ->
                System.arraycopy(
                    values,
                    0,
                    all.computeIfAbsent(name, none -> new long[each * options.callers()]),
                    offset,
                    each));
      }
    } catch (ExecutionException e) {
      throw new IllegalStateException("a call failed: " + e.getCause(), e);
    }
    return all;
  }

  /** Every class once in each turn, in an order that is drawn anew. */
  private static Map<String, long[]> turns(
      Map<String, Call> calls, Random random, int warm, int each) {
    Map<String, long[]> taken = new LinkedHashMap<>();
    calls.keySet().forEach(name -> taken.put(name, new long[each]));
    List<Map.Entry<String, Call>> order = new ArrayList<>(calls.entrySet());
    for (int turn = -warm; turn < each; turn++) {
      Collections.shuffle(order, random);
      int target = random.nextInt(ShieldWorld.TARGETS);
      for (Map.Entry<String, Call> one : order) {
        long began = System.nanoTime();
        one.getValue().of(target);
        long time = System.nanoTime() - began;
        if (turn >= 0) {
          of(taken, one.getKey())[turn] = time;
        }
      }
    }
    return taken;
  }

  private static void delete(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(file);
      }
    }
  }
}
