package uk.yjx.server.identity;

import jakarta.inject.Singleton;
import java.util.List;
import uk.yjx.server.journal.LimitSource;
import uk.yjx.server.journal.PublishedLimit;

/** The limits of certificates, the directory and counted refusals for the capabilities. */
@Singleton
final class IdentityLimits implements LimitSource {
  @Override
  public List<PublishedLimit> limits() {
    return List.of(
        PublishedLimit.items("identity.certificate_path", CertificateCheck.PATH_LENGTH_MAX),
        PublishedLimit.items("identity.page_default", DirectoryPages.PAGE_SIZE_DEFAULT),
        PublishedLimit.items("identity.refusal_sources", Refusals.SOURCES_MAX));
  }
}
