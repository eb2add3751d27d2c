package uk.yjx.server.evidence;

import jakarta.inject.Singleton;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Optional;
import uk.yjx.audit.v1.AuditEvent;
import uk.yjx.audit.v1.FindEventsRequest;
import uk.yjx.audit.v1.FindEventsResponse;

/**
 * Answers questions by reading the log itself, leaf by leaf, and opening what may be opened. The
 * index beside the log says which leaves need not be read; no answer comes from it. A page reads at
 * most {@link #SCAN_MAX} leaves.
 */
@Singleton
final class EventSearch {
  /** Leaves read for one page. */
  static final int SCAN_MAX = 20_000;

  /** Events in a page whose size was not asked for. */
  static final int PAGE_DEFAULT = 100;

  private final LogStore store;
  private final EventPages pages;
  private final LeafIndex index;

  EventSearch(LogStore store, EventPages pages, LeafIndex index) {
    this.store = store;
    this.pages = pages;
    this.index = index;
  }

  /** The next page of answers; it must not be sent before its reading is committed. */
  FindEventsResponse find(FindEventsRequest question, LogHead head) {
    return store.borrow(c -> {
      c.setAutoCommit(false); // A cursor needs a transaction.
      try {
        return read(c, question, head);
      } finally {
        c.rollback();
      }
    });
  }

  private FindEventsResponse read(Connection c, FindEventsRequest question, LogHead head)
      throws SQLException {
    LeafIndex.Reach reach = index.reach(c, question, head, SCAN_MAX);
    Page page = new Page(question);
    for (LeafIndex.Span span : reach.spans()) {
      if (!pages.each(c, span.from(), span.to(), page)) {
        return page.until(page.read, head);
      }
    }
    return page.until(reach.next(), head);
  }

  /** The question as the log keeps it, sealed. */
  static String inWords(FindEventsRequest question, FindEventsResponse page) {
    return "leaves %d to %d; principal %s; agreement %s; agency %s; type %s; operation %s"
        .formatted(
            question.getFromIndex(),
            page.getNextIndex(),
            question.getPrincipal(),
            question.getAgreementId(),
            question.getAgencyId(),
            question.getType(),
            question.getOperation());
  }

  private Optional<AuditEvent> answering(FindEventsRequest question, ResultSet r)
      throws SQLException {
    if (!matchesPlain(question, PlainFacts.of(r.getBytes(2)))) {
      return Optional.empty();
    }
    AuditEvent event = pages.event(r);
    return matchesOpened(question, OpenedFacts.of(event.getOpeningsList()))
        ? Optional.of(
            question.getWithoutOpenings() ? event.toBuilder().clearOpenings().build() : event)
        : Optional.empty();
  }

  private static boolean matchesPlain(FindEventsRequest question, PlainFacts leaf) {
    return matches(question.getType(), leaf.type())
        && matches(question.getOperation(), leaf.operation())
        && matches(question.getAgreementId(), leaf.agreement())
        && (question.getAgencyId().isEmpty()
            || question.getAgencyId().equals(leaf.source())
            || question.getAgencyId().equals(leaf.recipient()))
        && isWithin(question, leaf);
  }

  private static boolean isWithin(FindEventsRequest question, PlainFacts leaf) {
    if (!question.hasFromTime() && !question.hasToTime()) {
      return true;
    }
    Instant at = leaf.at();
    Instant from = instant(question.getFromTime());
    Instant to = question.hasToTime() ? instant(question.getToTime()) : Instant.MAX;
    return !at.isBefore(from) && at.isBefore(to);
  }

  private static Instant instant(com.google.protobuf.Timestamp time) {
    return Instant.ofEpochSecond(time.getSeconds(), time.getNanos());
  }

  /** A member that was erased answers no question: its leaf remains in the list of all events. */
  private static boolean matchesOpened(FindEventsRequest question, OpenedFacts opened) {
    return (question.getChildId().isEmpty() || opened.children().contains(question.getChildId()))
        && (question.getPrincipal().isEmpty()
            || opened.principals().contains(question.getPrincipal()));
  }

  private static boolean matches(String wanted, String found) {
    return wanted.isEmpty() || wanted.equals(found);
  }

  /** Answers as they are found, until there are enough. */
  private final class Page implements EventPages.RowReader {
    private final FindEventsRequest question;
    private final FindEventsResponse.Builder answers = FindEventsResponse.newBuilder();
    private final int wanted;
    private int bytes;

    /** All leaves below this index were looked at. */
    private long read;

    Page(FindEventsRequest question) {
      this.question = question;
      this.wanted = question.getPageSize() == 0 ? PAGE_DEFAULT : question.getPageSize();
      this.read = question.getFromIndex();
    }

    @Override
    public boolean take(ResultSet row) throws SQLException {
      Optional<AuditEvent> event = answering(question, row);
      read = row.getLong(1) + 1;
      if (event.isPresent()) {
        answers.addEvents(event.get());
        bytes += event.get().getSerializedSize();
      }
      return answers.getEventsCount() < wanted && bytes < EventPages.PAGE_BYTES_MAX;
    }

    FindEventsResponse until(long next, LogHead head) {
      return answers.setNextIndex(next).setTreeSize(head.size()).build();
    }
  }
}
