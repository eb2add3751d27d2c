/**
 * The value types that every room shares: who, what kind of identifier, when, in which place of the
 * log. No room's rules live here and nothing here reads a clock, a file or the network.
 */
@NullMarked
package uk.yjx.server.kernel;

import org.jspecify.annotations.NullMarked;
