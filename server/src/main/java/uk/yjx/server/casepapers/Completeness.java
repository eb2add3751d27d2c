package uk.yjx.server.casepapers;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import uk.yjx.casepapers.v1.ContentStanding;
import uk.yjx.casepapers.v1.ContentState;
import uk.yjx.casepapers.v1.DocumentKind;
import uk.yjx.casepapers.v1.ExpectationState;
import uk.yjx.casepapers.v1.PapersAnswer;
import uk.yjx.casepapers.v1.PapersContent;
import uk.yjx.server.journal.Receipts;

/**
 * What of the papers is there, missing, late or withheld, judged by what they tell and not by which
 * form they are on. Pure.
 *
 * @param contents one for each thing the rules ask for, in the order of the contract
 */
record Completeness(List<ContentStanding> contents) {

  /** A document that can be read, or could before another took its place. */
  record Arrival(DocumentKind kind, Instant at) {}

  /**
   * What the sender said of one content; of several the last counts.
   *
   * @param expectedBy when it is to come after all; null where it is not
   */
  record Answer(
      PapersContent content, PapersAnswer answer, @Nullable Instant expectedBy, Instant at) {}

  Completeness {
    contents = List.copyOf(contents);
  }

  /**
   * How an expectation stands.
   *
   * @param needed what the rules ask for
   * @param due when it was to be there
   */
  static Completeness of(
      CompletenessRules rules,
      Collection<PapersContent> needed,
      List<Arrival> arrivals,
      List<Answer> answers,
      Instant due,
      Instant now) {
    Map<PapersContent, Answer> said = new EnumMap<>(PapersContent.class);
    answers.forEach(answer -> said.put(answer.content(), answer));
    List<ContentStanding> contents = new ArrayList<>();
    for (PapersContent content : needed.stream().sorted().toList()) {
      contents.add(standing(rules, content, arrivals, said.get(content), due, now));
    }
    return new Completeness(contents);
  }

  /** What is missing: neither there, nor withheld by right, nor announced for later. */
  List<PapersContent> missing() {
    return in(ContentState.CONTENT_STATE_MISSING, ContentState.CONTENT_STATE_LATE);
  }

  /** What is there, from the sender or by another way. */
  List<PapersContent> there() {
    return in(ContentState.CONTENT_STATE_HAVE, ContentState.CONTENT_STATE_OTHER_ROUTE);
  }

  /** Until when the sender has announced what is still to come; empty when nothing is. */
  Optional<Instant> announcedUntil() {
    return contents.stream()
        .filter(c -> isAnnounced(c.getState()))
        .map(c -> CourtRules.instant(c.getExpectedBy()))
        .max(Instant::compareTo);
  }

  /** Where the expectation stands. What is withheld by right is not waited for. */
  ExpectationState state() {
    boolean waits = !missing().isEmpty() || announcedUntil().isPresent();
    if (waits) {
      return ExpectationState.EXPECTATION_STATE_OPEN;
    }
    return there().isEmpty()
        ? ExpectationState.EXPECTATION_STATE_ANSWERED
        : ExpectationState.EXPECTATION_STATE_COMPLETE;
  }

  private List<PapersContent> in(ContentState one, ContentState other) {
    return contents.stream()
        .filter(c -> c.getState() == one || c.getState() == other)
        .map(ContentStanding::getContent)
        .toList();
  }

  private static ContentStanding standing(
      CompletenessRules rules,
      PapersContent content,
      List<Arrival> arrivals,
      @Nullable Answer answer,
      Instant due,
      Instant now) {
    ContentStanding.Builder out = ContentStanding.newBuilder().setContent(content);
    Optional<Instant> came =
        arrivals.stream()
            .filter(a -> rules.tells(a.kind(), content))
            .map(Arrival::at)
            .min(Instant::compareTo);
    if (came.isPresent()) {
      return out.setState(ContentState.CONTENT_STATE_HAVE)
          .setSince(Receipts.timestamp(came.get()))
          .build();
    }
    if (answer != null) {
      Instant by = answer.expectedBy();
      out.setState(state(answer.answer())).setSince(Receipts.timestamp(answer.at()));
      if (by == null) {
        return out.build();
      }
      if (now.isBefore(by)) {
        return out.setExpectedBy(Receipts.timestamp(by)).build();
      }
      // What was announced and did not come is late, whatever was said.
      return out.setState(ContentState.CONTENT_STATE_LATE).build();
    }
    return out.setState(
            now.isAfter(due) ? ContentState.CONTENT_STATE_LATE : ContentState.CONTENT_STATE_MISSING)
        .build();
  }

  private static ContentState state(PapersAnswer answer) {
    return switch (answer) {
      case PAPERS_ANSWER_DECLINED -> ContentState.CONTENT_STATE_WITHHELD;
      case PAPERS_ANSWER_NOT_HELD -> ContentState.CONTENT_STATE_NOT_HELD;
      case PAPERS_ANSWER_WITH_POLICE -> ContentState.CONTENT_STATE_WITH_POLICE;
      case PAPERS_ANSWER_REDACTION_PENDING -> ContentState.CONTENT_STATE_REDACTION_PENDING;
      case PAPERS_ANSWER_SENT_BY_OTHER_ROUTE -> ContentState.CONTENT_STATE_OTHER_ROUTE;
      case PAPERS_ANSWER_UNSPECIFIED, UNRECOGNIZED ->
          throw new IllegalArgumentException("there is no such answer");
    };
  }

  private static boolean isAnnounced(ContentState state) {
    return state == ContentState.CONTENT_STATE_WITH_POLICE
        || state == ContentState.CONTENT_STATE_REDACTION_PENDING;
  }
}
