package uk.yjx.server.casepapers;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import uk.yjx.agreements.v1.PapersStage;
import uk.yjx.casepapers.v1.ContentState;
import uk.yjx.casepapers.v1.Disposal;
import uk.yjx.casepapers.v1.DocumentKind;
import uk.yjx.casepapers.v1.ExpectationState;
import uk.yjx.casepapers.v1.FileType;
import uk.yjx.casepapers.v1.PapersAnswer;
import uk.yjx.casepapers.v1.PapersContent;
import uk.yjx.casepapers.v1.Plea;

/** Papers are judged by what they tell: have, missing, late, withheld. */
final class CompletenessTest {
  private static final CompletenessRules RULES = CompletenessRules.inForce();
  private static final Instant DUE = Instant.parse("2026-11-25T16:00:00Z");
  private static final Instant BEFORE = DUE.minusSeconds(3600);
  private static final Instant AFTER = DUE.plusSeconds(3600);
  private static final Set<PapersContent> NEEDED =
      RULES.needed(
          PapersStage.PAPERS_STAGE_REFERRAL_ORDER,
          Disposal.DISPOSAL_REFERRAL_ORDER,
          Plea.PLEA_GUILTY,
          FileType.FILE_TYPE_GUILTY_ANTICIPATED);

  @Test
  void digitalCaseFileIsAsGoodACaseSummaryAsTheForm() {
    for (DocumentKind kind :
        List.of(
            DocumentKind.DOCUMENT_KIND_CASE_SUMMARY,
            DocumentKind.DOCUMENT_KIND_DIGITAL_CASE_FILE)) {
      Completeness papers = at(BEFORE, List.of(kind), List.of());
      assertTrue(papers.there().contains(PapersContent.PAPERS_CONTENT_CASE_SUMMARY));
      assertEquals(
          List.of(
              PapersContent.PAPERS_CONTENT_ACCOUNT_IN_INTERVIEW,
              PapersContent.PAPERS_CONTENT_CHARGES),
          papers.missing());
    }
  }

  @Test
  void whatIsNeededDependsOnStepOrderPleaAndFile() {
    assertFalse(NEEDED.contains(PapersContent.PAPERS_CONTENT_BASIS_OF_PLEA));
    assertTrue(
        RULES
            .needed(
                PapersStage.PAPERS_STAGE_REFERRAL_ORDER,
                Disposal.DISPOSAL_REFERRAL_ORDER,
                Plea.PLEA_GUILTY_ON_BASIS,
                FileType.FILE_TYPE_UNSPECIFIED)
            .contains(PapersContent.PAPERS_CONTENT_BASIS_OF_PLEA));
    assertTrue(
        RULES
            .needed(
                PapersStage.PAPERS_STAGE_ORDER,
                Disposal.DISPOSAL_YOUTH_REHABILITATION_ORDER,
                Plea.PLEA_NOT_GUILTY,
                FileType.FILE_TYPE_FULL)
            .contains(PapersContent.PAPERS_CONTENT_KEY_EVIDENCE));
  }

  /** An expectation that needs nothing would be complete for ever. */
  @Test
  void everyStepNeedsSomethingAndEveryContentCanBeTold() {
    for (PapersStage stage : PapersStage.values()) {
      if (stage == PapersStage.PAPERS_STAGE_UNSPECIFIED || stage == PapersStage.UNRECOGNIZED) {
        continue;
      }
      Set<PapersContent> needed =
          RULES.needed(
              stage,
              Disposal.DISPOSAL_UNSPECIFIED,
              Plea.PLEA_UNSPECIFIED,
              FileType.FILE_TYPE_UNSPECIFIED);
      assertTrue(needed.contains(PapersContent.PAPERS_CONTENT_CASE_SUMMARY), stage::name);
    }
    for (PapersContent content : PapersContent.values()) {
      if (content != PapersContent.PAPERS_CONTENT_UNSPECIFIED
          && content != PapersContent.UNRECOGNIZED) {
        assertTrue(
            Arrays.stream(DocumentKind.values()).anyMatch(kind -> RULES.tells(kind, content)),
            content::name);
      }
    }
  }

