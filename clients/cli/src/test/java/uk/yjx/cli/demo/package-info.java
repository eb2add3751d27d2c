@NullMarked
package uk.yjx.cli.demo;

import org.jspecify.annotations.NullMarked;
