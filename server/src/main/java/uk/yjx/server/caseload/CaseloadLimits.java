package uk.yjx.server.caseload;

import jakarta.inject.Singleton;
import java.util.List;
import uk.yjx.server.journal.LimitSource;
import uk.yjx.server.journal.PublishedLimit;

/** The limits of the caseload and its imports for the capabilities. */
@Singleton
final class CaseloadLimits implements LimitSource {
  @Override
  public List<PublishedLimit> limits() {
    return List.of(
        PublishedLimit.items("caseload.import_frame", ImportStream.CASES_PER_FRAME_MAX),
        PublishedLimit.bytes("caseload.import_frame_bytes", ImportStream.FRAME_BYTES_MAX),
        PublishedLimit.items("caseload.import_frames_in_flight", ImportStream.FRAMES_IN_FLIGHT_MAX),
        PublishedLimit.items("caseload.page_default", PageTokens.PAGE_SIZE_DEFAULT));
  }
}
