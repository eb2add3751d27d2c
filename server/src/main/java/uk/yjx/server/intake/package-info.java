/** The path: what any submission goes through from its caller to its commit. */
@NullMarked
package uk.yjx.server.intake;

import org.jspecify.annotations.NullMarked;
