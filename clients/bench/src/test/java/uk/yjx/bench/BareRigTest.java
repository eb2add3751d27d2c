package uk.yjx.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import uk.yjx.world.Workload;

class BareRigTest {

  private static final int NOTICES = 700;
  private static final Duration LONGEST = Duration.ofSeconds(60);

  @Test
  void storesEveryRequestOnceAnswersItAndPushesItToItsSubscriber(@TempDir Path folder)
      throws Exception {
    BenchWorld world = BenchWorld.of(1_000);
    BenchPki pki = BenchPki.make(folder.resolve("pki"), world.principals());
    Arrivals arrivals = new Arrivals();
    try (BareRig rig = BareRig.start(folder.resolve("rig"), pki);
        Connections connections = new Connections(rig.port(), pki);
        Subscribers subscriber = Subscribers.one(world.worker(), connections, arrivals);
        Publisher publisher = Publisher.open(connections.of(world.sender()), NOTICES)) {
      Workload workload = world.workload(1);
      CountDownLatch answered = new CountDownLatch(NOTICES);
      for (int i = 0; i < NOTICES; i++) {
        publisher.publish(workload.next(), nanos -> answered.countDown());
      }

      assertTrue(answered.await(LONGEST.toSeconds(), TimeUnit.SECONDS));
      assertEquals(1, subscriber.size());
      assertEquals(NOTICES, publisher.accepted());
      assertNull(publisher.problem());
      assertTrue(arrivals.awaitReceived(NOTICES, LONGEST));
      assertEquals(NOTICES, arrivals.received());
      assertEquals(
          Integer.toString(NOTICES),
          BenchDisk.of(folder.resolve("rig")).ask("SELECT count(*) FROM rig.notice"));
    }
  }
}
