/** Information-sharing agreements, and the decision that rests on them: without one, nothing. */
@NullMarked
package uk.yjx.server.agreements;

import org.jspecify.annotations.NullMarked;
