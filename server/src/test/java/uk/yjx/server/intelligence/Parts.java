package uk.yjx.server.intelligence;

import java.time.Instant;
import java.util.List;
import uk.yjx.agreements.v1.DataCategory;
import uk.yjx.intelligence.v1.Notice;
import uk.yjx.server.intake.Submission;
import uk.yjx.server.kernel.AgencyId;
import uk.yjx.server.kernel.Violations;

/** What a notice means for each of its people, for tests of other rooms. */
public record Parts(List<Submission.Subject> subjects, DataCategory category) {

  /** Reads a notice as the exchange does; the fingerprints are no secret here. */
  public static Parts of(Notice notice, AgencyId from, Instant now) {
    PoliceNotice police =
        PoliceNotice.read(notice, from, now, text -> text.hashCode() * 31L, new Violations());
    return new Parts(police.subjects(), police.category());
  }
}
