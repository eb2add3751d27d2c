package uk.yjx.server.operations;

import jakarta.inject.Singleton;
import java.util.List;
import uk.yjx.server.journal.LimitSource;
import uk.yjx.server.journal.PublishedLimit;

/** The limits of retention for the capabilities. */
@Singleton
final class RetentionLimits implements LimitSource {

  @Override
  public List<PublishedLimit> limits() {
    return List.of(
        PublishedLimit.items("retention.run", RetentionReader.RUN_MAX),
        PublishedLimit.items("retention.list", RetentionReader.LIST_MAX));
  }
}
