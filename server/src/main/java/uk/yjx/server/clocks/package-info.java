/** When something is due: timescales, working days of England and Wales, local days in London. */
@NullMarked
package uk.yjx.server.clocks;

import org.jspecify.annotations.NullMarked;
