package uk.yjx.server.intelligence;

import java.time.Instant;
import java.util.List;
import uk.yjx.agreements.v1.DataCategory;
import uk.yjx.intelligence.v1.Notice;
import uk.yjx.server.intake.Submission;
import uk.yjx.server.kernel.AgencyId;
import uk.yjx.server.kernel.Violations;

/**
 * A notice as the server reads it, for measurements.
 *
 * @param notice as it was sent
 * @param category what kind of data it is
 * @param subjects what it means for each of its people
 */
public record NoticeWiring(
    Notice notice, DataCategory category, List<Submission.Subject> subjects) {

  /** Copies the list. */
  public NoticeWiring {
    subjects = List.copyOf(subjects);
  }

  /** Reads a notice. */
  public static NoticeWiring read(Notice notice, AgencyId from, Instant now) {
    PoliceNotice police =
        PoliceNotice.read(notice, from, now, text -> text.hashCode() * 31L, new Violations());
    return new NoticeWiring(notice, police.category(), police.subjects());
  }
}