  @Test
  void missingBecomesLateWithTheDueTimeAndNotBefore() {
    assertEquals(
        ContentState.CONTENT_STATE_MISSING,
        at(DUE, List.of(), List.of()).contents().getFirst().getState());
    assertEquals(
        ContentState.CONTENT_STATE_LATE,
        at(AFTER, List.of(), List.of()).contents().getFirst().getState());
  }

  @Test
  void whatIsWithheldByRightIsNotMissing() {
    List<Completeness.Answer> declined = answers(PapersAnswer.PAPERS_ANSWER_DECLINED, null);
    Completeness none = at(AFTER, List.of(), declined);
    assertEquals(List.of(), none.missing());
    assertEquals(ExpectationState.EXPECTATION_STATE_ANSWERED, none.state());
    Completeness some = at(AFTER, List.of(DocumentKind.DOCUMENT_KIND_CASE_SUMMARY), declined);
    assertEquals(ExpectationState.EXPECTATION_STATE_COMPLETE, some.state());
  }

  @Test
  void whatIsAnnouncedForLaterIsNotMissingUntilThen() {
    List<Completeness.Answer> pending =
        answers(PapersAnswer.PAPERS_ANSWER_REDACTION_PENDING, AFTER.plusSeconds(60));
    Completeness then = at(AFTER, List.of(), pending);
    assertEquals(List.of(), then.missing());
    assertEquals(ExpectationState.EXPECTATION_STATE_OPEN, then.state());
    assertEquals(AFTER.plusSeconds(60), then.announcedUntil().orElseThrow());
    Completeness later = at(AFTER.plusSeconds(60), List.of(), pending);
    assertEquals(NEEDED.size(), later.missing().size());
    assertTrue(later.announcedUntil().isEmpty());
  }

  @Test
  void documentThatCameCountsWhateverWasAnswered() {
    Completeness papers =
        at(
            AFTER,
            List.of(DocumentKind.DOCUMENT_KIND_CASE_SUMMARY),
            answers(PapersAnswer.PAPERS_ANSWER_NOT_HELD, null));
    assertTrue(papers.there().contains(PapersContent.PAPERS_CONTENT_CASE_SUMMARY));
  }

  /** More papers never make more missing, and the order in which they come does not matter. */
  @Test
  void arrivalsOnlyEverHelpInWhateverOrder() {
    for (long seed = 1; seed <= 200; seed++) {
      Random random = new Random(seed);
      List<DocumentKind> kinds = new ArrayList<>();
      int missing = at(AFTER, kinds, List.of()).missing().size();
      for (int i = 0; i < 12; i++) {
        kinds.add(DocumentKind.forNumber(1 + random.nextInt(35)));
        Completeness now = at(AFTER, kinds, List.of());
        assertTrue(now.missing().size() <= missing, "seed " + seed);
        missing = now.missing().size();
      }
      Completeness before = at(AFTER, kinds, List.of());
      Collections.shuffle(kinds, random);
      assertEquals(before, at(AFTER, kinds, List.of()), "seed " + seed);
    }
  }

  @Test
  void refusesRulesItDoesNotUnderstand() {
    assertThrows(
        IllegalArgumentException.class, () -> CompletenessRules.read(List.of("version 0")));
    assertThrows(
        IllegalArgumentException.class,
        () -> CompletenessRules.read(List.of("version 1", "needs ORDR * * * CASE_SUMMARY")));
    assertThrows(
        IllegalArgumentException.class,
        () -> CompletenessRules.read(List.of("version 1", "told CASE_SUMMARY MG5")));
    assertThrows(
        IllegalArgumentException.class,
        () -> CompletenessRules.read(List.of("version 1", "wants x")));
  }

  private static Completeness at(
      Instant now, List<DocumentKind> kinds, List<Completeness.Answer> answers) {
    return Completeness.of(
        RULES,
        NEEDED,
        kinds.stream().map(kind -> new Completeness.Arrival(kind, BEFORE)).toList(),
        answers,
        DUE,
        now);
  }

  private static List<Completeness.Answer> answers(
      PapersAnswer answer, @org.jspecify.annotations.Nullable Instant by) {
    return NEEDED.stream()
        .map(content -> new Completeness.Answer(content, answer, by, BEFORE))
        .toList();
  }
}
