/**
 * Children on no caseload who come to police notice again and again: prompts to offer voluntary
 * support, and trends of areas. Nothing of it is for the police.
 */
@NullMarked
package uk.yjx.server.earlysupport;

import org.jspecify.annotations.NullMarked;
