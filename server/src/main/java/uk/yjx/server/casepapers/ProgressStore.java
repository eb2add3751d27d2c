package uk.yjx.server.casepapers;

import jakarta.inject.Singleton;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import uk.yjx.casepapers.v1.DocumentKind;
import uk.yjx.casepapers.v1.PapersAnswer;
import uk.yjx.casepapers.v1.PapersContent;
import uk.yjx.server.kernel.ChildId;

/** Reads what has come, what was answered and what was asked for. */
@Singleton
final class ProgressStore {
  private static final String ARRIVALS =
      """
      SELECT document_kind, available_at, series_id
      FROM casepapers.arrival
      WHERE child_id = ? AND urn_key = ? AND NOT replaced
      ORDER BY position, ordinal
      """;

  private static final String ANSWERS =
      """
      SELECT content, answer, expected_by, answered_at
      FROM casepapers.answer
      WHERE expectation_id = ?
      ORDER BY position, ordinal
      """;

  private static final String REQUESTED =
      """
      SELECT content
      FROM casepapers.content_request
      WHERE expectation_id = ?
      GROUP BY content
      ORDER BY content
      """;

  private final PapersStore store;

  ProgressStore(PapersStore store) {
    this.store = store;
  }

  /** A document that can be read, and the series of its package. */
  record StoredArrival(Completeness.Arrival arrival, UUID series) {}

  /** What can be read of a child's part in one case. */
  List<StoredArrival> arrivals(ChildId child, long urnKey) {
    return store.read(
        ARRIVALS,
        s -> {
          s.setObject(1, child.value());
          s.setLong(2, urnKey);
        },
        r ->
            new StoredArrival(
                new Completeness.Arrival(
                    kind(r.getInt(1)), r.getObject(2, OffsetDateTime.class).toInstant()),
                r.getObject(3, UUID.class)));
  }

  /** What the sender has said of an expectation, in order. */
  List<Completeness.Answer> answers(UUID expectation) {
    return store.read(
        ANSWERS,
        s -> s.setObject(1, expectation),
        r -> {
          OffsetDateTime by = r.getObject(3, OffsetDateTime.class);
          @Nullable Instant expectedBy = by == null ? null : by.toInstant();
          return new Completeness.Answer(
              PapersContent.forNumber(r.getInt(1)),
              PapersAnswer.forNumber(r.getInt(2)),
              expectedBy,
              r.getObject(4, OffsetDateTime.class).toInstant());
        });
  }

  /** What was asked for by name. */
  List<PapersContent> requested(UUID expectation) {
    return store.read(
        REQUESTED, s -> s.setObject(1, expectation), r -> PapersContent.forNumber(r.getInt(1)));
  }

  /** A kind that a newer process wrote and this one does not know tells nothing. */
  private static DocumentKind kind(int number) {
    @Nullable DocumentKind kind = DocumentKind.forNumber(number);
    return kind == null ? DocumentKind.UNRECOGNIZED : kind;
  }
}
