package uk.yjx.server.evidence;

import com.google.protobuf.ByteString;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Optional;
import uk.yjx.audit.v1.CommittedCount;
import uk.yjx.audit.v1.CountEventsResponse;

/** Answers how many events about a child the log itself counted, with the proof. */
@Singleton
final class CountedEvents {
  private final LogStore store;
  private final CountTables tables;

  CountedEvents(LogStore store, CountTables tables) {
    this.store = store;
    this.tables = tables;
  }

  /** The newest count of a child; it must not be sent before its reading is committed. */
  CountEventsResponse about(String child) {
    long epoch = store.head().epoch();
    CountEventsResponse.Builder answer =
        CountEventsResponse.newBuilder().setCovered(tables.covered(epoch));
    Optional<CountTables.Place> place = tables.place(epoch, child);
    if (place.isEmpty()) {
      return answer.build();
    }
    List<SubjectCount> counts = tables.counts(epoch, place.get().from());
    int index = place.get().ordinal();
    if (index >= counts.size()) {
      throw new BrokenLog("counts of the window from leaf " + place.get().from() + " are missing");
    }
    CommittedCount.Builder committed =
        CommittedCount.newBuilder()
            .setSummaryLeafIndex(place.get().summaryLeaf())
            .setCount(ByteString.copyFrom(counts.get(index).committed()))
            .setIndex(index)
            .setSize(counts.size());
    for (byte[] hash : SubjectCount.inclusion(index, counts)) {
      committed.addProof(ByteString.copyFrom(hash));
    }
    return answer.setEvents(counts.get(index).events()).setCommitted(committed).build();
  }
}
