/** Files of cases and notices on their way to the exchange. */
@NullMarked
package uk.yjx.cli.feed;

import org.jspecify.annotations.NullMarked;
