/**
 * Decides whether a recorded history of clients agrees with what the exchange's database and log
 * hold: pure, so that the decision itself can be tested with histories that are wrong on purpose.
 */
@NullMarked
package uk.yjx.history;

import org.jspecify.annotations.NullMarked;
