/** What whoever runs the exchange needs: capabilities, outcomes, health; never content. */
@NullMarked
package uk.yjx.server.operations;

import org.jspecify.annotations.NullMarked;
