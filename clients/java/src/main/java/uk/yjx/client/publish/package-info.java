/** Publishing notices: pipelined, bounded, resent with the same request id until answered. */
@NullMarked
package uk.yjx.client.publish;

import org.jspecify.annotations.NullMarked;
