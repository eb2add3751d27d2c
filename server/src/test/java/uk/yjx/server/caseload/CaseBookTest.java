package uk.yjx.server.caseload;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static uk.yjx.server.caseload.Cases.ADA;
import static uk.yjx.server.caseload.Cases.BEN;
import static uk.yjx.server.caseload.Cases.CARA;
import static uk.yjx.server.caseload.Cases.NOW;
import static uk.yjx.server.caseload.Cases.SOUTHWARK;
import static uk.yjx.server.caseload.Cases.book;
import static uk.yjx.server.caseload.Cases.child;
import static uk.yjx.server.caseload.Cases.coWorker;
import static uk.yjx.server.caseload.Cases.cover;
import static uk.yjx.server.caseload.Cases.group;
import static uk.yjx.server.caseload.Cases.in;
import static uk.yjx.server.caseload.Cases.lead;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class CaseBookTest {

  @Test
  void changesLeadAtTheVeryInstantTheNextOneBegins() {
    CaseBook book = book(List.of(Cases.of(1, lead(ADA, in(-9), in(2)), lead(BEN, in(2), null))));
    assertEquals(Optional.of(ADA), book.holders(child(1), NOW).lead());
    assertEquals(Optional.of(ADA), book.holders(child(1), in(2).minusNanos(1000)).lead());
    assertEquals(Optional.of(BEN), book.holders(child(1), in(2)).lead());
  }

  @Test
  void isHeldByNobodyBeforeAndAfterItsAllocationsAndWhenUnknown() {
    CaseBook book = book(List.of(Cases.of(1, lead(ADA, in(1), in(2)))));
    assertTrue(book.holders(child(1), NOW).isNobody());
    assertTrue(book.holders(child(1), in(2)).isNobody());
    assertTrue(book.holders(child(9), NOW).isNobody());
  }

  @Test
  void namesCoWorkersAndPracticeGroupsInOrder() {
    Holders holders =
        book(List.of(
                Cases.of(
                    1,
                    coWorker(CARA, in(-1), null),
                    group("Gangs", in(-1)),
                    lead(ADA, in(-1), null),
                    coWorker(BEN, in(-1), null))))
            .holders(child(1), NOW);
    assertEquals(List.of(BEN, CARA), holders.coWorkers());
    assertEquals(List.of("Gangs"), holders.practiceGroups());
    assertEquals(Set.of(ADA, BEN, CARA), holders.workers());
  }

  @Test
  void isCoveredFromTheDateCoverStartsUntilItEnds() {
    CaseBook book =
        book(List.of(Cases.of(1, lead(ADA, in(-9), null))), cover(ADA, BEN, in(1), in(3)));
    assertEquals(Map.of(), book.holders(child(1), NOW).standIns());
    assertEquals(Map.of(BEN, ADA), book.holders(child(1), in(1)).standIns());
    assertEquals(Map.of(), book.holders(child(1), in(3)).standIns());
    assertEquals(List.of(), book.allocatedTo(BEN, NOW));
    assertEquals(List.of(child(1)), book.allocatedTo(BEN, in(1)));
    assertEquals(List.of(child(1)), book.allocatedTo(ADA, in(1)), "the absent worker keeps it");
  }

  @Test
  void followsCoverForCoverAndEndsWhereItMeetsItself() {
    CaseBook book =
        book(
            List.of(Cases.of(1, lead(ADA, in(-9), null))),
            cover(ADA, BEN, in(0), in(9)),
            cover(BEN, CARA, in(0), in(9)),
            cover(CARA, ADA, in(0), in(9)));
    assertEquals(Map.of(BEN, ADA, CARA, BEN), book.holders(child(1), NOW).standIns());
    assertEquals(List.of(child(1)), book.allocatedTo(CARA, NOW));
  }

  @Test
  void forgetsWhoHeldAReplacedCaseAndKeepsTheEarlierBookAsItWas() {
    CaseBook first = book(List.of(Cases.of(1, lead(ADA, in(-9), in(5)))));
    CaseBook second =
        first.with(List.of(Cases.of(1, lead(BEN, in(-1), in(7)))), List.of(), List.of());
    assertEquals(List.of(), second.allocatedTo(ADA, NOW));
    assertEquals(List.of(child(1)), second.allocatedTo(BEN, NOW));
    assertEquals(Optional.of(in(7)), second.nextChangeAfter(NOW));
    assertEquals(List.of(child(1)), first.allocatedTo(ADA, NOW));
    assertEquals(Optional.of(in(5)), first.nextChangeAfter(NOW));
    assertEquals(1, second.size());
  }

  @Test
  void findsACaseByTheNumberOfItsService() {
    CaseBook book = book(List.of(Cases.of(1), Cases.of(2)));
    assertEquals(Optional.of(child(2)), book.numbered(SOUTHWARK, "SW-2").map(ChildCase::id));
    assertEquals(Optional.empty(), book.numbered(SOUTHWARK, "SW-3"));
    CaseBook erased = book.with(List.of(), List.of(child(2), child(9)), List.of());
    assertEquals(Optional.empty(), erased.numbered(SOUTHWARK, "SW-2"));
    assertEquals(1, erased.size());
  }

  @Test
  void tellsWhatChangesByDateAfterOneInstantUpToAnother() {
    CaseBook book =
        book(
            List.of(
                Cases.of(1, lead(ADA, in(-9), in(2)), lead(BEN, in(2), null)),
                Cases.of(2, lead(CARA, in(-9), null)),
                Cases.of(3, lead(BEN, in(-9), null))),
            cover(CARA, BEN, in(4), in(6)));
    assertTrue(book.datedChanges(NOW, in(2).minusNanos(1000)).isEmpty());
    assertEquals(Set.of(child(1)), book.datedChanges(NOW, in(2)).children());
    assertTrue(book.datedChanges(in(2), in(3)).isEmpty(), "once only");
    DatedChanges coverStarts = book.datedChanges(in(3), in(4));
    assertEquals(Set.of(child(2)), coverStarts.children());
    assertEquals(Set.of(CARA, BEN), coverStarts.principals());
    assertEquals(Set.of(SOUTHWARK), coverStarts.services());
    assertEquals(Set.of(child(2)), book.datedChanges(in(5), in(6)).children(), "cover ends");
    assertEquals(Set.of(child(1), child(2)), book.datedChanges(NOW, in(99)).children());
  }

  @Test
  void tellsOfChildrenReachedThroughCoverForCover() {
    CaseBook book =
        book(
            List.of(Cases.of(1, lead(ADA, in(-9), null))),
            cover(ADA, BEN, in(-1), in(9)),
            cover(BEN, CARA, in(2), in(3)));
    assertEquals(Set.of(child(1)), book.datedChanges(in(1), in(2)).children());
  }

  @Test
  void leavesOutDatesThatHadPassedWhenTheCaseWasRecorded() {
    CaseBook book = book(List.of(Cases.of(1, lead(ADA, in(-9), in(-5)), lead(BEN, NOW, null))));
    assertTrue(book.datedChanges(Instant.EPOCH, in(99)).isEmpty());
    assertEquals(Optional.empty(), book.nextChangeAfter(Instant.EPOCH));
  }
}
