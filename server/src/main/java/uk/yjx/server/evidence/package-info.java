/** Signs the log, proves it, and shows it to those who may read it. */
@NullMarked
package uk.yjx.server.evidence;

import org.jspecify.annotations.NullMarked;
