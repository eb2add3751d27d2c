/** Doubtful matches decided by people, and links that were wrong undone. */
@NullMarked
package uk.yjx.server.linkage;

import org.jspecify.annotations.NullMarked;
