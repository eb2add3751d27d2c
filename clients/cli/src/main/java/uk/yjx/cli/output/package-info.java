/** What people and programs see: tables, colour, progress, JSON. */
@NullMarked
package uk.yjx.cli.output;

import org.jspecify.annotations.NullMarked;
