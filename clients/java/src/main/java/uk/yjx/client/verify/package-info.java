/**
 * Checks what the audit log says, offline and with nothing but the JDK: proofs, notes, canonical
 * leaves and disclosed members.
 */
@NullMarked
package uk.yjx.client.verify;

import org.jspecify.annotations.NullMarked;
