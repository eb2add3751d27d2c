package uk.yjx.server.linkage;

import jakarta.inject.Singleton;
import java.util.List;
import uk.yjx.server.journal.LimitSource;
import uk.yjx.server.journal.PublishedLimit;

/** The limits of the review desk for the capabilities. */
@Singleton
final class LinkageLimits implements LimitSource {
  @Override
  public List<PublishedLimit> limits() {
    return List.of(PublishedLimit.items("linkage.waiting", ReviewDesk.WAITING_MAX));
  }
}
