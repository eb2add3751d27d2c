package uk.yjx.server.safeguarding;

import java.util.Collection;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import uk.yjx.safeguarding.v1.ConcernDecision;
import uk.yjx.safeguarding.v1.ConcernState;
import uk.yjx.safeguarding.v1.ThreadEntryKind;
import uk.yjx.server.kernel.Failure;

/**
 * How a concern stands, as the entries of its thread tell it together; and what may be done about
 * it next. Pure.
 *
 * @param decision what was decided last; unspecified while nothing is
 * @param acknowledged it has arrived with a person of the other side
 * @param rung the next rung of its ladders: those below it have been told
 * @param climbs how often it has climbed
 * @param insufficient how often an answer was not sufficient
 * @param questionFor who was asked something and has not answered; null for nobody
 * @param conversationBy who recorded a conversation that the other has not confirmed; null for none
 */
record Concern(
    ConcernState state,
    ConcernDecision decision,
    boolean acknowledged,
    int rung,
    int climbs,
    int insufficient,
    @Nullable Side questionFor,
    @Nullable Side conversationBy) {

  /** Nothing is waited for any more. */
  static final Failure CLOSED =
      Failure.of(
          Failure.Code.FAILED_PRECONDITION,
          "CONCERN_CLOSED",
          "nothing is waited for any more in this concern");

  static final Failure NOT_YOURS =
      Failure.of(
          Failure.Code.PERMISSION_DENIED, "NOT_YOURS_TO_DO", "this is for the other side to do");

  static final Failure NO_ANSWER =
      Failure.of(
          Failure.Code.FAILED_PRECONDITION, "NO_ANSWER_YET", "the concern has not been answered");

  static final Failure NO_CONVERSATION =
      Failure.of(
          Failure.Code.FAILED_PRECONDITION,
          "NO_CONVERSATION",
          "the other side has recorded no conversation");

  private static final Concern BEFORE =
      new Concern(
          ConcernState.CONCERN_STATE_UNSPECIFIED,
          ConcernDecision.CONCERN_DECISION_UNSPECIFIED,
          false,
          0,
          0,
          0,
          null,
          null);

  /** Who of the two. */
  enum Side {
    RAISER,
    RECEIVER;

    Side other() {
      return this == RAISER ? RECEIVER : RAISER;
    }
  }

  /**
   * One entry of a thread, as far as it matters for how the concern stands.
   *
   * @param by who did it; null for the exchange itself
   * @param rung for what raises or climbs: the next rung from then on; otherwise 0
   */
  record Done(ThreadEntryKind kind, @Nullable Side by, ConcernDecision decision, int rung) {

    /** Something a side does that decides nothing. */
    static Done by(ThreadEntryKind kind, Side side) {
      return new Done(kind, side, ConcernDecision.CONCERN_DECISION_UNSPECIFIED, 0);
    }
  }

  /** How it stands by the entries of its thread, in their order. */
  static Concern of(Collection<Done> thread) {
    Concern concern = BEFORE;
    for (Done done : thread) {
      concern = concern.after(done);
    }
    return concern;
  }

  /** Whether an answer is waited for: only then do the ladders run. */
  boolean waits() {
    return switch (state) {
      case CONCERN_STATE_RAISED, CONCERN_STATE_ACKNOWLEDGED, CONCERN_STATE_INSUFFICIENT -> true;
      case CONCERN_STATE_DECIDED,
          CONCERN_STATE_AGREED,
          CONCERN_STATE_CLOSED,
          CONCERN_STATE_WITHDRAWN,
          CONCERN_STATE_UNSPECIFIED,
          UNRECOGNIZED ->
          false;
    };
  }

  /** Whether an acknowledgement is waited for. */
  boolean waitsForAcknowledgement() {
    return waits() && !acknowledged;
  }

  /** Whether nobody can do anything about it any more, but correct what was said. */
  boolean isClosed() {
    return state == ConcernState.CONCERN_STATE_CLOSED
        || state == ConcernState.CONCERN_STATE_WITHDRAWN;
  }

  /** Why a side may not do this now; empty when it may. */
  Optional<Failure> refuses(ThreadEntryKind kind, Side side) {
    boolean answered =
        state == ConcernState.CONCERN_STATE_DECIDED || state == ConcernState.CONCERN_STATE_AGREED;
    return switch (kind) {
      case THREAD_ENTRY_KIND_CORRECTION, THREAD_ENTRY_KIND_NOT_SHARED -> Optional.empty();
      case THREAD_ENTRY_KIND_QUESTION, THREAD_ENTRY_KIND_ANSWER -> unless(!isClosed(), CLOSED);
      case THREAD_ENTRY_KIND_ACKNOWLEDGED, THREAD_ENTRY_KIND_DECIDED ->
          side == Side.RECEIVER ? unless(waits(), CLOSED) : Optional.of(NOT_YOURS);
      case THREAD_ENTRY_KIND_CONVERSATION -> unless(waits(), CLOSED);
      case THREAD_ENTRY_KIND_CONVERSATION_CONFIRMED ->
          !waits() ? Optional.of(CLOSED) : unless(conversationBy == side.other(), NO_CONVERSATION);
      case THREAD_ENTRY_KIND_INSUFFICIENT, THREAD_ENTRY_KIND_CLOSED ->
          side != Side.RAISER
              ? Optional.of(NOT_YOURS)
              : isClosed() ? Optional.of(CLOSED) : unless(answered, NO_ANSWER);
      case THREAD_ENTRY_KIND_WITHDRAWN ->
          side == Side.RAISER ? unless(!isClosed(), CLOSED) : Optional.of(NOT_YOURS);
      case THREAD_ENTRY_KIND_RAISED,
          THREAD_ENTRY_KIND_CLIMBED,
          THREAD_ENTRY_KIND_ACKNOWLEDGEMENT_OVERDUE,
          THREAD_ENTRY_KIND_UNSPECIFIED,
          UNRECOGNIZED ->
          throw new IllegalArgumentException("nobody does this: " + kind);
    };
  }

  /** How it stands after an entry. */
  Concern after(Done done) {
    return switch (done.kind()) {
      case THREAD_ENTRY_KIND_RAISED ->
          new Concern(
              ConcernState.CONCERN_STATE_RAISED, decision, false, done.rung(), 0, 0, null, null);
      case THREAD_ENTRY_KIND_ACKNOWLEDGED ->
          with(
              state == ConcernState.CONCERN_STATE_RAISED
                  ? ConcernState.CONCERN_STATE_ACKNOWLEDGED
                  : state,
              true,
              questionFor,
              conversationBy);
      case THREAD_ENTRY_KIND_DECIDED ->
          new Concern(
              ConcernState.CONCERN_STATE_DECIDED,
              done.decision(),
              true,
              rung,
              climbs,
              insufficient,
              questionFor,
              null);
      case THREAD_ENTRY_KIND_QUESTION -> {
        Side by = done.by();
        yield with(state, acknowledged, by == null ? questionFor : by.other(), conversationBy);
      }
      case THREAD_ENTRY_KIND_ANSWER ->
          with(state, acknowledged, questionFor == done.by() ? null : questionFor, conversationBy);
      case THREAD_ENTRY_KIND_CONVERSATION -> with(state, acknowledged, questionFor, done.by());
      case THREAD_ENTRY_KIND_CONVERSATION_CONFIRMED ->
          with(ConcernState.CONCERN_STATE_AGREED, true, questionFor, null);
      case THREAD_ENTRY_KIND_INSUFFICIENT ->
          new Concern(
              ConcernState.CONCERN_STATE_INSUFFICIENT,
              decision,
              true,
              done.rung(),
              climbs + 1,
              insufficient + 1,
              questionFor,
              null);
      case THREAD_ENTRY_KIND_CLOSED ->
          with(ConcernState.CONCERN_STATE_CLOSED, acknowledged, null, null);
      case THREAD_ENTRY_KIND_WITHDRAWN ->
          with(ConcernState.CONCERN_STATE_WITHDRAWN, acknowledged, null, null);
      case THREAD_ENTRY_KIND_CLIMBED ->
          new Concern(
              state,
              decision,
              acknowledged,
              done.rung(),
              climbs + 1,
              insufficient,
              questionFor,
              conversationBy);
      case THREAD_ENTRY_KIND_CORRECTION,
          THREAD_ENTRY_KIND_NOT_SHARED,
          THREAD_ENTRY_KIND_ACKNOWLEDGEMENT_OVERDUE,
          THREAD_ENTRY_KIND_UNSPECIFIED,
          UNRECOGNIZED ->
          this;
    };
  }

  private Concern with(
      ConcernState next, boolean arrived, @Nullable Side question, @Nullable Side conversation) {
    return new Concern(next, decision, arrived, rung, climbs, insufficient, question, conversation);
  }

  private static Optional<Failure> unless(boolean may, Failure otherwise) {
    return may ? Optional.empty() : Optional.of(otherwise);
  }
}
