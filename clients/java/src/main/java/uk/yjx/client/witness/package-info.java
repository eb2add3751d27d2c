/** A witness of logs, which a partner agency runs; needs nothing but the JDK. */
@NullMarked
package uk.yjx.client.witness;

import org.jspecify.annotations.NullMarked;
