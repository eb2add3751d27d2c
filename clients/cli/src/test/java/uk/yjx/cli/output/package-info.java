@NullMarked
package uk.yjx.cli.output;

import org.jspecify.annotations.NullMarked;
