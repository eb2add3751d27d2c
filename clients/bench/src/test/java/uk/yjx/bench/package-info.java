/** The benchmark holds to what it says it measures. */
@NullMarked
package uk.yjx.bench;

import org.jspecify.annotations.NullMarked;
