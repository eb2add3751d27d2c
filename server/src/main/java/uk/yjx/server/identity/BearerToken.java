package uk.yjx.server.identity;

import java.time.Instant;
import uk.yjx.server.kernel.PrincipalId;

/**
 * What is kept of a bearer token that was accepted: enough to ask again whether it still is.
 *
 * @param sha256 SHA-256 of its compact form, 64 lower-case hexadecimal digits
 * @param issuer who issued it
 * @param ends when it ends
 * @param through the system of the same agency over whose connection it came
 */
public record BearerToken(String sha256, TokenIssuer issuer, Instant ends, PrincipalId through) {}
