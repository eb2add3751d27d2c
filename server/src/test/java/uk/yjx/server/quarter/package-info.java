/** A quarter of a year of several services, with servers that are killed and started again. */
@NullMarked
package uk.yjx.server.quarter;

import org.jspecify.annotations.NullMarked;
