package uk.yjx.server.evidence;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import uk.yjx.client.verify.Disclosure;
import uk.yjx.client.verify.JsonValue;
import uk.yjx.client.verify.VerificationException;

/**
 * Whom an event is about and who took part, as far as that still opens.
 *
 * @param children whom it is about or who was looked for
 * @param principals who acted or received
 */
record OpenedFacts(Set<String> children, Set<String> principals) {
  /** Takes copies. */
  OpenedFacts {
    children = Set.copyOf(children);
    principals = Set.copyOf(principals);
  }

  /** Reads openings; fails with {@link BrokenLog} where one is none. */
  static OpenedFacts of(List<String> openings) {
    Set<String> children = new HashSet<>();
    Set<String> principals = new HashSet<>();
    for (String opening : openings) {
      Disclosure disclosure = disclosure(opening);
      switch (disclosure.name()) {
        case "subjects", "query" -> texts(disclosure.value()).forEach(children::add);
        case "actor_id", "recipient_id" -> texts(disclosure.value()).forEach(principals::add);
        default -> {}
      }
    }
    return new OpenedFacts(children, principals);
  }

  private static Stream<String> texts(JsonValue value) {
    return switch (value) {
      case JsonValue.Text(String text) -> Stream.of(text);
      case JsonValue.Items(var items) -> items.stream().flatMap(OpenedFacts::texts);
      case JsonValue.Whole whole -> Stream.empty();
      case JsonValue.Truth truth -> Stream.empty();
      case JsonValue.Null none -> Stream.empty();
      case JsonValue.Members members -> Stream.empty();
    };
  }

  private static Disclosure disclosure(String opening) {
    try {
      return Disclosure.parse(opening);
    } catch (VerificationException e) {
      throw new BrokenLog("an opening cannot be read: " + e.getMessage());
    }
  }
}
