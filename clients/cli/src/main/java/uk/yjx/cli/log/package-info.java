/** Checking the audit log from outside, as anyone with the log's key can. */
@NullMarked
package uk.yjx.cli.log;

import org.jspecify.annotations.NullMarked;
