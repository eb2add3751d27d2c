/** Folders of prosecution papers. */
@NullMarked
package uk.yjx.cli.papers;

import org.jspecify.annotations.NullMarked;
