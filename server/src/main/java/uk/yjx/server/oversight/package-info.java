/**
 * Oversight: reviews that are due and managers' samples of them, the alert budget, and figures for
 * managers and boards.
 */
@NullMarked
package uk.yjx.server.oversight;

import org.jspecify.annotations.NullMarked;
