/** What social care, health, custody and public protection tell of a child, and concerns. */
@NullMarked
package uk.yjx.server.safeguarding;

import org.jspecify.annotations.NullMarked;
