/** Load generators and the performance report. */
@NullMarked
package uk.yjx.bench;

import org.jspecify.annotations.NullMarked;
