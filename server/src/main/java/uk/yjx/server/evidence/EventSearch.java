package uk.yjx.server.evidence;

import jakarta.inject.Singleton;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Optional;
import uk.yjx.audit.v1.AuditEvent;
import uk.yjx.audit.v1.FindEventsRequest;
import uk.yjx.audit.v1.FindEventsResponse;
import uk.yjx.client.verify.CanonicalJson;
import uk.yjx.client.verify.Disclosure;
import uk.yjx.client.verify.JsonValue;
import uk.yjx.client.verify.VerificationException;

/**
 * Answers questions by reading the log itself, leaf by leaf, and opening what may be opened. There
 * is no index of who looked at whom beside the log, so nothing but the log can be wrong or leak;
 * the price is a read of the whole range, at most {@link #SCAN_MAX} leaves a call.
 */
@Singleton
final class EventSearch {
  /** Leaves read for one page. */
  static final int SCAN_MAX = 20_000;

  /** Events in a page whose size was not asked for. */
  static final int PAGE_DEFAULT = 100;

  private static final String RANGE =
      """
      SELECT l.leaf_index, l.leaf, o.sealed, k.wrapped, k.openings, l.leaf_index - e.leaf_index
      FROM audit.leaf l
      LEFT JOIN audit.opening o ON o.leaf_index = l.leaf_index
      LEFT JOIN journal.entry e ON e.position = l.position
      LEFT JOIN storage.record_key k ON k.position = l.position
      WHERE l.leaf_index >= ? AND l.leaf_index < ?
      ORDER BY l.leaf_index
      """;

  private static final int FETCH_ROWS = 500;

  private final LogStore store;
  private final EventPages pages;

  EventSearch(LogStore store, EventPages pages) {
    this.store = store;
    this.pages = pages;
  }

  /** The next page of answers; it must not be sent before its reading is committed. */
  FindEventsResponse find(FindEventsRequest question, long end) {
    int wanted = question.getPageSize() == 0 ? PAGE_DEFAULT : question.getPageSize();
    long to = Math.min(end, question.getFromIndex() + SCAN_MAX);
    return store.borrow(c -> {
      c.setAutoCommit(false);
      FindEventsResponse.Builder page =
          FindEventsResponse.newBuilder().setNextIndex(question.getFromIndex());
      int bytes = 0;
      try (PreparedStatement s = c.prepareStatement(RANGE)) {
        s.setFetchSize(FETCH_ROWS);
        s.setLong(1, question.getFromIndex());
        s.setLong(2, to);
        try (ResultSet r = s.executeQuery()) {
          while (page.getEventsCount() < wanted && bytes < EventPages.PAGE_BYTES_MAX && r.next()) {
            page.setNextIndex(r.getLong(1) + 1);
            Optional<AuditEvent> event = answering(question, r);
            if (event.isPresent()) {
              page.addEvents(event.get());
              bytes += event.get().getSerializedSize();
            }
          }
        }
      }
      c.rollback();
      return page.setTreeSize(end).build();
    });
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
    JsonValue.Members leaf = members(r.getBytes(2));
    if (!matchesPlain(question, leaf)) {
      return Optional.empty();
    }
    AuditEvent event = pages.event(r);
    return matchesOpened(question, event)
        ? Optional.of(
            question.getWithoutOpenings() ? event.toBuilder().clearOpenings().build() : event)
        : Optional.empty();
  }

  private static boolean matchesPlain(FindEventsRequest question, JsonValue.Members leaf) {
    return matches(question.getType(), text(leaf, "type"))
        && matches(question.getOperation(), text(leaf, "op"))
        && matches(question.getAgreementId(), agreement(leaf))
        && (question.getAgencyId().isEmpty()
            || question.getAgencyId().equals(text(leaf, "src_org"))
            || question.getAgencyId().equals(text(leaf, "dst_org")))
        && isWithin(question, text(leaf, "t"));
  }

  private static boolean isWithin(FindEventsRequest question, String time) {
    if (!question.hasFromTime() && !question.hasToTime()) {
      return true;
    }
    Instant at = Instant.parse(time);
    Instant from = instant(question.getFromTime());
    Instant to = question.hasToTime() ? instant(question.getToTime()) : Instant.MAX;
    return !at.isBefore(from) && at.isBefore(to);
  }

  private static Instant instant(com.google.protobuf.Timestamp time) {
    return Instant.ofEpochSecond(time.getSeconds(), time.getNanos());
  }

  /** A member that was erased answers no question: its leaf remains in the list of all events. */
  private static boolean matchesOpened(FindEventsRequest question, AuditEvent event) {
    boolean child = question.getChildId().isEmpty();
    boolean person = question.getPrincipal().isEmpty();
    for (String opening : event.getOpeningsList()) {
      Disclosure disclosure = disclosure(opening);
      switch (disclosure.name()) {
        case "subjects", "query" -> child |= holds(disclosure.value(), question.getChildId());
        case "actor_id", "recipient_id" ->
            person |= holds(disclosure.value(), question.getPrincipal());
        default -> {}
      }
    }
    return child && person;
  }

  private static boolean holds(JsonValue value, String wanted) {
    return switch (value) {
      case JsonValue.Text(String text) -> text.equals(wanted);
      case JsonValue.Items(var items) -> items.contains(new JsonValue.Text(wanted));
      case JsonValue.Whole whole -> false;
      case JsonValue.Truth truth -> false;
      case JsonValue.Null none -> false;
      case JsonValue.Members members -> false;
    };
  }

  private static boolean matches(String wanted, String found) {
    return wanted.isEmpty() || wanted.equals(found);
  }

  private static String agreement(JsonValue.Members leaf) {
    return leaf.values().get("basis") instanceof JsonValue.Members basis
        ? text(basis, "agreement")
        : "";
  }

  private static String text(JsonValue.Members members, String name) {
    return members.values().get(name) instanceof JsonValue.Text(String text) ? text : "";
  }

  private static JsonValue.Members members(byte[] leaf) {
    try {
      if (CanonicalJson.parse(leaf) instanceof JsonValue.Members members) {
        return members;
      }
    } catch (VerificationException e) {
      throw new BrokenLog("a leaf cannot be read: " + e.getMessage());
    }
    throw new BrokenLog("a leaf is no object");
  }

  private static Disclosure disclosure(String opening) {
    try {
      return Disclosure.parse(opening);
    } catch (VerificationException e) {
      throw new BrokenLog("an opening cannot be read: " + e.getMessage());
    }
  }
}
