@NullMarked
package uk.yjx.cli;

import org.jspecify.annotations.NullMarked;
