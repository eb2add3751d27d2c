package uk.yjx.client.alerts;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import uk.yjx.alerts.v1.AcknowledgeResult;
import uk.yjx.client.ExchangeException;
import uk.yjx.client.alerts.Acknowledgements.Claim;

/** Alert ids of one kind of statement that wait for a result. */
final class Unanswered {

  /** Ids in one frame, at most, by contract. */
  private static final int IDS_PER_FRAME_MAX = 500;

  private final Map<String, Entry> entries = new LinkedHashMap<>();
  private final Queue<String> unsaid = new ArrayDeque<>();

  void add(Claim claim) {
    for (String id : claim.ids) {
      Entry entry = entries.get(id);
      if (entry == null) {
        entry = new Entry();
        entries.put(id, entry);
        unsaid.add(id);
      }
      entry.claims.add(claim);
    }
  }

  int size() {
    return entries.size();
  }

  void restart() {
    unsaid.clear();
    unsaid.addAll(entries.keySet());
    entries.values().forEach(entry -> entry.frame = Long.MAX_VALUE);
  }

  /** Takes the ids of one frame. */
  List<String> take(long frame) {
    List<String> ids = new ArrayList<>();
    while (ids.size() < IDS_PER_FRAME_MAX && !unsaid.isEmpty()) {
      String id = unsaid.remove();
      Entry entry = entries.get(id);
      if (entry != null) {
        entry.frame = frame;
        ids.add(id);
      }
    }
    return ids;
  }

  /** The number of the frame in which an id was said; the greatest number when it was not. */
  long saidIn(String id) {
    Entry entry = entries.get(id);
    return entry == null ? Long.MAX_VALUE : entry.frame;
  }

  void answer(AcknowledgeResult result) {
    Entry entry = entries.remove(result.getAlertId());
    if (entry != null) {
      entry.claims.forEach(claim -> claim.result(result));
    }
  }

  void fail(ExchangeException cause) {
    entries.values().stream()
        .flatMap(entry -> entry.claims.stream())
        .forEach(claim -> claim.future.completeExceptionally(cause));
    entries.clear();
    unsaid.clear();
  }

  private static final class Entry {
    final List<Claim> claims = new ArrayList<>(1);
    long frame = Long.MAX_VALUE;
  }
}
