/** The exchange: one package per room, started from here. */
@NullMarked
package uk.yjx.server;

import org.jspecify.annotations.NullMarked;
