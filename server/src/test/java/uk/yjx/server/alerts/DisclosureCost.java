package uk.yjx.server.alerts;

import java.lang.management.ManagementFactory;
import java.util.List;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import uk.yjx.common.v1.LegalGateway;
import uk.yjx.intelligence.v1.Notice;
import uk.yjx.intelligence.v1.NoticeKind;
import uk.yjx.server.agreements.Books;
import uk.yjx.server.intelligence.Parts;

/**
 * Measures what decision and projection cost for one delivery, in CPU time of one thread; it
 * asserts nothing and runs only when asked to with -Dyjx.measure=true.
 */
final class DisclosureCost {
  private static final int ROUNDS = 200_000;

  @Test
  void measure() {
    Assumptions.assumeTrue(Boolean.getBoolean("yjx.measure"));
    Notice notice = DisclosureMatrix.notice(NoticeKind.NOTICE_KIND_ARREST).build();
    NewAlert alert =
        Cutting.alert(
            Parts.of(notice, Books.POLICE, Cutting.NOW).subjects().getFirst(),
            Parts.of(notice, Books.POLICE, Cutting.NOW).category(),
            LegalGateway.LEGAL_GATEWAY_CDA98_S115);
    Cutting cutting = new Cutting(Books.wide(Cutting.NOW), Cut.ALL);
    Cutting uncut = new Cutting(Books.wide(Cutting.NOW), List.of());
    long cold = System.nanoTime();
    cutting.result(alert, Cutting.READERS.getFirst(), true);
    report("first decision and projection of the process, wall", System.nanoTime() - cold, 1);
    for (int i = 0; i < 3; i++) {
      report("notice read with material", cpu(() -> parts(notice)), ROUNDS);
      report("decision and projection", cpu(() -> cut(cutting, alert)), ROUNDS);
      report("the same without cuts", cpu(() -> cut(uncut, alert)), ROUNDS);
    }
  }

  private static void parts(Notice notice) {
    if (Parts.of(notice, Books.POLICE, Cutting.NOW).subjects().isEmpty()) {
      throw new IllegalStateException();
    }
  }

  private static void cut(Cutting cutting, NewAlert alert) {
    if (!(cutting.result(alert, Cutting.READERS.getFirst(), true) instanceof Cutting.Result.Sent)) {
      throw new IllegalStateException();
    }
  }

  private static long cpu(Runnable one) {
    long before = ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
    for (int i = 0; i < ROUNDS; i++) {
      one.run();
    }
    return ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime() - before;
  }

  private static void report(String what, long nanos, int times) {
    System.err.printf("%-55s %8.2f us%n", what, nanos / 1e3 / times);
  }
}
