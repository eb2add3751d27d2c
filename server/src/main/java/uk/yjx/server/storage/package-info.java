/** Where everything is kept: PostgreSQL (embedded or external), its migrations, and the keys. */
@NullMarked
package uk.yjx.server.storage;

import org.jspecify.annotations.NullMarked;
