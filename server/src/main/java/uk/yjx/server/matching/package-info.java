/**
 * Which child is this person? A pure decision in memory over descriptions; it stores nothing, reads
 * no clock and knows no agency's rights.
 */
@NullMarked
package uk.yjx.server.matching;

import org.jspecify.annotations.NullMarked;
