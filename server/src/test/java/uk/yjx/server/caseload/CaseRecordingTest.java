package uk.yjx.server.caseload;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static uk.yjx.server.TestNodes.await;
import static uk.yjx.server.caseload.TestService.ADA;
import static uk.yjx.server.caseload.TestService.BEN;
import static uk.yjx.server.caseload.TestService.EDITOR;
import static uk.yjx.server.caseload.TestService.SERVICE_ID;
import static uk.yjx.server.caseload.TestService.SWINDON_EDITOR;
import static uk.yjx.server.caseload.TestService.aCase;
import static uk.yjx.server.caseload.TestService.lead;
import static uk.yjx.server.caseload.TestService.recorder;
import static uk.yjx.server.caseload.TestService.refusal;
import static uk.yjx.server.caseload.TestService.request;

import io.micronaut.context.ApplicationContext;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import uk.yjx.caseload.v1.Case;
import uk.yjx.caseload.v1.RecordCaseRequest;
import uk.yjx.caseload.v1.RecordCaseResponse;
import uk.yjx.common.v1.PartialDate;
import uk.yjx.common.v1.PersonName;
import uk.yjx.server.TestNodes;
import uk.yjx.server.identity.Caller;
import uk.yjx.server.kernel.ChildId;
import uk.yjx.server.kernel.PersonDescription;
import uk.yjx.server.kernel.PrincipalId;
import uk.yjx.server.matching.Match;
import uk.yjx.server.matching.Matcher;
import uk.yjx.server.matching.Rule;

/** Cases on their way to their commit, on a real database. */
class CaseRecordingTest {
  private static final TestService at = new TestService();

  @AfterAll
  static void stop() {
    at.close();
  }

  @Test
  void importsAThousandCasesThatARestartedNodeReadsAsTheSame() {
    List<CompletableFuture<RecordCaseResponse>> answers = new ArrayList<>();
    for (int i = 0; i < 1_000; i++) {
      answers.add(
          recorder(at.node).record(at.editor, request("import-" + i, aCase("I-" + i, i).build())));
    }
    answers.forEach(TestNodes::await);
    CaseBook before = at.book();
    assertTrue(before.size() >= 1_000);
    ApplicationContext other = at.exchange.startNode();
    CaseBook after = other.getBean(Caseload.class).now();
    assertEquals(content(before), content(after));
    PrincipalId ada = PrincipalId.parse(ADA);
    Instant soon = Instant.now().plus(Duration.ofHours(1));
    assertEquals(before.allocatedTo(ada, soon), after.allocatedTo(ada, soon));
    assertEquals(
        before.datedChanges(Instant.EPOCH, Instant.MAX),
        after.datedChanges(Instant.EPOCH, Instant.MAX));
  }

  @Test
  void givesTheFirstAnswerAgainAndRefusesOtherContentUnderTheSameId() {
    RecordCaseRequest request = request("same-id-1", aCase("S-1", 50_001).build());
    RecordCaseResponse first = await(recorder(at.node).record(at.editor, request));
    RecordCaseResponse again = await(recorder(at.node).record(at.editor, request));
    assertEquals(first, again);
    assertEquals(1, again.getVersion());
    assertEquals(
        "REQUEST_ID_REUSED", at.refused(request("same-id-1", aCase("S-1", 50_002).build())));
  }

  @Test
  void refusesToReplaceAnotherVersionButRepeatsItsOwnAnswer() {
    RecordCaseResponse one = at.record(aCase("V-1", 60_001));
    RecordCaseRequest second =
        request("version-two", aCase("V-1", 60_002).setVersion(one.getVersion()).build());
    assertEquals(2, await(recorder(at.node).record(at.editor, second)).getVersion());
    assertEquals(
        2,
        await(recorder(at.node).record(at.editor, second)).getVersion(),
        "sent again it meets the version it made itself");
    assertEquals(
        "CASE_VERSION_CHANGED",
        at.refused(request("version-three", aCase("V-1", 60_003).setVersion(1).build())));
    assertEquals(
        3, at.record(aCase("V-1", 60_004)).getVersion(), "version 0 replaces whatever is there");
  }

