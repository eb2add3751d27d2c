/** Files of people: what their columns mean, and how they are read. */
@NullMarked
package uk.yjx.cli.people;

import org.jspecify.annotations.NullMarked;
