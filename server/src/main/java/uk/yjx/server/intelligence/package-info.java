/** Police notices: the contract, what they mean for the people in them, and their own store. */
@NullMarked
package uk.yjx.server.intelligence;

import org.jspecify.annotations.NullMarked;
