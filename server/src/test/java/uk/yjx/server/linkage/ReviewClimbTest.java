package uk.yjx.server.linkage;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import uk.yjx.alerts.v1.UnownedItem;
import uk.yjx.clocks.v1.Post;
import uk.yjx.common.v1.Role;
import uk.yjx.intelligence.v1.InvolvedPerson;
import uk.yjx.intelligence.v1.NoticeKind;
import uk.yjx.intelligence.v1.PersonRole;
import uk.yjx.linkage.v1.ReviewVerdict;
import uk.yjx.server.alerts.AlertsExchange;
import uk.yjx.server.alerts.Area;
import uk.yjx.server.clocks.ClockRun;

/**
 * An urgent match that nobody decides reaches one after the other, without content (promise 13).
 */
final class ReviewClimbTest {
  private final AlertsExchange exchange = AlertsExchange.shared();
  private final Area area = Area.full();
  private final Desks desks = new Desks(area);

  @Test
  void climbsFromTheDeskToTheOperatorUntilSomebodyDecides() {
    String child = area.child(1, area.ann);
    submit();
    assertEquals(List.of(), item().getToldList());
    pass(31);
    assertEquals(List.of(Post.POST_DUTY_OFFICER), item().getToldList());
    pass(30);
    pass(61);
    assertEquals(
        List.of(Post.POST_DUTY_OFFICER, Post.POST_SERVICE_MANAGER, Post.POST_OPERATOR),
        item().getToldList());
    var review = desks.queue(area.max).getReviews(0);
    desks.decide(area.max, review, child, ReviewVerdict.REVIEW_VERDICT_SAME);
    assertTrue(area.unowned(area.dee).isEmpty(), "closed by the decision");
  }

  @Test
  void climbsNoFurtherOnceSomebodyHasDecided() {
    String child = area.child(1, area.ann);
    submit();
    var review = desks.queue(area.max).getReviews(0);
    desks.decide(area.max, review, child, ReviewVerdict.REVIEW_VERDICT_DIFFERENT);
    pass(121);
    assertTrue(area.unowned(area.dee).isEmpty());
  }

  @Test
  void aRungAtWhichNobodyIsPassesOn() {
    area.child(1, area.ann);
    area.withdraw(area.dee, Role.ROLE_DUTY_OFFICER, area.service);
    submit();
    pass(31);
    pass(0);
    assertEquals(List.of(Post.POST_SERVICE_MANAGER), item().getToldList());
  }

  private void submit() {
    InvolvedPerson.Builder person = area.involved(PersonRole.PERSON_ROLE_ARRESTED, 1);
    person.getPersonBuilder().clearIdentifiers();
    area.submit(area.notice(NoticeKind.NOTICE_KIND_ARREST).addPersons(person));
  }

  private void pass(int minutes) {
    exchange.clock().pass(Duration.ofMinutes(minutes));
    exchange.bean(ClockRun.class).run();
  }

  private UnownedItem item() {
    return area.unowned(area.max).getFirst();
  }
}
