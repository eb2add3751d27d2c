package uk.yjx.server.alerts;

import jakarta.inject.Singleton;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** The streams that are open in this process, by the mailboxes and services they carry. */
@Singleton
final class StreamRegistry {
  private final Map<String, Set<AlertStream>> byMailbox = new ConcurrentHashMap<>();
  private final Map<String, Set<AlertStream>> byService = new ConcurrentHashMap<>();
  private final Set<AlertStream> all = ConcurrentHashMap.newKeySet();

  void add(AlertStream stream) {
    all.add(stream);
    stream.selection().mailboxes().forEach(m -> put(byMailbox, m, stream));
    stream.selection().services().forEach(s -> put(byService, s, stream));
  }

  void remove(AlertStream stream) {
    all.remove(stream);
    stream.selection().mailboxes().forEach(m -> drop(byMailbox, m, stream));
    stream.selection().services().forEach(s -> drop(byService, s, stream));
  }

  /** Wakes the streams for which one of the lines is. */
  void wake(List<FeedItem> items) {
    for (FeedItem item : items) {
      Set<AlertStream> own = byMailbox.get(item.mailbox());
      if (own != null) {
        own.forEach(AlertStream::signal);
      }
      Set<AlertStream> serviceWide = byService.get(item.service());
      if (serviceWide != null) {
        serviceWide.forEach(AlertStream::signal);
      }
    }
  }

  /** Every open stream. */
  Collection<AlertStream> all() {
    return all;
  }

  private static void put(Map<String, Set<AlertStream>> map, String key, AlertStream stream) {
    map.compute(
        key,
        (k, streams) -> {
          Set<AlertStream> own = streams == null ? ConcurrentHashMap.newKeySet() : streams;
          own.add(stream);
          return own;
        });
  }

  private static void drop(Map<String, Set<AlertStream>> map, String key, AlertStream stream) {
    map.computeIfPresent(
        key,
        (k, streams) -> {
          streams.remove(stream);
          return streams.isEmpty() ? null : streams;
        });
  }
}
