/** Tests of the invented world. */
@NullMarked
package uk.yjx.world;

import org.jspecify.annotations.NullMarked;
