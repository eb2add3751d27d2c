package uk.yjx.server.identity;

import uk.yjx.server.kernel.Failure;

/** What is told to a caller whose certificate does not do. */
final class CertificateFailures {
  static final Failure MISSING =
      failure("CERTIFICATE_MISSING", "the connection was made without a client certificate");
  static final Failure MALFORMED =
      failure(
          "CERTIFICATE_MALFORMED",
          "the certificate must hold exactly one URI:"
              + " spiffe://<trust-domain>/agency/<agency>/<system|user>/<name>");
  static final Failure AGENCY_UNKNOWN =
      failure("AGENCY_UNKNOWN", "the agency named in the certificate is not registered");
  static final Failure NOT_TRUSTED =
      failure(
          "CERTIFICATE_NOT_TRUSTED",
          "the certificate was not issued by an authority of the agency it names");
  static final Failure EXPIRED = failure("CERTIFICATE_EXPIRED", "the certificate has ended");
  static final Failure NOT_YET_VALID =
      failure("CERTIFICATE_NOT_YET_VALID", "the certificate is not valid yet");
  static final Failure REVOKED = failure("CERTIFICATE_REVOKED", "the certificate is revoked");
  static final Failure PRINCIPAL_UNKNOWN =
      failure("PRINCIPAL_UNKNOWN", "the principal named in the certificate is not registered");
  static final Failure PRINCIPAL_DISABLED =
      failure("PRINCIPAL_DISABLED", "the principal may not call any more");

  private CertificateFailures() {}

  private static Failure failure(String reason, String message) {
    return Failure.of(Failure.Code.UNAUTHENTICATED, reason, message);
  }
}
