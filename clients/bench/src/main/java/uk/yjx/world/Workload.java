package uk.yjx.world;

import com.google.protobuf.Timestamp;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import uk.yjx.common.v1.EventTime;
import uk.yjx.common.v1.PersonDescriptor;
import uk.yjx.common.v1.TimePrecision;
import uk.yjx.intelligence.v1.Notice;
import uk.yjx.intelligence.v1.SubmitNoticeRequest;
import uk.yjx.world.Truth.Delivery;
import uk.yjx.world.Truth.Outcome;

/**
 * An endless stream of distinct notices of about 1 KB for the benchmark, in the demonstration's
 * mix: 60 % match nobody, 3 % need review, the rest are linked. Ids, numbers, persons and times
 * never repeat within a run, so nothing can be answered from a cache. Not thread-safe: one for each
 * sending thread, with a stream number of its own.
 */
public final class Workload {

  /** Most streams that may run beside each other. */
  public static final int STREAMS_MAX = 64;

  /** Share of notices that match nobody. */
  public static final double UNMATCHED = 0.60;

  /** Share of notices that need a person's review. */
  public static final double REVIEW = 0.03;

  private static final long MICROS = 1_000_000;
  private static final int NANOS_PER_MICRO = 1_000;
  private static final int ID_DIGITS = 10;

  private final RandomGenerator random;
  private final WorkloadParts parts;
  private final List<CaseloadChild> children;
  private final String idPrefix;
  private final int stream;
  private long count;

  private Workload(WorkloadParts parts, List<CaseloadChild> children, long seed, int stream) {
    this.random = Seeds.of(seed, "workload " + stream);
    this.parts = parts;
    this.children = children;
    this.idPrefix = "w" + Long.toString(seed & Long.MAX_VALUE, 36) + "-" + stream + "-";
    this.stream = stream;
  }

  /**
   * Streams of notices from one police force about children of {@code caseload}.
   *
   * @param policeAgency the sender: only children of services it serves can be linked
   * @param seed another seed gives other request ids: use one for each run on the same server
   * @param streams 1 to {@link #STREAMS_MAX}
   */
  public static List<Workload> streams(
      Caseload caseload, String policeAgency, long seed, int streams) {
    if (streams < 1 || streams > STREAMS_MAX) {
      throw new IllegalArgumentException("1 to " + STREAMS_MAX + " streams");
    }
    List<CaseloadChild> children =
        Subjects.linkable(caseload).stream()
            .filter(child -> child.service().policeAgency().equals(policeAgency))
            .toList();
    if (children.isEmpty()) {
      throw new IllegalArgumentException("no child can be linked for " + policeAgency);
    }
    WorkloadParts parts = new WorkloadParts(caseload, children, seed);
    return IntStream.range(0, streams)
        .mapToObj(stream -> new Workload(parts, children, seed, stream))
        .toList();
  }

  /**
   * One notice of the stream.
   *
   * @param request the request, serialised to about 1 KB
   * @param sequence its number among all streams; {@link #sequenceOf} finds it again in an alert
   * @param truth what must become of it
   */
  public record Item(SubmitNoticeRequest request, long sequence, Truth truth) {}

  /** The next notice. */
  public Item next() {
    long sequence = count++ * STREAMS_MAX + stream;
    double draw = random.nextDouble();
    if (draw < UNMATCHED) {
      WorkloadParts.Event event = parts.event(random);
      return new Item(
          request(sequence, event, parts.stranger(random, sequence)),
          sequence,
          Truth.unmatched(false));
    }
    int index = random.nextInt(children.size());
    CaseloadChild child = children.get(index);
    WorkloadParts.Event event = parts.event(random);
    if (draw < UNMATCHED + REVIEW) {
      return new Item(
          request(sequence, event, parts.nameAndBirth(index, sequence)),
          sequence,
          new Truth(Outcome.REVIEW, Optional.empty(), Optional.empty(), false, false));
    }
    return new Item(
        request(sequence, event, parts.numbered(index, sequence)),
        sequence,
        new Truth(
            Outcome.LINKED,
            Optional.of(child.key()),
            Optional.of(new Delivery(event.urgency(), child.lead())),
            false,
            false));
  }

  /** The number of the notice that happened at {@code time}. */
  public static long sequenceOf(EventTime time) {
    return (time.getEarliest().getSeconds() - epoch()) * MICROS
        + time.getEarliest().getNanos() / NANOS_PER_MICRO;
  }

  private SubmitNoticeRequest request(
      long sequence, WorkloadParts.Event event, PersonDescriptor person) {
    Notice notice =
        event.notice().toBuilder()
            .setEventTime(
                EventTime.newBuilder()
                    .setPrecision(TimePrecision.TIME_PRECISION_EXACT)
                    .setEarliest(
                        Timestamp.newBuilder()
                            .setSeconds(epoch() + sequence / MICROS)
                            .setNanos((int) (sequence % MICROS) * NANOS_PER_MICRO)))
            .setSourceReference("workload " + sequence)
            .setNarrative(parts.narrative(random, sequence))
            .setPersons(0, event.person().toBuilder().setPerson(person))
            .build();
    return SubmitNoticeRequest.newBuilder()
        .setRequestId(idPrefix + padded(sequence))
        .setNotice(notice)
        .build();
  }

  private static String padded(long sequence) {
    String digits = Long.toString(sequence);
    return "0".repeat(Math.max(0, ID_DIGITS - digits.length())) + digits;
  }

  private static long epoch() {
    return Caseload.AS_OF.atStartOfDay(ZoneOffset.UTC).toEpochSecond();
  }
}
