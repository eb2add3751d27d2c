package uk.yjx.server.alerts;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.grpc.Status;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A stream that moves between servers goes on from its cursor, in both directions: promise 6. */
final class MovedStreamTest {
  private final AlertsExchange exchange = AlertsExchange.shared();

  @TempDir Path folder;

  @Test
  void goesOnAtAnotherServerFromItsCursorAndBackAgainAfterADrain() throws Exception {
    Area area = Area.full();
    area.child(1, area.ann);
    var opening = Reading.opening();
    Reading here = Reading.of(area, area.ann, opening);
    String first = arrest(area, here);
    String second = arrest(area, here);
    here.close();
    area.arrest(1); // while no stream is open
    try (SecondServer other = new SecondServer(exchange, folder)) {
      Reading there =
          Reading.over(other.as(area.ann), opening.clone().setResumeCursor(here.cursor));
      String third = there.event().getAlert().getAlertId();
      assertEquals(3, List.of(first, second, third).stream().distinct().count());
      String fourth = arrest(area, there); // committed at the first server, told at the second

      other.bean(StreamServices.class).drain(Duration.ofSeconds(1));
      assertEquals(Status.Code.OK, there.end().getCode(), "a drain is no error");
      area.arrest(1);
      Reading back = Reading.of(area, area.ann, opening.clone().setResumeCursor(there.cursor));
      List<String> rest = back.untilLive().stream().map(e -> e.getAlert().getAlertId()).toList();
      assertEquals(1, rest.size(), "what came meanwhile, and nothing again");
      assertEquals(false, List.of(first, second, third, fourth).contains(rest.getFirst()));
      back.close();
    }
  }

  private static String arrest(Area area, Reading reading) throws Exception {
    area.arrest(1);
    return reading.event().getAlert().getAlertId();
  }
}
