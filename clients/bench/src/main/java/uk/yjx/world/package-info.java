/**
 * The invented world: real events of the police.uk open data, invented people, a caseload, notices
 * with their truth. Pure and seeded: the same seed gives the same bytes.
 */
@NullMarked
package uk.yjx.world;

import org.jspecify.annotations.NullMarked;
