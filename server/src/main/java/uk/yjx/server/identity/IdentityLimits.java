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
        PublishedLimit.seconds("identity.token_lifetime", TokenCheck.LIFETIME_MAX),
        PublishedLimit.seconds("identity.token_clock_skew", TokenCheck.CLOCK_SKEW),
        PublishedLimit.seconds("identity.token_keys_interval", TokenKeys.FETCH_INTERVAL),
        PublishedLimit.bytes("identity.token_keys_bytes", TokenKeys.KEY_SET_BYTES_MAX),
        PublishedLimit.items("identity.page_default", DirectoryPages.PAGE_SIZE_DEFAULT),
        PublishedLimit.items("identity.refusal_sources", Refusals.SOURCES_MAX));
  }
}
