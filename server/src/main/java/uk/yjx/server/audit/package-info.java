/**
 * The log itself: what an event says, how it becomes a leaf, how leaves become a tree, and how a
 * tree is proved and signed. Nothing here knows a table, a clock or a caller.
 */
@NullMarked
package uk.yjx.server.audit;

import org.jspecify.annotations.NullMarked;
