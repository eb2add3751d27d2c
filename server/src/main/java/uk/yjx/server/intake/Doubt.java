package uk.yjx.server.intake;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import uk.yjx.agreements.v1.DataCategory;
import uk.yjx.common.v1.Handling;
import uk.yjx.intelligence.v1.NoticeKind;
import uk.yjx.server.kernel.AgencyId;
import uk.yjx.server.kernel.ChildId;
import uk.yjx.server.kernel.Failure;

/**
 * A person of a record of whom somebody must say which child it is, if any.
 *
 * @param source where it waits
 * @param record position of the record
 * @param person index of the person in it
 * @param from who sent it
 * @param candidates children it may be, those ruled out by a person left out
 * @param rule why it was not linked by itself
 * @param subject the person, and what the record would raise
 * @param category what kind of data the record is
 * @param handling the rule under which it is shared
 * @param localAuthority where it happened, as a GSS code; empty where that was not said
 * @param kind what a police notice is about; unspecified for everything else
 */
public record Doubt(
    DoubtSource source,
    long record,
    int person,
    AgencyId from,
    Instant receivedAt,
    List<ChildId> candidates,
    String rule,
    Submission.Subject subject,
    DataCategory category,
    Handling handling,
    Optional<String> localAuthority,
    NoticeKind kind) {
  /** What nobody waits for a decision about any more. */
  public static final Failure NOT_FOUND =
      Failure.of(
          Failure.Code.NOT_FOUND, "REVIEW_NOT_FOUND", "no such review waits at a desk of yours");

  public Doubt {
    candidates = List.copyOf(candidates);
  }

  /** Names nothing: the content is personal data and stays out of logs. */
  @Override
  public String toString() {
    return "Doubt[" + record + "." + person + "]";
  }
}
