/** The demonstration: real events, invented people, the real server. */
@NullMarked
package uk.yjx.cli.demo;

import org.jspecify.annotations.NullMarked;
