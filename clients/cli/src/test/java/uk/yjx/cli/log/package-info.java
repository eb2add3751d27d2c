@NullMarked
package uk.yjx.cli.log;

import org.jspecify.annotations.NullMarked;
