/** The one ordered write path: many callers' requests, one transaction, one order. */
@NullMarked
package uk.yjx.server.journal;

import org.jspecify.annotations.NullMarked;
