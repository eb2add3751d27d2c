package uk.yjx.server.identity;

import uk.yjx.server.kernel.Failure;

/** What is told to a caller whose bearer token does not do. */
final class TokenFailures {
  static final Failure MALFORMED =
      failure("TOKEN_MALFORMED", "authorization must be «Bearer» and one signed JSON Web Token");
  static final Failure ALGORITHM =
      failure("TOKEN_ALGORITHM_NOT_ALLOWED", "tokens are signed with RS256, PS256, ES256 or ES384");
  static final Failure ISSUER_UNKNOWN =
      failure("TOKEN_ISSUER_UNKNOWN", "the token's issuer is not registered for any agency");
  static final Failure ANOTHER_AGENCY =
      failure(
          "TOKEN_OF_ANOTHER_AGENCY",
          "the token's issuer speaks for another agency than the certificate");
  static final Failure NOT_TRUSTED =
      failure("TOKEN_NOT_TRUSTED", "the token was not signed with a key of its issuer");
  static final Failure AUDIENCE =
      failure("TOKEN_AUDIENCE_WRONG", "the token was not issued for this exchange");
  static final Failure EXPIRED = failure("TOKEN_EXPIRED", "the token has ended");
  static final Failure NOT_YET_VALID = failure("TOKEN_NOT_YET_VALID", "the token is not valid yet");
  static final Failure LIVES_TOO_LONG =
      failure("TOKEN_LIVES_TOO_LONG", "a token must end within 12 hours");
  static final Failure SUBJECT_UNKNOWN =
      failure("TOKEN_SUBJECT_UNKNOWN", "the token's subject is no registered person of the agency");
  static final Failure REVOKED = failure("TOKEN_REVOKED", "the token is revoked");
  static final Failure KEYS_UNAVAILABLE =
      Failure.of(
          Failure.Code.UNAVAILABLE,
          "TOKEN_KEYS_UNAVAILABLE",
          "the keys of the token's issuer cannot be read now");

  private TokenFailures() {}

  private static Failure failure(String reason, String message) {
    return Failure.of(Failure.Code.UNAUTHENTICATED, reason, message);
  }
}
