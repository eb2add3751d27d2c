/** Who calls: agencies, principals, roles, certificates and their revocation. */
@NullMarked
package uk.yjx.server.identity;

import org.jspecify.annotations.NullMarked;
