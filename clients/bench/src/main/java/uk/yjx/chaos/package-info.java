/**
 * Breaks a running exchange of several processes on purpose, while clients work with it, and has
 * every promise checked afterwards.
 */
@NullMarked
package uk.yjx.chaos;

import org.jspecify.annotations.NullMarked;
