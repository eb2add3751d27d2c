/** Tests of the reading of files of people. */
@NullMarked
package uk.yjx.cli.people;

import org.jspecify.annotations.NullMarked;