  @Test
  void countsVersionsWhenOneChildIsRecordedManyTimesAtOnce() {
    List<CompletableFuture<RecordCaseResponse>> answers = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      answers.add(
          recorder(at.node)
              .record(at.editor, request("at-once-" + i, aCase("O-1", 70_000).build())));
    }
    List<Integer> versions = answers.stream().map(a -> await(a).getVersion()).sorted().toList();
    assertEquals(IntStream.rangeClosed(1, 20).boxed().toList(), versions);
    assertEquals(1, answers.stream().map(a -> await(a).getChildId()).distinct().count());
  }

  @Test
  void twoNodesOnOneDatabaseSeeEachOthersChanges() {
    ApplicationContext other = at.exchange.startNode();
    RecordCaseResponse here = at.record(aCase("T-1", 80_001));
    // The other node's next commit learns of everything committed before it.
    RecordCaseResponse there =
        await(recorder(other).record(at.editor, request("other-1", aCase("T-2", 80_002).build())));
    assertEquals(
        here.getChildId(),
        other
            .getBean(Caseload.class)
            .now()
            .numbered(SERVICE_ID, "T-1")
            .orElseThrow()
            .id()
            .toString());
    RecordCaseResponse replaced =
        await(recorder(other).record(at.editor, request("other-2", aCase("T-1", 80_003).build())));
    assertEquals(here.getChildId(), replaced.getChildId());
    assertEquals(2, replaced.getVersion());
    at.record(aCase("T-3", 80_004));
    CaseBook book = at.book();
    assertEquals(2, book.numbered(SERVICE_ID, "T-1").orElseThrow().version());
    assertEquals(
        there.getChildId(), book.numbered(SERVICE_ID, "T-2").orElseThrow().id().toString());
  }

  @Test
  void refusesLeadersWhoMayNotLeadAndTwoAtOneTime() {
    assertEquals(
        "ALLOCATION_NOT_ELIGIBLE",
        at.refused(request(at.id(), aCase("E-1", 1).addAllocations(lead(EDITOR)).build())));
    assertEquals(
        "ALLOCATION_NOT_ELIGIBLE",
        at.refused(
            request(
                at.id(),
                aCase("E-1", 1).addAllocations(lead("southwark-yjs/user/no.body")).build())));
    assertEquals(
        "ALLOCATION_NOT_ELIGIBLE",
        at.refused(
            request(
                at.id(),
                aCase("E-1", 1).addAllocations(lead(ADA)).addAllocations(lead(BEN)).build())));
    assertEquals(Optional.empty(), at.book().numbered(SERVICE_ID, "E-1"));
  }

  @Test
  void refusesAnotherServicesCaseload() {
    Caller swindon = at.exchange.caller(SWINDON_EDITOR);
    RecordCaseRequest request = request(at.id(), aCase("X-1", 1).build());
    assertEquals(
        "SERVICE_NOT_ALLOWED",
        refusal(() -> await(recorder(at.node).record(swindon, request))).reason());
  }

  @Test
  void matchesAChildOnceRecordedAndNoMoreWhenItsCaseIsClosed() {
    PersonDescription person =
        CaseTranslation.read(aCase("M-1", 90_001).build(), Instant.now()).person();
    Matcher matcher = at.node.getBean(Matcher.class);
    assertInstanceOf(Match.None.class, matcher.match(person));
    RecordCaseResponse recorded = at.record(aCase("M-1", 90_001));
    Match.Linked linked = assertInstanceOf(Match.Linked.class, matcher.match(person));
    assertEquals(recorded.getChildId(), linked.child().toString());
    at.record(aCase("M-1", 90_001).setClosed(true));
    assertInstanceOf(Match.None.class, matcher.match(person));
  }

  @Test
  void anotherNodeFindsTheSameChildrenInMisspeltNames() {
    List<PersonDescription> asked = new ArrayList<>();
    for (String forename : List.of("Marjoram", "Ptolemy", "Ottoline", "Peregrine")) {
      for (String surname : List.of("Quillfeather", "Wraxhall", "Marchbanks", "Thistlewood")) {
        String number = "A-" + asked.size();
        var unused = at.record(named(number, 95_000 + asked.size(), forename, surname));
        asked.add(
            CaseTranslation.read(
                    named("X", 97_000, forename, surname.substring(0, 1) + surname.substring(2))
                        .build(),
                    Instant.now())
                .person());
      }
    }
    var closed = at.record(named("A-0", 95_000, "Marjoram", "Quillfeather").setClosed(true));
    Matcher here = at.node.getBean(Matcher.class);
    Matcher there = at.exchange.startNode().getBean(Matcher.class);
    for (int i = 0; i < asked.size(); i++) {
      Match match = here.match(asked.get(i));
      assertEquals(match, there.match(asked.get(i)), "read from the tables as it was built");
      if (i == 0) {
        assertInstanceOf(Match.None.class, match, closed.getChildId() + " is closed");
      } else {
        assertEquals(
            Rule.DESCRIPTION_ALIKE, assertInstanceOf(Match.Review.class, match).why(), "" + i);
      }
    }
  }

  /** A case of a name, born on one day with all others, without numbers. */
  private static Case.Builder named(String number, int person, String forename, String surname) {
    Case.Builder it = aCase(number, person);
    it.getPersonBuilder()
        .clearIdentifiers()
        .setDatesOfBirth(0, PartialDate.newBuilder().setYear(2011).setMonth(7).setDay(23))
        .setNames(0, PersonName.newBuilder().addForenames(forename).setSurname(surname));
    return it;
  }

  private static Map<ChildId, ChildCase> content(CaseBook book) {
    Map<ChildId, ChildCase> found = new HashMap<>();
    book.forEach(it -> found.put(it.id(), it));
    return found;
  }
}
