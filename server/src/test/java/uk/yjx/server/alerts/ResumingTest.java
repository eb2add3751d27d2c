package uk.yjx.server.alerts;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.google.protobuf.ByteString;
import io.grpc.Status;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import uk.yjx.alerts.v1.Grant;
import uk.yjx.intelligence.v1.NoticeKind;
import uk.yjx.intelligence.v1.PersonRole;

/** Where readers go on, and who gives way: promise 6. */
final class ResumingTest {

  @Test
  void losesNothingWhereverAReaderComesBack() throws Exception {
    Area area = Area.full();
    area.child(1, area.ann);
    area.child(2, area.ann);
    List<String> all = new ArrayList<>();
    List<ByteString> cursors = new ArrayList<>();
    Reading ann =
        Reading.of(
            area,
            area.ann,
            Reading.opening().setCredit(Grant.newBuilder().setAlerts(0).setBytes(1_000_000)));
    cursors.add(ann.frame().getOpened().getHeadCursor());
    for (int i = 0; i < 4; i++) {
      area.submit(
          area.notice(NoticeKind.NOTICE_KIND_SERIOUS_VIOLENCE, PersonRole.PERSON_ROLE_VICTIM, 1)
              .addPersons(area.involved(PersonRole.PERSON_ROLE_VICTIM, 2)));
    }
    for (int i = 0; i < 8; i++) {
      ann.grant(1, 0);
      all.add(ann.event().getAlert().getAlertId());
      cursors.add(ann.cursor);
    }
    ann.close();
    assertEquals(8, Set.copyOf(all).size());
    for (int cut = 0; cut < cursors.size(); cut++) {
      Reading again =
          Reading.of(area, area.ann, Reading.opening().setResumeCursor(cursors.get(cut)));
      List<String> rest = again.untilLive().stream().map(e -> e.getAlert().getAlertId()).toList();
      assertEquals(all.subList(cut, all.size()), rest, "cut after " + cut);
      again.close();
    }
  }

  @Test
  void beginsWithEverythingStillOpenAndNothingDealtWith() throws Exception {
    Area area = Area.full();
    area.child(1, area.ann);
    Reading ann = Reading.of(area, area.ann);
    area.arrest(1);
    String dealtWith = ann.event().getAlert().getAlertId();
    area.arrest(1);
    String open = ann.event().getAlert().getAlertId();
    ann.acknowledge(dealtWith);
    ann.close();
    Reading fresh = Reading.of(area, area.ann);
    assertEquals(
        List.of(open), fresh.untilLive().stream().map(e -> e.getAlert().getAlertId()).toList());
    fresh.close();
  }

  @Test
  void supersedesAnEarlierStreamOfTheSameInstance() throws Exception {
    Area area = Area.full();
    var opening = Reading.opening();
    Reading first = Reading.of(area, area.ann, opening);
    first.frame();
    Reading second = Reading.of(area, area.ann, opening);
    second.frame();
    Status ended = first.end();
    assertEquals(Status.Code.ABORTED, ended.getCode());
    assertEquals("SUPERSEDED", ended.getDescription());
    Reading other = Reading.of(area, area.ben, opening);
    other.frame();
    assertEquals(List.of(), second.untilLive());
    second.close();
    other.close();
  }

  @Test
  void refusesCursorsThatAreMalformedOrForeign() throws Exception {
    Area area = Area.full();
    Reading ann = Reading.of(area, area.ann);
    ByteString cursor = ann.frame().getOpened().getHeadCursor();
    ann.close();
    assertEquals(
        "CURSOR_MALFORMED",
        Reading.of(
                area,
                area.ann,
                Reading.opening().setResumeCursor(ByteString.copyFromUtf8("nothing")))
            .end()
            .getDescription());
    assertEquals(
        "CURSOR_FOREIGN",
        Reading.of(area, area.ben, Reading.opening().setResumeCursor(cursor))
            .end()
            .getDescription());
    area.grant(area.ann, uk.yjx.common.v1.Role.ROLE_DUTY_OFFICER, area.service);
    assertEquals(
        "CURSOR_EXPIRED",
        Reading.of(area, area.ann, Reading.opening().setResumeCursor(cursor))
            .end()
            .getDescription());
  }
}
